"""Words of a declaration or a visitor as markdown that shows them letter for letter."""

from __future__ import annotations

import re
import string

# CommonMark: a backslash before any ASCII punctuation makes it a letter.
_MARK = re.compile(f"[{re.escape(string.punctuation)}]")
# What the page's renderer still looks for in text without marks: icons and emoji (:name:), links
# (https://, www.), addresses (a@b.c), and arrows and signs that stand alone (->, --, >=).
_LOOKED_FOR = re.compile(
    r"""
    :(?=[\w+/-])
    | (?<=www)(?=\.)
    | @(?=[-\w])
    | (?:(?<=\s)|(?<=^))[-<>~](?=(?:->?|[=>-])(?:\s|$))
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
# Breaks what is looked for, takes no room and is no place to break a line.
_JOINER = "\u2060"

# A number and its unit stay on one line.
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=%|(?:pts|ms|days)\b)")
# Spaces that markdown would drop, or read as the start of code.
_SPACES = re.compile(r"^[ \t]+|(?<=[ \t])[ \t]", re.MULTILINE)


def escape(text: str) -> str:
    r"""Text that markdown shows letter for letter: no markup, formula, link, icon or entity.

    Half a surrogate pair, which is no letter, is shown as the replacement character.

    >>> print(escape("$5 for *two*"))
    \$5 for \*two\*
    >>> print(escape("# Title &amp; more"))
    \# Title \&amp\; more
    """
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    lines = "\n".join(re.split(r"\r\n|[\r\n]", whole))
    lines = _SPACES.sub(lambda found: "\u00a0" * len(found[0]), _BEFORE_UNIT.sub("\u00a0", lines))
    joined = _LOOKED_FOR.sub(lambda found: found[0] + _JOINER, lines)
    return _MARK.sub(r"\\\g<0>", joined).replace("\n", "  \n")
