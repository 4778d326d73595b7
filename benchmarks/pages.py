"""The page itself: from nothing to its first reading, and twenty people at once; wall clock."""

from __future__ import annotations

import asyncio
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from benchmarks.rounds import Row, compare
from benchmarks.server import ROOT, serving
from benchmarks.visitors import Visitor

APP, PAGE, DIAL = ROOT / "app.py", "fraud", "fraud-dial"
HELLO = 'import streamlit as st\n\nst.write("hello")\n'
PEOPLE, PAUSE = 20, 2.0  # visitors, and the mean seconds between two gestures of one of them
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def rows(*, quick: bool) -> Iterator[Row]:
    """Cold start to the first reading on screen, and how long a gesture takes among twenty."""
    yield cold_start(rounds=1 if quick else 3)
    yield crowd(people=3 if quick else PEOPLE, gestures=3 if quick else 15)


def cold_start(*, rounds: int) -> Row:
    """Start a server and open its page until the first reading is there, against one line."""
    with tempfile.TemporaryDirectory() as folder:
        hello = Path(folder) / "hello.py"
        hello.write_text(HELLO)
        browser = next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = browser if find_spec("playwright") else None
        first = _by_browser(browser) if browser else _by_line
        return compare(
            "From starting the server to the first reading of payment fraud",
            lambda: first(APP, PAGE, "tile"),
            "a page of one line",
            lambda: first(hello, "", "hello"),
            rounds=rounds,
            clock=time.perf_counter,
            note="on screen in Chromium" if browser else "sent by the server; no browser here",
        )


def _by_line(script: Path, page: str, sign: str) -> None:
    """Until the server has sent the whole page."""
    with serving(script) as address:
        asyncio.run(_arrive(address, page))


async def _arrive(address: str, page: str) -> None:
    visitor = await Visitor.arrive(address, page)
    await visitor.line.close()


def _by_browser(executable: str):
    """Until a browser shows a reading ("tile"), or the text `sign`."""
    from playwright.sync_api import sync_playwright

    def first(script: Path, page: str, sign: str) -> None:
        with serving(script) as address, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=executable, args=["--no-sandbox"])
            tab = browser.new_page()
            tab.goto(f"http://{address}/{page}")
            seen = tab.locator(".tile") if sign == "tile" else tab.get_by_text(sign)
            seen.first.wait_for(timeout=60_000)
            browser.close()

    return first


def crowd(*, people: int, gestures: int) -> Row:
    """Dials let go by many people at random, against one person who is alone with the server."""
    with serving(APP) as address:
        alone, together = asyncio.run(_gestures(address, people, gestures))
    name = f"Letting go of the dial, {people} people at once on one process"
    worst = sorted(together)[int(0.95 * len(together))]
    note = f"until the whole page has answered; 95 % within {worst:.2g} s; in the browser the "
    note += "readings have moved by then"
    return Row(name, median(together), "one person alone", median(alone), note)


async def _gestures(address: str, people: int, gestures: int) -> tuple[list[float], list[float]]:
    visitors = [await Visitor.arrive(address, PAGE) for _ in range(people)]
    alone = await _fidget(visitors[0], random.Random(0), gestures, 1)
    each = [_fidget(one, random.Random(seed), gestures, 1_000) for seed, one in enumerate(visitors)]
    together = [seconds for one in await asyncio.gather(*each) for seconds in one]
    for visitor in visitors:
        await visitor.line.close()
    return alone, together


async def _fidget(visitor: Visitor, luck: random.Random, gestures: int, first: int) -> list[float]:
    """Let go of the dial here and there, with pauses; what each gesture took."""
    seconds = []
    for number in range(gestures):
        await asyncio.sleep(luck.expovariate(1 / PAUSE))
        seconds.append(await visitor.release(DIAL, luck.randrange(600), first + number))
    return seconds
