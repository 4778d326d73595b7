"""The pipeline in one line: what is being made, and what was; the stages behind it on request."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kit.board.stages import as_picture, figures_of
from kit.case import Case
from kit.run import Run
from ui.markdown import escape
from ui.session import Session
from ui.work import Progress

# A stage is named while it works once the visitor has waited this long (seconds).
NAME_AFTER = 1.0

# Streamlit's own HTML takes out pictures in SVG. All words in this one are escaped.
_picture = st.components.v2.component(
    "sandtable_pipeline",
    html='<div class="pipeline" tabindex="0" role="group" aria-label="Pipeline"></div>',
    css=".pipeline { overflow-x: auto; color: var(--st-text-color); font-family: var(--st-font); }"
    " svg { display: block; }",
    js="""export default function ({ data, parentElement }) {
      parentElement.querySelector(".pipeline").innerHTML = data.picture;
    }""",
)


class StageLine:
    """A line that says how far a run is, drawn at once and then changed where it stands."""

    def __init__(self, session: Session, todo: Sequence[str]) -> None:
        self.case, self.todo = session.case, todo
        with st.container(
            key="progress", horizontal=True, vertical_alignment="center", gap="small"
        ):
            self.note = st.caption("Working …" if todo else "From memory", width="stretch")
            self.place = st.container(width="content")
            with st.popover("Stages", type="tertiary", help="What is computed, stage by stage."):
                self.stages = st.empty()

    def working(self, progress: Progress, seconds: float) -> None:
        """Say that the page works, and after a second which stage it is in and for how long."""
        stage = progress.stage
        named = seconds >= NAME_AFTER and stage
        share = f" {progress.share:.0%}," if progress.share else ""
        at = f" ({self.todo.index(stage) + 1} of {len(self.todo)})" if stage in self.todo else ""
        text = f"{spoken(stage)}{at},{share} {progress.elapsed:.0f} s"
        self._say(text if named else "Working")

    def told(self, what: str, seconds: float) -> None:
        """Say what a panel, a lesson or a pinned design is busy with."""
        self._say(what if seconds >= NAME_AFTER else "Working")

    def done(self, run: Run) -> None:
        """Which stages this run made, which came from memory, and the seconds."""
        stages = run.case.pipeline.stages
        count, seconds = len(run.fresh), sum(run.seconds[stage] for stage in run.fresh)
        made = f"{count} of {len(stages)} stages made in {seconds:.2f} s, the rest from memory"
        self.note.caption(f":material/bolt: {made}" if count else "From memory")
        with self.stages.container():
            show_pipeline(run, "stages")
            st.markdown("\n".join(_line(self.case, run, stage) for stage in stages))

    def _say(self, what: str) -> None:
        self.note.caption(f":material/autorenew: {escape(what)} …")


def show_pipeline(run: Run, place: str) -> None:
    """The pipeline as a picture: what feeds what, what this pick made anew, load and age."""
    made = {stage: run.seconds[stage] for stage in run.fresh}
    picture = as_picture(run.case.pipeline, made, figures_of(run))
    _picture(key=f"{run.case.slug}-pipeline-{place}", data={"picture": picture})


def _line(case: Case, run: Run, stage: str) -> str:
    """One stage: its name, what it does, and what it cost if it was made just now."""
    summary = escape(case.pipeline.stages[stage].summary)
    if stage in run.fresh:
        return f"- **{spoken(stage)}** ({run.seconds[stage]:.2f} s): {summary}"
    return f"- :gray[{spoken(stage)}: {summary}]"


def spoken(stage: str) -> str:
    """A stage's name as words."""
    return stage.replace("_", " ").strip().capitalize()
