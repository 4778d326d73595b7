"""What tests of the practice room share: a server that can be killed, seats, and browsers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kit.case import Case
from kit.interview.plan import plan
from kit.interview.store import FILE, Store
from tests.browsers import pressed
from tests.lamps import CASE as LAMPS

ROOT = Path(__file__).parent.parent
WAIT = 30_000  # milliseconds a page may take to show something on a busy machine
TOYS = ("tests.lamps", "tests.bulbs")

APP = """
import runpy, sys
sys.path.insert(0, {root!r})
import cases
from kit.listing import Listing
cases.ALL = Listing({modules!r})
runpy.run_path({root!r} + "/ui/shell.py", run_name="__main__")
"""


class Site:
    """The app over some scenarios, its interviews in a folder of their own; it can be killed."""

    def __init__(self, folder: Path, modules: tuple[str, ...] = TOYS) -> None:
        self.folder, self.script = folder, folder / "room_app.py"
        self.script.write_text(APP.format(root=str(ROOT), modules=modules))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.store = Store(f"sqlite:///{folder / FILE}")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        words = ["server.address=127.0.0.1", f"server.port={self.port}", "server.headless=true"]
        words += ["server.fileWatcherType=none", "browser.gatherUsageStats=false"]
        command = [sys.executable, "-m", "streamlit", "run", str(self.script)]
        env = os.environ | {"SANDTABLE_DATA": str(self.folder), "PYTHONPATH": str(ROOT)}
        env.pop("SANDTABLE_DATABASE", None)
        self.process = subprocess.Popen(
            [*command, *(f"--{word}" for word in words)],
            cwd=ROOT,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=2)
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """Kill the server as it stands."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def running(folder: Path, modules: tuple[str, ...] = TOYS) -> Iterator[Site]:
    """The app over some scenarios, killed in the end."""
    site = Site(folder, modules)
    site.start()
    yield site
    site.kill()


@contextmanager
def visitor(browser: Any) -> Iterator[tuple[Any, list[bytes]]]:
    """A browser of its own, and everything the server sends it: websocket and pages."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(WAIT)
    page, heard = context.new_page(), []
    page.on("websocket", lambda line: line.on("framereceived", lambda frame: heard.append(frame)))
    yield page, heard
    context.close()


def bytes_of(frames: list[Any]) -> bytes:
    """All that was heard, as bytes."""
    return b"".join(f if isinstance(f, bytes) else str(f).encode() for f in frames)


def seats(
    site: Site, case: Case = LAMPS, sealed: dict[str, Any] | None = None, **parts: Any
) -> dict[str, str]:
    """An interview, with what is hidden in it: the address of each seat."""
    made = site.store.create(plan(case, seed=3, **parts), sealed)
    return {side: f"{site.address}/room?seat={seat.token}" for side, seat in made.items()}


def state_of(site: Site, link: str) -> Any:
    """Where the interview of a link stands."""
    return site.store.state(site.store.seat(link.partition("seat=")[2]).interview)


def settled(page: Any) -> None:
    """Wait until the page hears its server and stands still."""
    from playwright.sync_api import expect

    still = "[data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"
    expect(page.locator(f".stApp{still}")).to_have_count(1, timeout=WAIT)


def watch_connection(page: Any) -> None:
    """Let the page note when it was drawn again after its server was gone."""
    page.evaluate("""() => {
      const app = document.querySelector('[data-testid=stApp]');
      let lost = false, running = false;
      window.drawnAgain = false;
      new MutationObserver(() => {
        const { testConnectionState, testScriptState } = app.dataset;
        if (testConnectionState !== 'CONNECTED') lost = true;
        else if (lost && testScriptState === 'running') running = true;
        else if (running && testScriptState === 'notRunning') window.drawnAgain = true;
      }).observe(app, { attributes: true });
    }""")


def press(page: Any, role: str, name: str) -> None:
    """Press what has this role and exactly this name."""
    pressed(page.get_by_role(role, name=name, exact=True))


def pick(page: Any, label: str) -> None:
    """Press an option of a choice."""
    press(page, "radio", label)


def begin(page: Any) -> None:
    """Start the clock and wait for the scenario's page."""
    from playwright.sync_api import expect

    press(page, "button", "Start the clock")
    expect(page.get_by_role("slider", name="Share inspected")).to_be_visible(timeout=WAIT)
