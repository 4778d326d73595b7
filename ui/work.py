"""Work that may take a while is done beside the page, which says what it is doing meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from streamlit.runtime.scriptrunner import get_script_run_ctx

from kit.run import Run
from pipelines.turns import WAITED_FOR, asked

Result = TypeVar("Result")
# The page is quiet for so long (seconds), then says that it works, and looks again as often.
QUIET = 0.25


@dataclass
class Progress:
    """Which stage is being made, since when, and which share of it is done, where it says so;
    told by the engine from whichever thread works."""

    stage: str = ""
    share: float = 0.0
    since: float = field(default_factory=time.perf_counter)
    stopped: threading.Event = field(default_factory=threading.Event)

    def __call__(self, stage: str, phase: str, seconds: float) -> None:
        """Take note of a stage that starts, says how far it is, or ends (an engine's `Watch`)."""
        if phase == "part":
            self.stage, self.share = stage, seconds
            return
        self.stage, self.share = (stage if phase == "start" else ""), 0.0
        self.since = time.perf_counter()

    @property
    def elapsed(self) -> float:
        """Seconds since the stage began."""
        return time.perf_counter() - self.since


def missing(run: Run, stage: str) -> tuple[str, ...]:
    """The stages that have to be made before `stage` can be read, itself included, in order."""
    pipeline, needed = run.case.pipeline, {stage}
    todo: list[str] = []
    for name in reversed(pipeline.upstream_of(stage)):
        if name in needed and pipeline.key(name, run.settings) not in pipeline.memo:
            todo.append(name)
            needed.update(pipeline.stages[name].inputs)
    return tuple(reversed(todo))


def make(run: Run, progress: Progress) -> None:
    """Make a run's readout, one stage after the other, until told to stop."""
    todo, made = list(missing(run, run.case.final)), []
    with asked(rank=WAITED_FOR, left=lambda: run.case.pipeline.likely(todo)):
        while todo and not progress.stopped.is_set():
            # Named here too: somebody else may be making it, and then only their progress is told.
            progress.stage, progress.since = todo[0], time.perf_counter()
            made.append(run.kept(todo[0]))
            del todo[0]


def beside(
    work: Callable[[], Result], tell: Callable[[float], None], rank: int = WAITED_FOR
) -> Result:
    """The result of `work`, done in a thread of its own at a rank; `tell(seconds)` is called
    meanwhile.

    `tell` may raise to leave early (a newer pick, a tab that was closed): the work then ends before
    its next stage, unless somebody else waits for it too.
    """
    box: dict[str, Any] = {}
    done, left, person = threading.Event(), threading.Event(), _person()

    def labour() -> None:
        try:
            with asked(rank=rank, person=person, gone=left.is_set):
                box["result"] = work()
        except BaseException as error:
            box["error"] = error
        finally:
            done.set()

    began = time.perf_counter()
    threading.Thread(target=labour, daemon=True).start()
    try:
        while not done.wait(QUIET):
            tell(time.perf_counter() - began)
    except BaseException:
        left.set()
        raise
    if "error" in box:
        raise box["error"]
    return box["result"]


def _person() -> str:
    """Whose page this is: one browser tab."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.session_id if context else ""
