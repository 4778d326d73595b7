"""The pages themselves: from nothing to a first reading, opening one, twenty people; wall clock."""

from __future__ import annotations

import asyncio
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from benchmarks.rounds import Row, compare
from benchmarks.server import ROOT, serving
from benchmarks.visitors import Visitor
from cases import ALL

APP, PAGE, DIAL = ROOT / "app.py", "fraud", "fraud-dial"
HELLO = 'import streamlit as st\n\nst.write("hello")\n'
PEOPLE, PAUSE = 20, 2.0  # visitors, and the mean seconds between two gestures of one of them
UP = 60.0  # seconds a server has been up before a page of it is opened
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

First = Callable[[str, str, str], None]
"""Opens a page at an address and returns once a sign is on it."""


def rows(*, quick: bool) -> Iterator[Row]:
    """Cold start and opening, for every page, to its first reading; a gesture among twenty."""
    slugs = (PAGE,) if quick else ALL.slugs
    with _first() as (first, note):
        for slug in slugs:
            yield replace(cold_start(slug, first, rounds=1 if quick else 3), note=note)
        for row in opening(slugs, first, rounds=1 if quick else 5, up=0.0 if quick else UP):
            yield replace(row, note=note)
    yield crowd(people=3 if quick else PEOPLE, gestures=3 if quick else 15)


def cold_start(slug: str, first: First, *, rounds: int) -> Row:
    """Start a server and open a page at once until its first reading, against one line."""

    def from_nothing(script: Path, page: str, sign: str) -> None:
        with serving(script) as address:
            first(address, page, sign)

    with _hello() as hello:
        return compare(
            f"From starting the server to the first reading of {ALL.about(slug)[0].lower()}",
            lambda: from_nothing(APP, slug, "tile"),
            "a page of one line",
            lambda: from_nothing(hello, "", "hello"),
            rounds=rounds,
            clock=time.perf_counter,
        )


def opening(slugs: Sequence[str], first: First, *, rounds: int, up: float) -> Iterator[Row]:
    """Open a page of a server that has been up for a while, against a page of one line."""
    with _hello() as hello, serving(APP) as app, serving(hello) as plain:
        time.sleep(up)
        for slug in slugs:
            yield compare(
                f"Opening {ALL.about(slug)[0].lower()} until its first reading, server warm",
                lambda slug=slug: first(app, slug, "tile"),
                "a page of one line",
                lambda: first(plain, "", "hello"),
                rounds=rounds,
                clock=time.perf_counter,
            )


@contextmanager
def _hello() -> Iterator[Path]:
    """A script of one line."""
    with tempfile.TemporaryDirectory() as folder:
        hello = Path(folder) / "hello.py"
        hello.write_text(HELLO)
        yield hello


@contextmanager
def _first() -> Iterator[tuple[First, str]]:
    """What opens a page and waits for a sign on it, and how that was measured."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser and find_spec("playwright"):
        with _by_browser(browser) as first:
            yield first, "on screen in an open Chromium with nothing cached"
    else:
        yield _by_line, "sent by the server; no browser here"


def _by_line(address: str, page: str, sign: str) -> None:
    """Until the server has sent the whole page."""
    asyncio.run(_arrive(address, page))


async def _arrive(address: str, page: str) -> None:
    visitor = await Visitor.arrive(address, page)
    await visitor.line.close()


@contextmanager
def _by_browser(executable: str) -> Iterator[First]:
    """Until a browser that is open already shows a reading ("tile"), or the text `sign`."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=executable, args=["--no-sandbox"])

        def first(address: str, page: str, sign: str) -> None:
            with browser.new_context() as person:
                tab = person.new_page()
                tab.goto(f"http://{address}/{page}")
                seen = tab.locator(".tile") if sign == "tile" else tab.get_by_text(sign)
                seen.first.wait_for(timeout=120_000)

        yield first
        browser.close()


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
