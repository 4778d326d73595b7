"""From rows to a fitted model: preparation, windows, resampling, training, calibration."""
