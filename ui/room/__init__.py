"""The practice room: an interview that is held, kept and debriefed, around a scenario's page."""
