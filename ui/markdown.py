"""Words of a declaration as markdown: nothing in them is markup, and figures stay figures."""

from __future__ import annotations

import re

# Inline marks, directives and formulas anywhere; headings, lists and rules where a line begins.
_INLINE = re.compile(r"([\\`*_\[\]<$]|~(?=~)|:(?=\S))")
_AT_LINE_START = re.compile(r"^(\s*)([#>+=|-]|\d+(?=[.)]))", re.MULTILINE)

# A number and its unit stay on one line.
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=%|(?:pts|ms|days)\b)")


def escape(text: str) -> str:
    r"""Text that markdown shows letter for letter: no markup, no formula, no directive.

    >>> print(escape("$5 for *two*: fine"))
    \$5 for \*two\*: fine
    """
    kept = _AT_LINE_START.sub(_held, _INLINE.sub(r"\\\1", text))
    return _BEFORE_UNIT.sub("\u00a0", kept).replace("\n", "  \n")


def _held(start: re.Match[str]) -> str:
    """A line's first mark, kept from making a list: a zero-width joiner before digits."""
    space, mark = start.groups()
    return f"{space}\u2060{mark}" if mark.isdigit() else f"{space}\\{mark}"
