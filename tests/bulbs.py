"""Bulbs off the line: the toy under another name, so that there are two pages to go between."""

from dataclasses import replace

from tests.lamps import CASE as LAMPS

CASE = replace(LAMPS, slug="bulbs", title="Bulbs off the line")
