"""The pictures of image serving, in the order in which they are shown."""

from cases.image_serving.panels import choosing, pictures, quality, speed, time
from kit.case import panel

PANELS = (
    panel(pictures.pictures, "pictures", subjects=pictures.kinds),
    panel(pictures.opinions, "pictures", subjects=pictures.single),
    panel(quality.by_slice),
    panel(quality.confusion, subjects=quality.parts),
    panel(quality.cascade),
    panel(quality.reliability),
    panel(quality.experiment),
    panel(speed.load_curve, "speed"),
    panel(speed.goodput, "speed"),
    panel(speed.where_time_goes, "speed"),
    panel(speed.stations, "speed", seen_only=True),
    panel(speed.batches, "speed", seen_only=True),
    panel(choosing.members, "speed", waits_for="family"),
    panel(speed.this_machine, "speed", waits_for="measured_here", seen_only=True),
    panel(time.day, "time", name="day_of_sale"),
    panel(time.backlog, "time"),
    panel(time.cache_curve, "time"),
    panel(time.architecture, "time", seen_only=True),
)
