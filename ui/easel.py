"""What one visitor has drawn on the board of a case, and what has been asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha1

import streamlit as st

from kit.board.graph import Graph
from kit.board.reading import as_link
from kit.board.throwing import Fault
from kit.case import Case

EMPTY = Graph()


@dataclass
class Easel:
    """One visitor's board of one case: what is drawn, and what has been asked of it.

    `sent` is the graph last given to the browser, `serial` counts those. `checked` is the board
    that was checked last, `opened` whether the reference may be seen; `thrown` what a fault did.
    """

    graph: Graph = EMPTY
    sent: Graph = EMPTY
    serial: int = 0
    ran: Graph | None = None
    checked: Graph | None = None
    opened: bool = False
    fault: Fault | None = None
    notice: str = ""

    @property
    def revision(self) -> str:
        """A name for what was sent: alike after a reload, so that the browser keeps its own."""
        return name_of(f"{self.serial} {as_link(self.sent)}")

    def send(self, graph: Graph) -> None:
        """Draw another graph in the browser."""
        self.graph = self.sent = graph
        self.serial += 1


def easel_of(case: Case) -> Easel:
    """The visitor's board of a case, begun empty; in the practice room another one."""
    return st.session_state.setdefault(f"easel:{st.session_state.get('at', case.slug)}", Easel())


def name_of(text: str) -> str:
    """A short name for a long text: alike for texts that are alike."""
    return sha1(text.encode()).hexdigest()[:12]
