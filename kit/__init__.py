"""What a scenario is made of. The kit knows no scenario; importing one word of it loads none."""

import pipelines  # noqa: F401  (holds native libraries to one thread before they are imported)
