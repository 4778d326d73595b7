"""Detection on a stream: how unusual a window is, when that becomes a page, and who was warned.

`deviations`  columns against what is usual of them: z, median and MAD, fences, the hour's own
`outliers`    scores of scikit-learn's detectors, river's half-space trees, and of labels
`tails`       what a score promises: false alarms a window, read off what is normal
`paging`      alarms to pages: m of n, hysteresis, repeats
`events`      pages and alarms against incidents: points, adjusted points, events
"""
