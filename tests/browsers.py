"""A headless Chromium for tests, where the machine has one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from benchmarks.server import serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium() -> Iterator:
    """A browser, or a skip that says what is missing."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM:
        pytest.skip("there is no Chromium on this machine")
    with api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def served(script: Path, folder: Path, port: int = 0) -> Iterator[str]:
    """The address of a streamlit server that runs `script`, its own log in `folder`."""
    with serving(script, folder / "server.log", port) as address:
        yield f"http://{address}"


def pressed(found: Any) -> None:
    """Click what is found, once it stands alone: while a page is drawn anew, the old stands too."""
    from playwright.sync_api import expect

    expect(found).to_have_count(1, timeout=30_000)
    found.click()
