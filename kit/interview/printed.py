"""A debrief as a page of its own that prints well: no scripts, nothing from elsewhere."""

from __future__ import annotations

import html

from kit.interview.debrief import Debrief
from kit.interview.telling import Row, sections

STYLE = """
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 15px/1.5 sans-serif;
  color: #24272d; background: #fff; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin: 1.6rem 0 0.4rem; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; }
th, td { padding: 0.25rem 0.6rem 0.25rem 0; border-bottom: 1px solid #dcd6ca; text-align: left;
  vertical-align: top; } th { font-weight: 600; }
small { color: #555; } li { margin: 0.15rem 0; } tr, li { break-inside: avoid; }
@media print { body { margin: 0; font-size: 11pt; } h2 { break-after: avoid; } }
"""


def as_html(found: Debrief) -> str:
    """The debrief as one HTML document; what people wrote is shown letter for letter."""
    title = f"Debrief: {found.read.plan.title}"
    body = [f"<h1>{html.escape(title)}</h1>"]
    for heading, rows in sections(found):
        if heading:
            body.append(f"<h2>{html.escape(heading)}</h2>")
        items = "".join(map(_item, rows))
        body.append(f"<ul>{items}</ul>" if heading else f"<p>{html.escape(rows[0].text)}</p>")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title><style>{STYLE}</style></head>"
        f"<body>{''.join(body)}</body></html>\n"
    )


def _item(row: Row) -> str:
    head = f"<b>{html.escape(row.head)}</b> " if row.head else ""
    text = html.escape(row.text).replace("\n", "<br>")
    below = "".join(f"<li><small>{html.escape(line)}</small></li>" for line in row.below)
    return f"<li>{head}{text}{f'<ul>{below}</ul>' if below else ''}</li>"
