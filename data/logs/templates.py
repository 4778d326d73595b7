"""What services write: message templates with typed parameters, and lines made of them.

A template is text with parameters in braces, each of a type. Text is drawn only for what is read or
mined; windows are counted by template.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

USERS = ("amara", "bjorn", "chen", "dolores", "emeka", "fatima", "goran", "hana", "ines", "jun")
REGIONS = ("north", "south", "east", "west")
REASONS = ("insufficient funds", "card expired", "limit reached")
SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Template:
    """A message of one service; `text` has its parameters in braces."""

    service: str
    text: str

    @property
    def parameters(self) -> tuple[str, ...]:
        """The types of its parameters, in order."""
        return tuple(SLOT.findall(self.text))


USUAL = tuple(
    Template(service, text)
    for service, text in (
        ("gateway", "request {id} from {ip} routed to {host} in {ms} ms"),
        ("auth", "user {user} logged in from {ip}"),
        ("auth-mfa", "one-time code sent to user {user} by {region} relay"),
        ("session", "session {id} opened for {user} ttl {n}"),
        ("authorise", "payment {id} authorised for {amount} in {ms} ms"),
        ("capture", "payment {id} captured batch {n}"),
        ("refund", "refund {id} of {amount} accepted"),
        ("decline", "payment {id} declined reason {reason}"),
        ("limits", "limit check for card {id} passed with {n} left"),
        ("fraud-score", "scored payment {id} risk {n} model v{n}"),
        ("ledger", "posted {n} entries to ledger {path}"),
        ("fx", "rate {region} updated to {amount}"),
        ("notify", "mail to {user} queued as {id}"),
        ("webhook", "delivered event {id} to {host} status {n}"),
        ("search", "query took {ms} ms and found {n} rows"),
        ("cache", "evicted {n} keys from {host}"),
        ("config", "{user} reloaded configuration {path}"),
        ("queue", "consumer {host} committed offset {n} partition {n}"),
        ("storage", "wrote block {id} of size {n} to {path}"),
        ("export", "report {path} written with {n} lines"),
        ("health-db", "database {host} is healthy, {n} connections"),
        ("health-cache", "cache {host} is healthy, {n} connections"),
        ("heartbeat", "heartbeat {n} from {host}"),
        ("scheduler", "job {id} finished after {ms} ms"),
        ("cron", "next run at {n} on {host}"),
        ("dns", "resolved {host} to {ip}"),
        ("tls", "certificate for {host} valid for {n} days"),
        ("metrics", "flushed {n} points to {host}"),
        ("backup", "copied {n} files under {path}"),
        ("janitor", "removed {n} temporary files under {path}"),
    )
)
"""One message of each of thirty services; `LATENCY` is the one whose milliseconds are followed."""

LATENCY = 4
STREAMED = 20
"""Messages before this one follow the day and the week; the others are heartbeats."""

RENAMED = {
    0: "ingress accepted {id} client {ip} upstream {host} took {ms} ms",
    1: "login ok for {user} at {ip}",
    5: "captured {id} into batch {n}",
    18: "block {id} stored, {n} bytes, path {path}",
    22: "alive {host} seq {n}",
}
"""What a release writes in place of some messages, by their number."""

FAILURES = (
    Template("authorise", "connection to {host} refused after {n} attempts"),
    Template("ledger", "deadlock detected on table {path}, transaction {id} rolled back"),
    Template("webhook", "java.lang.IllegalStateException: pool exhausted at worker {n}"),
)
"""Messages nobody has seen before, written while something is wrong."""

ODD = Template("janitor", "skipped file {path} owned by {user}")
"""A rare message that means nothing."""

STEPS = (
    "payment {id} created",
    "card {id} checked",
    "risk {n} returned for {id}",
    "challenge sent to {user}",
    "payment {id} authorised",
    "payment {id} captured",
    "receipt {n} mailed to {user}",
    "payment {id} closed",
    "retry {n} of payment {id}",
    "payment {id} reversed",
)
"""The events of a payment's own log, by number (see `data.logs.sessions`)."""


def every_template() -> tuple[Template, ...]:
    """All messages that may ever be counted: the usual ones, their new texts, failures, the odd."""
    renamed = tuple(Template(USUAL[at].service, text) for at, text in RENAMED.items())
    return (*USUAL, *renamed, *FAILURES, ODD)


EVERY = every_template()
FIRST_RENAMED = len(USUAL)
FIRST_FAILURE = FIRST_RENAMED + len(RENAMED)
ODD_AT = len(EVERY) - 1


def lines(text: str, count: int, random: np.random.Generator) -> list[str]:
    """`count` lines of a template, as they stand in a log.

    >>> lines("cache {host} is down", 1, np.random.default_rng(1))
    ['cache node-29 is down']
    """
    return [_filled(text, random) for _ in range(count)]


def _filled(text: str, random: np.random.Generator) -> str:
    return SLOT.sub(lambda slot: _value(slot.group(1), random), text)


def _value(kind: str, random: np.random.Generator) -> str:
    if kind in WORDS:
        words = WORDS[kind]
        return words[int(random.integers(len(words)))]
    number = int(random.integers(1, 10**6))
    return {
        "ip": f"10.{number % 32}.{number % 200}.{number % 250}",
        "id": f"{number:06x}{number % 977:03x}",
        "ms": f"{10 + number % 400}",
        "amount": f"{number % 900}.{number % 100:02d}",
        "host": f"node-{number % 40}",
        "path": f"/var/data/{number % 60}/part-{number % 7}",
    }.get(kind, f"{number % 5000}")


WORDS: dict[str, Sequence[str]] = {"user": USERS, "region": REGIONS, "reason": REASONS}
