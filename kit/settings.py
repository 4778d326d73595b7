"""What is set from outside, by variables of the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping

from kit.choice import Refused
from pipelines.buffers import give_back_at_once
from pipelines.engine import MEMO
from pipelines.memo import BUDGET

MEGABYTE = 1_000_000
LEAST = 100  # megabytes; less would make every stage again and again


def settle(environment: Mapping[str, str] = os.environ) -> None:
    """Take over what is set, or raise a `Refused` that names the variable.

    SANDTABLE_MEMORY: the megabytes that remembered results may take, 1,000 where it is not set.
    SANDTABLE_SCHEDULER: the address of a dask scheduler whose workers make the stages.
    """
    give_back_at_once()
    MEMO.limit = _megabytes(environment.get("SANDTABLE_MEMORY") or str(BUDGET // MEGABYTE))
    if address := environment.get("SANDTABLE_SCHEDULER"):
        from kit.cluster import join

        join(address)


def _megabytes(given: str) -> int:
    if not (given.isascii() and given.isdecimal()) or int(given[:9]) < LEAST:
        raise Refused(
            f"SANDTABLE_MEMORY cannot be {given:.80}: it is a whole number of megabytes from "
            f"{LEAST} up."
        )
    return int(given[:9]) * MEGABYTE
