"""Every stop of every scenario in a browser: a choice is on screen together with its consequence,
and everybody can read the page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cases import ALL
from kit.case import Case
from tests.browsers import chromium, served

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parent.parent
WAIT = 120_000  # milliseconds a scenario's first readings may take on a busy machine
AXE = os.environ.get("AXE_CORE", "")

# What stands on the screen whole: boxes of the question, the tiles, the dial and each choice shown.
LOOK = """(keys) => {
  const host = [...document.querySelectorAll('.st-key-scoreboard *')].find((n) => n.shadowRoot);
  const parts = { board: host.shadowRoot.querySelector('.board') };
  const inView = (node) => {
    const box = node.getBoundingClientRect();
    return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight + 0.5;
  };
  const main = document.querySelector('[data-testid=stMain]');
  main.scrollTo(0, 0);
  const question = document.querySelector('.st-key-question h2');
  const first = { question: inView(question), board: inView(parts.board) };
  const share = parts.board.getBoundingClientRect().height / innerHeight;
  const apart = [];
  let shown = 0;
  for (const key of keys) {
    const node = document.querySelector(`.st-key-question .st-key-${key}`);
    if (!node || !node.checkVisibility() || !node.getBoundingClientRect().height) continue;
    node.scrollIntoView({ block: 'center', behavior: 'instant' });
    shown += 1;
    if (!inView(node) || !inView(parts.board)) apart.push(key);
  }
  main.scrollTo(0, 0);
  return { ...first, share, apart, shown };
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app as it is."""
    with served(ROOT / "app.py", tmp_path_factory.mktemp("app")) as address:
        yield address


@pytest.fixture(scope="module")
def page(site: str) -> Iterator[Any]:
    """One page that is led through all scenarios, by somebody who has been here before."""
    with chromium() as browser:
        visitor = browser.new_context(viewport={"width": 1280, "height": 900})
        visitor.add_cookies([{"name": "sandtable_welcomed", "value": "yes", "url": site}])
        opened = visitor.new_page()
        opened.set_default_timeout(WAIT)
        yield opened
        visitor.close()


def stand_at(page: Any, site: str, case: Case, at: int) -> None:
    """Go to a stop: by its address first, then by its place in the line of stops."""
    if at == 0:
        page.goto(f"{site}/{case.slug}")
        page.locator(".tile .true").first.wait_for()
    else:
        page.locator(".st-key-stops").get_by_role("radio").nth(at).click()
    question = page.locator(".st-key-question h2")
    playwright.expect(question).to_have_text(
        case.steps[at].question, use_inner_text=True, timeout=WAIT
    )


@pytest.mark.parametrize("slug", ALL.slugs)
def test_a_choice_and_its_tile_are_on_screen_together(page: Any, site: str, slug: str) -> None:
    case = ALL.load(slug)
    for at, step in enumerate(case.steps):
        stand_at(page, site, case, at)
        keys = [f"{slug}-{name}" for name in step.choices if name != "seed"]
        seen = page.evaluate(LOOK, keys)
        assert seen["question"] and seen["board"], f"{step.name}: {seen}"
        assert seen["share"] <= 0.25, f"{step.name}: the tiles take {seen['share']:.0%}"
        assert not seen["apart"], f"{step.name}: out of sight of the tiles: {seen['apart']}"


@pytest.mark.parametrize("slug", ALL.slugs)
def test_on_a_phone_the_tiles_stay_above_every_choice(page: Any, site: str, slug: str) -> None:
    case = ALL.load(slug)
    page.set_viewport_size({"width": 390, "height": 844})
    try:
        for at in (0, len(case.steps) // 2):
            stand_at(page, site, case, at)
            keys = [f"{slug}-{name}" for name in case.steps[at].choices if name != "seed"]
            seen = page.evaluate(LOOK, keys)
            assert not seen["apart"], f"out of sight of the tiles: {seen['apart']}"
            assert seen["share"] <= 0.25, f"the tiles take {seen['share']:.0%}"
            wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
            assert wide <= 390
    finally:
        page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.skipif(not AXE, reason="axe-core is not installed: AXE_CORE names its axe.min.js")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("place", ["", *ALL.slugs, *(f"{slug}?show=lab" for slug in ALL.slugs)])
def test_axe_finds_nothing_serious(page: Any, site: str, place: str, theme: str) -> None:
    page.emulate_media(color_scheme=theme)
    page.goto(f"{site}/{place}")
    page.locator(".tile .true, h2").first.wait_for()
    page.wait_for_timeout(1_500)
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    serious = [
        f"{each['id']}: {each['nodes'][0]['html'][:120]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]
    assert not serious
