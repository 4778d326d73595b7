"""Warm-up: what every visitor will need is made while nobody waits for anything."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

from streamlit.starlette import App

from cases import ALL
from kit.choice import Refused
from kit.settings import settle
from pipelines.engine import AT_WORK
from pipelines.turns import AHEAD, asked

ARRIVED, DRAWN = threading.Event(), threading.Event()
"""A first visitor has come; the first page is drawn."""

ALONE = 3.0  # seconds without a visitor after which nobody is expected at once
SLOW_TO_IMPORT = ("lightgbm", "sklearn.linear_model")  # wanted by almost every pipeline


@asynccontextmanager
async def warming(_: App) -> AsyncIterator[None]:
    """Warm up beside the server, from its start."""
    threading.Thread(target=_warm_up, daemon=True, name="warm-up").start()
    yield


def _warm_up() -> None:
    """Import at once; make every case's default run after the first page, or with nobody there."""
    try:
        settle()
    except Refused:
        return  # every page says why
    for name in SLOW_TO_IMPORT:
        import_module(name)
    if ARRIVED.wait(ALONE):
        DRAWN.wait()
    with asked(rank=AHEAD):
        for slug in ALL.slugs:
            _default(slug)
    # What is imported stays: collecting through it after every run of a page costs 70 ms and more.
    gc.collect()
    gc.freeze()


def _default(slug: str) -> None:
    try:
        with AT_WORK.turn():
            case = ALL.load(slug)
        case.run(case.design()).readings()
    except Exception:
        logging.exception("%s could not be warmed up", slug)
