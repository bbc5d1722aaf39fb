"""The main ways through the desk, walked in a browser."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.serve.web.conftest import Visit

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PAGES = (
    "/",
    "/incidents",
    "/claims",
    "/map",
    "/timeline",
    "/parties",
    "/sources",
    "/review",
    "/history",
    "/runs",
    "/exports",
    "/api/docs",
)
SERIOUS = ("serious", "critical")


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def corvane(page: Page) -> None:
    """Chooses the incident that most is said of."""
    page.locator(".rail .row", has_text="Corvane").first.click()
    expect(page.locator(".chosen-incident .title")).to_contain_text("Corvane")


def test_a_number_leads_to_its_characters(read_only: str, visit: Visit) -> None:
    page = visit(read_only + "/")
    corvane(page)
    page.locator("td.disputed a.value", has_text=re.compile("^19$")).first.click()
    chosen = page.locator("#dock mark.target").first
    expect(chosen).to_have_text("19")
    expect(chosen).to_be_in_viewport()
    assert query(page)["c"] == [re.search(r"c=(\d+-\d+)", page.url)[1]]  # type: ignore[index]
    expect(page.locator("a.value[aria-current]")).to_have_text("19")
    page.go_back()
    expect(page.locator("a.value[aria-current]")).not_to_have_text("19")


def test_a_drawn_count_leads_to_its_characters_and_its_address_shows_it_again(read_only: str, visit: Visit) -> None:
    page = visit(read_only + "/")
    corvane(page)
    point = page.locator("svg.toll").first.locator("a[aria-label*='Ministry of the Interior']").last
    said = str(point.get_attribute("aria-label"))
    number = said.partition(": ")[2].partition(",")[0].removeprefix("at least ")
    point.locator("circle").last.click(force=True)
    expect(page.locator("#dock mark.target").first).to_contain_text(number)
    again = visit(page.url)
    expect(again.locator("#dock mark.target").first).to_contain_text(number)
    expect(again.locator("#dock mark.target").first).to_be_in_viewport()


def test_claims_are_found_narrowed_down_and_opened(read_only: str, visit: Visit) -> None:
    page = visit(read_only + "/")
    page.get_by_role("search").get_by_label("Search claims").fill("killed")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=killed"))
    every = page.locator(".claims > li").count()
    expect(page.locator("mark.hit").first).to_have_text(re.compile("kill", re.IGNORECASE))
    page.get_by_label("Narrow down").get_by_role("link", name=re.compile("^Orvessia ")).click()
    assert query(page) == {"q": ["killed"], "side": ["Orvessia"]}
    assert 0 < page.locator(".claims > li").count() < every
    page.get_by_role("link", name="Without Side Orvessia").click()
    expect(page.locator(".claims > li")).to_have_count(every)
    page.locator(".claims .speaker").first.click()
    expect(page.get_by_role("heading", name="Every field and its reason")).to_be_visible()
    page.locator("a.words").first.click()
    expect(page.locator("mark.target").first).to_be_in_viewport()


def test_characters_behind_the_hash_are_marked(read_only: str, visit: Visit) -> None:
    page = visit(read_only + "/claims")
    link = str(page.locator(".claims a.quiet").first.get_attribute("href"))
    path, _, fragment = link.partition("#")
    page.goto(read_only + path.partition("?")[0] + "#" + fragment)
    expect(page.locator("mark.target").first).to_be_in_viewport()
    page.goto("about:blank")
    page.goto(read_only + path.partition("?")[0] + "#c=0-5")
    expect(page.locator("mark.target").first).to_be_visible()
    assert "".join(page.locator("mark.target").all_text_contents()) == page.locator("[data-text]").inner_text()[:5]


def test_the_map_moves_and_the_list_follows(read_only: str, visit: Visit) -> None:
    page = visit(read_only + "/map")
    frame = page.locator("[data-map]")
    expect(frame).to_have_attribute("data-ready", "true")
    expect(page.locator(".map-name").first).to_be_visible()
    every = page.locator("#beside .row").count()
    page.get_by_role("button", name="Zoom in").click()
    for _ in range(3):
        page.locator(".map .room canvas").hover(position={"x": 60, "y": 60})
        page.mouse.wheel(0, -600)
        page.wait_for_timeout(150)
    expect(page).to_have_url(re.compile("box="))
    expect(page.locator("#beside .row")).not_to_have_count(every)


def test_the_drawn_map_stays_where_there_is_no_webgl(read_only: str, visit: Visit) -> None:
    page = visit(read_only + "/runs")
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(read_only + "/map")
    page.locator("[data-map] svg a").first.wait_for()
    assert page.locator("[data-map] .room").count() == 0
    page.locator("[data-map] svg a[href^='/incident/']").first.locator("circle").click()
    expect(page.locator(".accounts")).to_be_visible()


def test_everything_is_read_without_javascript(read_only: str, visit: Visit) -> None:
    page = visit(read_only + "/", java_script_enabled=False)
    corvane(page)
    page.locator("td.disputed a.value", has_text=re.compile("^19$")).first.click()
    expect(page.locator("#dock mark.target").first).to_have_text("19")
    expect(page.locator("#dock mark.target").first).to_be_in_viewport()
    for path in PAGES:
        page.goto(read_only + path)
        expect(page.locator("main")).not_to_be_empty()
    page.goto(read_only + "/map")
    expect(page.locator("[data-map] svg .land").first).to_be_visible()
    page.goto(read_only + "/incidents")
    every = page.locator("tbody tr").count()
    page.get_by_label("Accounts").select_option("contested")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody tr:not(:has(.disputed))")).to_have_count(0)
    assert 0 < page.locator("tbody tr").count() < every


@pytest.mark.parametrize("dark", [False, True], ids=("light", "dark"))
def test_axe_finds_nothing_serious(read_only: str, visit: Visit, dark: bool) -> None:
    page = visit(read_only + "/", color_scheme="dark" if dark else "light")
    corvane(page)
    there = [read_only + path for path in PAGES] + [page.url]
    page.goto(read_only + "/claims")
    there += [read_only + str(page.locator(at).first.get_attribute("href")) for at in (".claims .speaker", "a.quiet")]
    page.goto(read_only + "/review")
    there.append(read_only + str(page.locator("[data-edit]").first.get_attribute("href")))
    problems = {}
    for address in there:
        page.goto(address)
        found = axe(page, *(["color-contrast"] if dark else []))
        if found:
            problems[address.removeprefix(read_only)] = found
    assert problems == {}


def axe(page: Page, *rules: str) -> list[str]:
    """What axe finds on a page, by all of its rules or those that are named: the rule, and the first places."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    only = {"runOnly": list(rules)} if rules else {}
    result = page.evaluate("(only) => axe.run(document, {resultTypes: ['violations'], ...only})", only)
    return [
        f"{one['id']}: {'; '.join(node['html'][:120] for node in one['nodes'][:3])}"
        for one in result["violations"]
        if one["impact"] in SERIOUS
    ]


@pytest.mark.parametrize("path", ["/", "/claims", "/incidents", "/map", "/review"])
def test_a_phone_needs_no_sideways_scrolling(read_only: str, visit: Visit, path: str) -> None:
    page = visit(read_only + path, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, .row, .top nav a, input:not([type=hidden]), select")]
            .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 24)
            .map((one) => one.outerHTML)"""
    )
    assert small == []


def test_an_incident_prints(read_only: str, visit: Visit) -> None:
    page = visit(read_only + "/")
    corvane(page)
    page.emulate_media(media="print")
    expect(page.locator(".rail")).to_be_hidden()
    expect(page.locator(".accounts table")).to_be_visible()
    expect(page.locator("svg.toll").first).to_be_visible()
    assert page.locator(".dock").evaluate("(dock) => getComputedStyle(dock).position") == "static"
    assert len(page.pdf()) > 10_000
