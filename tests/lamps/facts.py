"""What an interviewer would give when asked."""

from __future__ import annotations

from kit.run import Run
from tests.lamps.world import LAMPS


def facts(run: Run) -> dict[str, str]:
    """What an interviewer would give when asked."""
    return {"Lamps": f"{LAMPS:,}", "Faulty": f"{run['lamps'].seen['fault'].mean():.1%}"}
