"""A board as a value: what is read, what is refused, how it travels and how it is drawn."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import ALL
from cases.fraud.board import BOARD
from kit.board.drawing import as_mermaid, as_svg
from kit.board.graph import Arrow, Box, Graph, Note, box, drawn
from kit.board.layout import tidy
from kit.board.palette import ARROWS, KINDS
from kit.board.reading import MOST_BOXES, as_json, as_link, read, read_json, read_link
from kit.board.stages import HEIGHT, WIDTH, as_picture
from kit.board.trial import Trial
from kit.choice import Refused
from kit.command_line import main

HOSTILE = '<script>alert("x")</script>]]>&"\'`-->'
FRAUD = BOARD.reference


def plain(**changes):
    """A small board as plain data, with some parts changed."""
    boxes = [
        {"id": "a", "kind": "traffic", "at": [0, 0]},
        {"id": "b", "kind": "model", "at": [9, 9]},
    ]
    return {"version": 1, "boxes": boxes, "arrows": [["a", "b", "call"]], **changes}


def one(**changes):
    """A board whose second box is changed."""
    return plain(boxes=[plain()["boxes"][0], {"id": "b", "kind": "model", "at": [9, 9], **changes}])


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([], "The board is not an object with boxes and arrows."),
        (plain(version=2), "The board's version is 2: this program reads version 1."),
        (plain(version=None), "The board's version is None: this program reads version 1."),
        (plain(boxes="none"), "The board's boxes are not a list."),
        (plain(boxes=[3], arrows=[]), "A box is not an object: 3."),
        (plain(boxes=[{}] * 200), "The board has 200 boxes: at most 150 are read."),
        (plain(boxes=[*plain()["boxes"]] * 2), "Two boxes have the id a."),
        (one(kind="magic"), "The box b is of the kind 'magic', which there is not."),
        (one(kind=["model"]), "The box b is of the kind a thing, which there is not."),
        (
            one(id="no spaces"),
            "A box's id is 'no spaces': it is up to 40 letters, digits,",
        ),
        (one(at=[0]), "The place of b is not two numbers within 100000."),
        (one(at=[0, 10**400]), "The place of b is not two numbers within 100000."),
        (one(at=[0, math.nan]), "The place of b is not two numbers within 100000."),
        (one(at=[True, 1]), "The place of b is not two numbers within 100000."),
        (one(label=7), "The label of b is not a text of at most 60 characters."),
        (one(label="x" * 61), "The label of b is not a text of at most 60 characters."),
        (one(set=[1]), "The parameters of b are not an object."),
        (one(set={"magic": 1}), "The box b (model) has no parameter 'magic'."),
        (
            one(set={"servers": 1e99}),
            "In the box b, servers cannot be 1e+99: it is a whole number from 1 to 5000.",
        ),
        (
            one(set={"p50": math.nan}),
            "In the box b, p50 cannot be nan: it is a number from 0.01 to 60000.",
        ),
        (
            one(set={"p50": "soon"}),
            "In the box b, p50 cannot be soon: it is a number from 0.01 to 60000.",
        ),
        (plain(arrows=[["a", "b"]]), "An arrow is not [from, to, kind]: a thing."),
        (plain(arrows=[["a", "b", "love"]]), "An arrow is of the kind 'love': it is one of call,"),
        (plain(arrows=[["a", "c", "call"]]), "An arrow ends at 'c', which is not a box."),
        (plain(arrows=[["a", "a", "call"]]), "An arrow goes from a to itself."),
        (plain(arrows=[["a", "b", "call"]] * 2), "An arrow is drawn twice."),
        (plain(notes=[{"at": [0, 0]}]), "A note is not a text of at most 1000 characters."),
        (plain(strokes=[[1, 2, 3]]), "A pen stroke is not an even list of finite numbers."),
        (plain(strokes=[[1, 2, 3, math.inf]]), "A pen stroke is not an even list of finite"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(given, sentence):
    with pytest.raises(Refused) as refusal:
        read(given)
    assert str(refusal.value).startswith(sentence)


def test_text_that_holds_no_board_is_refused():
    for text in ("", "nothing", "[" * 100_000, '{"version": 1, "boxes": [', "9" * 3_000_000):
        with pytest.raises(Refused):
            read_json(text)
    for link in ("", "%%%", "AAAA", "é", as_link(FRAUD)[:40]):
        with pytest.raises(Refused):
            read_link(link)


def test_a_small_link_that_unpacks_to_gigabytes_is_refused():
    import base64
    import zlib

    packer = zlib.compressobj(9, wbits=-15)
    bomb = packer.compress(b"0" * 50_000_000) + packer.flush()
    with pytest.raises(Refused):
        read_link(base64.urlsafe_b64encode(bomb).decode())


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["version", "boxes", "arrows", "id", "kind", "at", "set", "notes"])
                | st.text(max_size=3),
                inner,
                max_size=5,
            )
        ),
        max_leaves=25,
    )
)
def test_anything_at_all_is_read_or_refused(given):
    try:
        read({"version": 1, "boxes": [], **given} if isinstance(given, dict) else given)
    except Refused as refusal:
        assert str(refusal).endswith(".")


@st.composite
def graphs(draw):
    """Boards of any boxes and arrows: most of them make no sense."""
    names = draw(st.lists(st.sampled_from(sorted(KINDS)), max_size=14))
    boxes = tuple(
        Box(f"b{at}", name, draw(st.text(max_size=5)).strip()) for at, name in enumerate(names)
    )
    boxes = tuple(b for b in boxes if b.label.isprintable())
    ids = [each.id for each in boxes]
    if len(ids) < 2:
        return Graph(boxes)
    pair = st.tuples(st.sampled_from(ids), st.sampled_from(ids), st.sampled_from(sorted(ARROWS)))
    arrows = {Arrow(*each) for each in draw(st.lists(pair, max_size=30)) if each[0] != each[1]}
    return Graph(boxes, tuple(sorted(arrows, key=str)))


@settings(max_examples=120, deadline=None)
@given(graphs())
def test_any_board_runs_travels_and_is_drawn_without_a_crash(graph):
    assert read(json.loads(json.dumps(as_json(graph)))) == graph
    assert read_link(as_link(graph)) == graph
    trial = Trial(graph, requests=200)
    for verdict in BOARD.judge(trial):
        assert verdict.evidence
        assert verdict.passed in (True, False)
    full = {id for id, figure in trial.figures.items() if figure.load and figure.load >= 1}
    assert all(trial.figures[id].p99_ms is None for id in full)
    assert len(tidy(graph).boxes) == len(graph.boxes)
    ElementTree.fromstring(as_svg(graph))
    assert as_mermaid(graph).startswith("flowchart LR")


def test_a_board_keeps_all_it_has_through_a_link():
    graph = Graph(
        (Box("a", "model", HOSTILE, (1.5, -2), (("servers", 3),)),),
        notes=(Note((3, 4), "two\nlines"),),
        strokes=((1.0, 2.0, 3.0, 4.0),),
    )
    assert read_link(as_link(graph)) == graph
    assert len(as_link(FRAUD)) < 2000


def test_pictures_hold_hostile_words_as_words():
    graph = drawn({"a": box("traffic", HOSTILE), "b": box("answer")}, call="a > b")
    graph = Graph(graph.boxes, graph.arrows, (Note((0, 0), HOSTILE),))
    picture = as_svg(graph, {"a": HOSTILE})
    root = ElementTree.fromstring(picture)
    assert not [each for each in root.iter() if each.tag.endswith("script")]
    assert HOSTILE in "".join(root.itertext())
    assert "<script" not in as_mermaid(graph) and '"x"' not in as_mermaid(graph)


@pytest.mark.parametrize(
    ("graph", "sentence"),
    [
        (Graph(), "The board is empty: begin with traffic and an answer."),
        (drawn({"a": box("answer")}), "Nothing comes in: draw a traffic box (or a batch scorer)."),
        (
            drawn({"a": box("traffic"), "b": box("answer")}),
            "Traffic goes nowhere: draw an arrow from it to what it calls or publishes to.",
        ),
        (
            drawn(
                {"t": box("traffic"), "a": box("model"), "b": box("model")}, call="t > a > b > a"
            ),
            "The calls go round in a circle, so no request is ever answered: "
            "Model server, CPU > Model server, CPU > Model server, CPU.",
        ),
        (
            drawn({"t": box("traffic"), "a": box("model")}, call="t > a"),
            "No request reaches an answer box.",
        ),
        (FRAUD.with_values("model", servers=8).without_arrow("log", "monitor"), ""),
    ],
)
def test_what_keeps_a_board_from_running_is_said(graph, sentence):
    assert sentence in (*Trial(graph).remarks, "")


def test_what_is_not_connected_is_said_and_not_counted():
    stray = Graph((*FRAUD.boxes, Box("stray", "cache")), FRAUD.arrows)
    assert Trial(stray).remarks == ("Not connected, so not counted: Cache.",)
    assert Trial(stray).per_hour == Trial(FRAUD).per_hour


def test_as_many_boxes_as_are_read_run_at_once():
    count = MOST_BOXES - 2
    boxes = {f"m{at}": box("model", servers=40) for at in range(count)}
    chain = " > ".join(["t", *boxes, "a"])
    graph = drawn({"t": box("traffic", rate=10), **boxes, "a": box("answer")}, call=chain)
    trial = Trial(tidy(graph), requests=300)
    assert trial.figures["m7"].p99_ms < 11
    assert trial.percentile(50).value > 3 * count * 0.9


def test_every_parameter_says_what_it_is():
    for kind in KINDS.values():
        assert kind.help.endswith(".") and kind.lane
        for each in kind.parameters:
            assert each.choice.help and each.source
    assert len(ARROWS) == 6


@pytest.fixture
def line(capsys):
    """Run the command line: exit code, stdout, stderr."""

    def run(*words):
        code = main(ALL, ["board", *map(str, words)])
        return code, *capsys.readouterr()

    return run


def test_a_board_is_run_from_the_command_line(line, tmp_path):
    code, out, err = line("fraud", "--json")
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert told["latency_ms"]["p99"]["value"] < 20 and told["sets"]["replicas"] == 8
    assert {each["verdict"] for each in told["checks"]} == {"passed"}
    assert read(told["board"]) == FRAUD and read_link(told["link"]) == FRAUD
    path = tmp_path / "own.json"
    path.write_text(
        json.dumps(as_json(FRAUD.without_arrow("model", "rules").without_box("canary")))
    )
    code, out, _ = line("fraud", path, "--json", "--fault", "kill:features")
    told = json.loads(out)
    assert code == 0 and "was down" in told["fault"]
    assert "failed" in {each["verdict"] for each in told["checks"]}
    assert line("fraud")[0] == line("fraud", path)[0] == 0


def test_a_board_is_drawn_from_the_command_line(line):
    ElementTree.fromstring(line("spam", "--svg")[1])
    assert line("spam", "--mermaid")[1].startswith("flowchart LR\n")


def test_boards_that_cannot_be_run_are_refused_with_a_sentence(line, tmp_path):
    path = tmp_path / "own.json"
    path.write_text("{")
    assert line("fraud", path) == (2, "", "The board is not JSON.\n")
    path.write_bytes(b"\xff\xfe")
    assert line("fraud", path)[2].endswith("cannot be read: UnicodeDecodeError.\n")
    assert line("fraud", tmp_path / "none.json")[0] == 2
    assert line("nothing")[0] == 2
    assert line("fraud", "--fault", "kill:x")[0] == 2


@pytest.mark.parametrize("slug", ALL.slugs)
def test_a_pipeline_is_drawn_whole_and_its_arrows_cross_no_box(slug):
    pipeline = ALL.load(slug).pipeline
    tree = ElementTree.fromstring(as_picture(pipeline, {list(pipeline.stages)[-1]: 0.5}))
    titles = [each.text for each in tree.findall(".//{*}title")]
    assert titles == [stage.summary for stage in pipeline.stages.values()]
    moved = [each.get("transform", "")[10:-1] for each in tree.findall(".//{*}g")]
    boxes = [tuple(map(float, each.split())) for each in moved if each]
    drawn = [e.get("d")[1:] for e in tree.findall(".//{*}path") if e.get("fill") == "none"]
    assert drawn
    for path in drawn:
        points = [tuple(map(float, each.split())) for each in path.split("L")]
        for (x, y), (u, v) in pairwise(points):
            for left, top in boxes:
                across = max(x, u) > left + 1 and min(x, u) < left + WIDTH - 1
                assert not (across and max(y, v) > top + 1 and min(y, v) < top + HEIGHT - 1)
