"""What the networks and their precisions are called in pictures."""

from pipelines.vision.shapes import Part

NETWORKS = {
    "large": "large",
    "half": "half the filters",
    "small": "small",
    "distilled": "small, taught",
    "zeroed": "large, 80 % zero",
}
FORMS = {
    "fp32": "",
    "dynamic": "int8 dynamic",
    "studio": "int8 static, plain",
    "all": "int8 static, all kinds",
}


def named(part: Part) -> str:
    """A network in a precision, in words.

    >>> named(Part("half")), named(Part("large", "all"))
    ('half the filters', 'large, int8 static, all kinds')
    """
    form = FORMS[part.precision]
    return NETWORKS[part.network] + (f", {form}" if form else "")
