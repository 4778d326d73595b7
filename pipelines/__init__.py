"""The small engine and the machinery scenarios share. Nothing here knows a scenario.

Native libraries are held to one thread before any of them is imported: two OpenMP threads on a
busy two-core machine take many times as long as one. Parallelism is across jobs.
"""

import os

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")
