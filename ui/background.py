"""Stages that only a panel needs, and that take long, are made while the page is used.

A job makes one stage of one design in a thread of its own; what it made is kept where every result
is. A job that nobody has looked at for a while gives up at the next word it says, so that designs
left behind do not hold up those on the table.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Hashable
from dataclasses import dataclass, field

import streamlit as st

from kit.run import Run
from pipelines.turns import BESIDE, Unwanted, asked
from ui.markdown import escape
from ui.progress import spoken
from ui.work import Progress

# A waiting panel looks again so often (seconds); a job goes on unseen for so long.
LOOK_EVERY, PATIENCE = 1.0, 6.0


@dataclass
class Job:
    """The making of a stage: how far it is, when somebody last looked, and how it failed."""

    progress: Progress = field(default_factory=Progress)
    looked: float = field(default_factory=time.perf_counter)
    failed: str = ""

    def __call__(self, stage: str, phase: str, seconds: float) -> None:
        """Take note (an engine's `Watch`); give up if nobody has looked for long."""
        if phase == "part" and self.gone():
            raise Unwanted
        self.progress(stage, phase, seconds)

    def gone(self) -> bool:
        """Whether nobody has looked for long."""
        return time.perf_counter() - self.looked > PATIENCE


_JOBS: dict[Hashable, Job] = {}
_LOCK = threading.Lock()


def job_for(run: Run, stage: str) -> Job | None:
    """The job that makes a stage of a run, begun if there is none; None once it is made."""
    pipeline = run.case.pipeline
    key = pipeline.key(stage, run.settings)
    with _LOCK:
        if key in pipeline.memo:
            return None
        if key not in _JOBS:
            job = _JOBS[key] = Job()
            watched = run.case.run(run.design, job)
            threading.Thread(target=_labour, args=(watched, stage, key, job), daemon=True).start()
        _JOBS[key].looked = time.perf_counter()
        return _JOBS[key]


def _labour(run: Run, stage: str, key: Hashable, job: Job) -> None:
    try:
        with asked(rank=BESIDE, gone=job.gone):
            run[stage]
    except Unwanted:
        pass
    except Exception as error:
        # Kept, so that it is said and not tried again and again.
        logging.exception("%s could not be made", stage)
        job.failed = type(error).__name__
        return
    with _LOCK:
        _JOBS.pop(key, None)


def wait_for(run: Run, stage: str) -> None:
    """Say how far a stage is, here, until it is made; then the page is drawn again with it.

    The rest of the page does not wait: only this part looks again, once a second.
    """

    def part() -> None:
        job = job_for(run, stage)
        if job is None:
            st.rerun()
        elif job.failed:
            st.error(f"This could not be made: {job.failed}.")
        else:
            share = min(max(job.progress.share, 0.0), 1.0)
            at_work = spoken(job.progress.stage or stage)
            st.progress(
                share, text=escape(f"{at_work}, {share:.0%}; the page can be used meanwhile")
            )

    st.fragment(part, run_every=LOOK_EVERY)()
