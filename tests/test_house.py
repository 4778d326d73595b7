"""The house: which way imports run, and how large things may get."""

from __future__ import annotations

import ast
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
LAMPS = Path(__file__).parent / "lamps"
FLOORS = ("data", "pipelines", "kit", "cases", "ui", "app")
VAGUE = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "stuff", "base", "lib"}
MODULES = sorted(
    path
    for floor in FLOORS
    for path in [HOUSE / f"{floor}.py", *(HOUSE / floor).rglob("*.py")]
    if path.is_file()
)
TREES = {path: ast.parse(path.read_text()) for path in MODULES}
EACH = pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOUSE)))


def floor_of(path):
    """The floor a module stands on."""
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def modules_imported(tree):
    """Every module name that is imported anywhere, `from a import b` as both a and a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def module_of(path):
    """The dotted name a file is imported by."""
    parts = path.relative_to(HOUSE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(tree):
    """Top-level packages a module imports anywhere, and whether the import is relative."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], False) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0], node.level > 0


def functions(tree):
    """Every function of a module, methods and inner ones included."""
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function):
    """Lines of a function's body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


@EACH
def test_imports_run_one_way(path):
    own = FLOORS.index(floor_of(path))
    for package, relative in imported(TREES[path]):
        assert not relative, "imports name the floor they reach for"
        assert package != "tests"
        if package in FLOORS:
            assert FLOORS.index(package) <= own, f"{path} reaches up for {package}"


def test_no_module_imports_itself_by_way_of_others():
    known = {module_of(path): path for path in MODULES}
    waiting = {
        name: {other for other in modules_imported(TREES[path]) if other in known and other != name}
        for name, path in known.items()
    }
    while free := {name for name, needs in waiting.items() if not needs & waiting.keys()}:
        waiting = {name: needs for name, needs in waiting.items() if name not in free}
    assert not waiting, f"a circle among {', '.join(sorted(waiting))}"


@EACH
def test_no_scenario_imports_another(path):
    own = module_of(path).split(".")
    if own[0] != "cases" or len(own) < 2:
        return
    others = {name.split(".")[1] for name in modules_imported(TREES[path]) if name[:6] == "cases."}
    assert not others - {own[1]} - {"ALL"}


def test_the_kit_loads_no_scenario():
    found = loaded_by("import cases, kit.choice, kit.case, kit.command_line")
    assert not [name for name in found if name.startswith("cases.")]


def declared(tree):
    """Lines of a module that only declare: values given to names, as metrics or lessons are."""
    kinds = ast.Assign | ast.AnnAssign
    return sum(n.end_lineno - n.lineno + 1 for n in tree.body if isinstance(n, kinds))


def loaded_by(statement):
    """The modules that a fresh process holds after a statement."""
    code = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=HOUSE, capture_output=True, text=True)
    assert not done.returncode, done.stderr
    return done.stdout.split()


@EACH
def test_only_the_page_knows_streamlit(path):
    packages = {package for package, _ in imported(TREES[path])}
    assert "streamlit" not in packages or floor_of(path) in ("ui", "app")


@EACH
def test_worlds_need_numbers_only(path):
    if floor_of(path) != "data":
        return
    packages = {package for package, _ in imported(TREES[path])}
    assert not packages & {"sklearn", "lightgbm", "imblearn", "river", "implicit", "fairlearn"}


@EACH
def test_heavy_libraries_are_imported_where_they_are_used(path):
    heavy = {"sklearn", "lightgbm", "imblearn", "river", "implicit", "fairlearn", "scipy"}
    top = [n for n in TREES[path].body if isinstance(n, ast.Import | ast.ImportFrom)]
    found = {package for node in top for package, _ in imported(node)} & heavy
    assert not found, f"{', '.join(found)} would hold up the first page"


@EACH
def test_modules_are_short(path):
    lines = len(path.read_text().splitlines()) - declared(TREES[path])
    assert lines <= 300, f"{lines} lines beside what it declares"


@EACH
def test_modules_say_what_they_are_and_are_named_after_it(path):
    assert path.stem not in VAGUE
    assert ast.get_docstring(TREES[path]) or not TREES[path].body


@EACH
def test_functions_are_short(path):
    sizes = {function.name: length(function) for function in functions(TREES[path])}
    if long := {name: lines for name, lines in sizes.items() if lines > 30}:
        warnings.warn(f"{path.name}: longer than 30 lines: {long}", stacklevel=1)
    assert not [name for name, lines in sizes.items() if lines > 40]


@EACH
def test_public_functions_say_what_they_do(path):
    public = [
        node
        for node in TREES[path].body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    silent = [node.name for node in public if not ast.get_docstring(node)]
    assert not silent, f"no docstring: {', '.join(silent)}"


ROLES = {"__init__", "choices", "world", "readings", "facts", "export"}
TAUGHT = {"__init__", "steps", "lessons", "briefs", "twists", "presets"}
OTHERS = {"features", "model", "decide", "live", "serving", "judged", "board"}
OWN_WORDS = 6  # modules a scenario may add under names of its own
SCENARIOS = [*sorted(p.parent for p in (HOUSE / "cases").glob("*/__init__.py")), LAMPS]


@pytest.mark.parametrize("folder", SCENARIOS, ids=lambda folder: folder.name)
def test_scenarios_have_one_skeleton(folder):
    files = {path.stem for path in folder.glob("*.py")}
    rooms = {path.name for path in folder.iterdir() if path.is_dir() and path.name[0] != "_"}
    assert files >= ROLES, f"no {', '.join(sorted(ROLES - files))}"
    assert rooms == {"panels", "teaching"}
    taught = {path.stem for path in (folder / "teaching").glob("*.py")}
    assert TAUGHT <= taught <= TAUGHT | {"effects", "rubric"}
    own = files - ROLES - OTHERS
    assert len(own) <= OWN_WORDS, f"{', '.join(sorted(own))} are too many words of its own"


@EACH
def test_lessons_draw_no_pictures(path):
    if path.parent.name == "teaching":
        assert not [name for name in modules_imported(TREES[path]) if ".panels" in name]


@EACH
def test_modules_are_no_splinters(path):
    if floor_of(path) == "cases" and path.stem != "__init__" and path.name != "__main__.py":
        assert len(path.read_text().splitlines()) > 12


def test_the_engine_is_small():
    lines = len((HOUSE / "pipelines" / "engine.py").read_text().splitlines())
    assert lines < 150


def test_every_scenario_is_its_own_folder_and_in_the_list():
    from cases import ALL

    folders = {p.parent.name for p in (HOUSE / "cases").glob("*/__init__.py")}
    assert set(ALL.slugs) == {case.slug for case in ALL} == folders


def test_the_readme_lists_every_scenario_by_its_first_sentence():
    from cases import ALL

    for slug in ALL.slugs:
        said = ast.get_docstring(TREES[HOUSE / "cases" / slug / "__init__.py"])
        title, what = " ".join(said.split("\n\n")[0].split()).split(": ", 1)
        assert f"- **{title}**: {what}" in (HOUSE / "README.md").read_text()
