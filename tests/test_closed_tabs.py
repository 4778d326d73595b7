"""A tab that is closed takes its work with it, on a server as people meet it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from benchmarks.server import ROOT, serving
from benchmarks.visitors import Visitor
from kit.run import VERSION
from tests.dawdling import BEGUN, CASE, SECONDS

APP = f"""
import runpy, sys
sys.path.insert(0, {str(ROOT)!r})
import cases, tests.lamps
from kit.listing import Listing
from tests.dawdling import CASE
tests.lamps.CASE = CASE
cases.ALL = Listing(("tests.lamps",))
runpy.run_path({str(ROOT / "ui/shell.py")!r}, run_name="__main__")
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The app over the toy that takes long, on a free port of this machine."""
    monkeypatch.setenv(BEGUN, str(tmp_path / "begun"))
    (tmp_path / "begun").touch()
    (tmp_path / "site_app.py").write_text(APP)
    with serving(tmp_path / "site_app.py", tmp_path / "server.log") as address:
        yield address


def test_what_a_closed_tab_had_picked_is_not_made(site: str, tmp_path: Path) -> None:
    def begun() -> list[str]:
        return (tmp_path / "begun").read_text().splitlines()

    async def people() -> None:
        busy, leaves, waits, other = [await Visitor.arrive(site, CASE.slug) for _ in range(4)]
        begins = [picks(busy, 101), picks(leaves, 102)]
        await until(lambda: {"lamps 101", "lamps 102"} <= set(begun()))  # both turns are taken
        queued = picks(waits, 103)
        await asyncio.sleep(SECONDS / 3)
        await leaves.line.close()
        await waits.line.close()
        await picks(other, 104)
        await asyncio.gather(*begins, queued)

    asyncio.run(asyncio.wait_for(people(), 120))
    assert sorted(begun()) == ["lamps 101", "lamps 102", "lamps 104", "learned 101", "learned 104"]


def picks(visitor: Visitor, seed: int) -> asyncio.Task[None]:
    """Somebody picks another world, and waits for the page unless they leave."""

    async def pick() -> None:
        visitor.query = CASE.design({"seed": seed}).query(VERSION)
        with suppress(ConnectionClosed):
            await visitor.gesture()

    return asyncio.create_task(pick())


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    while not holds():
        await asyncio.sleep(0.02)
