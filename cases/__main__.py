"""Every scenario from the command line: `sandtable`, or `python -m cases`."""

import sys

from cases import ALL
from kit.command_line import main as run


def main() -> int:
    """Run the command line over the scenarios of the list."""
    return run(ALL)


if __name__ == "__main__":
    sys.exit(main())
