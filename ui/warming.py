"""Warm-up: default runs are made before anybody waits for them.

A page that a browser asks for is begun while the browser still opens it; all the others follow once
that page is drawn, or when nobody comes.
"""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from importlib import import_module
from typing import Any

from streamlit.starlette import App

from cases import ALL
from kit.choice import Refused
from kit.settings import settle
from pipelines.engine import AT_WORK
from pipelines.turns import AHEAD, WAITED_FOR, asked

ARRIVED, DRAWN = threading.Event(), threading.Event()
"""A first browser has asked for a page; a first page is drawn."""

ALONE = 3.0  # seconds without a visitor after which nobody is expected at once
OPENING = 60.0  # seconds a first page is waited for; a robot asks for one and never draws it
SLOW_TO_IMPORT = ("lightgbm", "sklearn.linear_model")  # wanted by almost every pipeline


@asynccontextmanager
async def warming(_: App) -> AsyncIterator[None]:
    """Warm up beside the server, from its start."""
    _beside(_warm_up)
    yield


class Expecting:
    """A layer before the server that begins the default run of a page when its address is asked
    for. A link that carries a design begins nothing: its run is another."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Hand the request on, as any ASGI layer does."""
        if scope["type"] == "http":
            expect(scope["path"].strip("/"), plain=not scope["query_string"])
        await self.app(scope, receive, send)


def expect(slug: str, *, plain: bool) -> None:
    """Take note that a browser opens the page `slug` (the landing page is ""), `plain` if without
    a design of its own."""
    if slug in ("", *ALL.slugs):
        ARRIVED.set()
        if slug and plain:
            _begin(slug)


@cache
def _begin(slug: str) -> None:
    """Begin a scenario's default run, the first time it is asked for."""
    _beside(_default, slug, WAITED_FOR)


def _warm_up() -> None:
    """Import at once; make every default run after the first page, or with nobody there."""
    try:
        settle()
    except Refused:
        return  # every page says why
    for name in SLOW_TO_IMPORT:
        import_module(name)
    if ARRIVED.wait(ALONE):
        DRAWN.wait(OPENING)
    for slug in ALL.slugs:
        _default(slug, AHEAD)
    # What is imported stays: collecting through it after every run of a page costs 70 ms and more.
    gc.collect()
    gc.freeze()


def _default(slug: str, rank: int) -> None:
    """Make the default run of a scenario."""
    with asked(rank=rank):
        try:
            with AT_WORK.turn():
                case = ALL.load(slug)
            case.run(case.design()).readings()
        except Exception:
            logging.exception("%s could not be warmed up", slug)


def _beside(work: Any, *given: Any) -> None:
    threading.Thread(target=work, args=given, daemon=True, name="warm-up").start()
