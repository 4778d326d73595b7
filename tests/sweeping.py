"""`python -m tests.sweeping GRID ... --out FILE`: a sweep of the toy, for a test that kills it."""

from __future__ import annotations

import sys

from kit.command_line import main
from tests.scenarios import TOY

if __name__ == "__main__":
    sys.exit(main(TOY, ["sweep", "lamps", *sys.argv[1:]]))
