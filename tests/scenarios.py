"""The scenarios every promise is kept for: the toy, and each in the list."""

from dataclasses import dataclass

from cases import ALL
from kit.case import Case
from kit.listing import Listing

TOY = Listing(("tests.lamps",))
EVERY = Listing((*TOY.modules, *ALL.modules))


def listed(*cases: Case) -> Listing:
    """A list of cases made in a test, which no module declares."""
    return Made(tuple(f"made.{case.slug}" for case in cases), cases)


@dataclass(frozen=True)
class Made(Listing):
    """Cases at hand instead of modules to import."""

    cases: tuple[Case, ...]

    def about(self, slug: str) -> tuple[str, str]:
        """Title and situation, as the case has them."""
        return self.load(slug).title, self.load(slug).situation

    def loaded(self, slug: str) -> Case:
        """The case called `slug`."""
        return self.load(slug)

    def load(self, slug: str) -> Case:
        """The case called `slug`."""
        return next(case for case in self.cases if case.slug == slug)
