"""Records which group drain3 puts each line in; run in an environment of its own.

    python -m venv there && there/bin/pip install drain3==0.9.11
    there/bin/python tests/drain3/record.py

drain3 pins cachetools 4.2.1 and jsonpickle 1.5.1, which do not go with MLflow; so it is the tests'
oracle and nothing that runs here depends on it.
"""

import json
from pathlib import Path

HERE = Path(__file__).parent
SETTINGS = [(s, d, c) for s in (0.2, 0.4, 0.6, 0.8) for d in (3, 4, 5, 7) for c in (100, 3)]


def main() -> None:
    """Group the lines under every setting."""
    from drain3.drain import Drain

    lines = (HERE / "lines.txt").read_text().splitlines()
    found = []
    for similarity, depth, children in SETTINGS:
        drain = Drain(depth=depth, sim_th=similarity, max_children=children)
        groups = [drain.add_log_message(line)[0].cluster_id - 1 for line in lines]
        names = [cluster.get_template() for cluster in drain.clusters]
        setting = {"similarity": similarity, "depth": depth, "children": children}
        found.append({**setting, "groups": groups, "templates": names[:60]})
    (HERE / "groups.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main()
