"""The colours of all pictures: one for each meaning, and those that mean nothing."""

# One colour a meaning, everywhere (Okabe and Ito's palette, safe for colour-blind eyes); kinds that
# mean none of these (teams, groups, methods) are told apart by "one" to "five", which mean nothing.
COLOURS = {
    "seen": "#D55E00",
    "true": "#0072B2",
    "ceiling": "#009E73",
    "clairvoyant": "#56B4E9",
    "pinned": "#CC79A7",
    "current": "#E69F00",
    "alarm": "#C62F4B",
    "world": "#5E7391",
    "muted": "#8A8F98",
    "one": "#1C8C9E",
    "two": "#A0673B",
    "three": "#8467B3",
    "four": "#7F8A1F",
    "five": "#B0487F",
}
SERIES = [COLOURS[name] for name in ("one", "two", "three", "four", "five", "world", "muted")]
SHADES = ["#E9EFF4", COLOURS["true"]]  # from little to much
EITHER_WAY = [COLOURS["two"], "#F2EFE8", COLOURS["one"]]  # from below through usual to above
