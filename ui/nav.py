"""The pages of the site: the landing page, and one for each case at its own path."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from cases.case import Case
from ui.home import show_home
from ui.page import show
from ui.prose import plain


def pages(cases: Sequence[Case]) -> dict[str, list[Any]]:
    """The pages for `st.navigation` by section; kept in the session for links between them."""
    home = st.Page(_called("home", partial(show_home, cases)), title="Sandtable", default=True)
    each = {
        case.slug: st.Page(
            _called(case.slug, partial(show, case)), title=plain(case.title), url_path=case.slug
        )
        for case in cases
    }
    st.session_state["pages"] = {"": home, **each}
    return {"": [home], "Cases": list(each.values())}


def _called(name: str, page: Callable[[], None]) -> Callable[[], None]:
    """A page under a name of its own, which streamlit asks of it."""
    page.__name__ = name  # type: ignore[attr-defined]
    return page
