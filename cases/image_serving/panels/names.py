"""What the networks and their precisions are called in pictures."""

from pipelines.vision.shapes import Part

NETWORKS = {
    "large": "large",
    "half": "half the filters",
    "small": "small",
    "distilled": "small, taught",
    "zeroed": "large, 80 % zero",
}
FORMS = {"fp32": "", "dynamic": "int8 on the run", "studio": "int8 plain", "all": "int8 all kinds"}


def named(part: Part) -> str:
    """A network in a precision, in words.

    >>> named(Part("half")), named(Part("large", "all"))
    ('half the filters', 'large, int8 all kinds')
    """
    form = FORMS[part.precision]
    return NETWORKS[part.network] + (f", {form}" if form else "")
