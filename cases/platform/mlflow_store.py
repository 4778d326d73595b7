"""Open this month in MLflow: one month's releases in a local MLflow store, as runs and versions.

    sandtable export platform --as mlflow --out FOLDER [CHOICE=VALUE ...]
    mlflow ui --backend-store-uri sqlite:///FOLDER/mlflow.db

Each release is a run with its metrics and a version of its registered model; the alias `champion`
points at the newest that serves everybody, `challenger` at the newest on trial. Needs the extra
`mlflow`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cases.platform.panels.registry import ALIASES, versions
from kit.choice import Refused
from kit.files import free_folder, whole
from kit.run import Run

MISSING = "MLflow is not installed: pip install 'sandtable[mlflow]' brings it."
EXPERIMENT = "sandtable releases"


def write(run: Run, folder: Path) -> str:
    """Write the first month's releases to `folder`/mlflow.db; returns how to look at them.

    Refuses a folder that exists, and says so where MLflow is missing.
    """
    try:
        from mlflow import MlflowClient
    except ImportError:
        raise Refused(MISSING) from None
    free_folder(folder)
    with whole(folder) as draft:
        draft.mkdir()
        client = MlflowClient(f"sqlite:///{draft.absolute() / 'mlflow.db'}")
        place = (folder.absolute() / "artifacts").as_uri()
        experiment = client.create_experiment(EXPERIMENT, artifact_location=place)
        count = sum(
            _model(client, experiment, run, number, str(name))
            for number, name in enumerate(run["fleet"]["name"])
        )
    return f"{count} releases: mlflow ui --backend-store-uri sqlite:///{folder}/mlflow.db"


def _model(client: Any, experiment: str, run: Run, number: int, name: str) -> int:
    """One registered model with its versions of the month."""
    rows = versions(run, number, months=1)
    client.create_registered_model(name, tags={"team": str(run["fleet"]["team"].iloc[number])})
    for row in rows.to_dict("records"):
        made = _run(client, experiment, run, name, row)
        client.create_model_version(
            name,
            made.info.artifact_uri,
            made.info.run_id,
            tags={"outcome": row["outcome"], "stage": row["stage"]},
        )
    for alias, points_at in ALIASES.items():
        if version := points_at(rows):
            client.set_registered_model_alias(name, alias, str(version))
    return len(rows)


def _run(client: Any, experiment: str, run: Run, name: str, row: dict[str, Any]) -> Any:
    """The run a version comes from: what was measured offline, and what came of it."""
    done, at, place = run["released"], run.position, row["row"]
    start = round(row["day"] * 86_400_000)
    made = client.create_run(experiment, start_time=start, run_name=f"{name} v{row['version']}")
    metrics = {
        "offline_gain": run["gate"].gain[place],
        "true_effect": run["platform"].truth["effect"].iloc[place],
        "hours_a_bad_one_lived": done.lived[place, at],
        "users_met": done.reached[place, at],
    }
    for key, value in metrics.items():
        client.log_metric(made.info.run_id, key, float(value), timestamp=start)
    for key in ("rollout", "share", "abort", "gate"):
        client.log_param(made.info.run_id, key, run.settings[key])
    client.set_terminated(made.info.run_id, end_time=start)
    return made
