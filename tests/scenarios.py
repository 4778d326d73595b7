"""The scenarios every promise is kept for: the toy, and each in the list."""

from cases import ALL
from tests.toy import CASE as TOY

EVERY = (TOY, *ALL)
