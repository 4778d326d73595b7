"""The pipeline line: what each stage does, which were made anew, and the seconds they took."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kit.case import Case
from kit.run import Run
from ui.markdown import escape
from ui.work import Progress

# A stage is named while it works once the visitor has waited this long (seconds).
NAME_AFTER = 1.0


class StageLine:
    """A line of progress and a line of stages, drawn at once and then changed where they stand."""

    def __init__(self, case: Case, todo: Sequence[str]) -> None:
        self.case, self.todo = case, todo
        self.looks = {stage: ("todo" if stage in todo else "memory") for stage in self._names}
        with st.container(key="stages", gap="xsmall"):
            self.note = st.caption("Working …" if todo else "From memory")
            with st.container(horizontal=True, gap="xsmall"):
                self.marks = {stage: st.badge(**self._mark(stage)) for stage in self._names}

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(self.case.pipeline.stages)

    def working(self, progress: Progress, seconds: float) -> None:
        """Say that the page works, and after a second which stage it is in and for how long."""
        stage = progress.stage
        named = seconds >= NAME_AFTER and stage
        share = f" {progress.share:.0%}," if progress.share else ""
        self._say(f"{spoken(stage)},{share} {progress.elapsed:.0f} s" if named else "Working")
        for done in self.todo[: self.todo.index(stage)] if stage in self.todo else ():
            self._look(done, "fresh")
        if stage in self.marks:
            self._look(stage, "now")

    def told(self, what: str, seconds: float) -> None:
        """Say what a panel, a lesson or a pinned design is busy with."""
        self._say(what if seconds >= NAME_AFTER else "Working")

    def done(self, run: Run) -> None:
        """Which stages this run made, which came from memory, and the seconds."""
        for stage in self._names:
            self._look(stage, "fresh" if stage in run.fresh else "memory", run.seconds.get(stage))
        count, seconds = len(run.fresh), sum(run.seconds[stage] for stage in run.fresh)
        made = f"{count} of {len(self._names)} stages made in {seconds:.2f} s, the rest from memory"
        self.note.caption(made if count else "From memory")

    def _say(self, what: str) -> None:
        self.note.caption(f":material/autorenew: {escape(what)} …")

    def _look(self, stage: str, look: str, seconds: float | None = None) -> None:
        if self.looks[stage] != look or (seconds is not None and look == "fresh"):
            self.looks[stage] = look
            self.marks[stage].badge(**self._mark(stage, seconds))

    def _mark(self, stage: str, seconds: float | None = None) -> dict[str, str]:
        colour, icon, said = _LOOKS[self.looks[stage]]
        cost = f" {seconds:.2f} s" if seconds is not None and self.looks[stage] == "fresh" else ""
        help = escape(f"{self.case.pipeline.stages[stage].summary} ({said})")
        return {"label": f"{icon}{spoken(stage)}{cost}", "color": colour, "help": help}


_LOOKS = {
    "memory": ("gray", "", "from memory"),
    "fresh": ("primary", ":material/bolt: ", "made just now"),
    "todo": ("orange", ":material/schedule: ", "to be made"),
    "now": ("orange", ":material/autorenew: ", "being made"),
}


def spoken(stage: str) -> str:
    """A stage's name as words."""
    return stage.replace("_", " ").strip().capitalize()
