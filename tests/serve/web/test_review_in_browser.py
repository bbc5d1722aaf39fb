"""Review in a browser: by keyboard, with characters chosen in the report, undone, and by two at once."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.serve.web.conftest import Visit


def claim(page: Page) -> str:
    """The id of the claim that is judged."""
    return str(page.locator("[data-claim]").get_attribute("data-claim"))


def press(page: Page, key: str) -> None:
    """Presses a key and waits for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press(key)


def field(page: Page, name: str) -> str:
    rows = page.locator(".fields tr").filter(has=page.locator("th", has_text=name))
    return rows.locator("td").first.inner_text()


def select(page: Page, words: str) -> tuple[int, int]:
    """Selects words of the report as with a mouse; gives their characters."""
    found: list[int] = page.evaluate(
        """(words) => {
            const text = document.querySelector("[data-text]");
            const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                const before = document.createRange();
                before.selectNodeContents(text);
                before.setEnd(node, at);
                const start = [...before.toString()].length;
                return [start, start + [...words].length];
            }
        }""",
        words,
    )
    return found[0], found[1]


def test_claims_are_judged_by_keyboard(own_desk: str, visit: Visit) -> None:
    page = visit(own_desk + "/review", name="Ana")
    first = claim(page)
    press(page, "j")
    second = claim(page)
    assert second != first
    press(page, "k")
    assert claim(page) == first
    press(page, "a")
    assert claim(page) == second
    expect(page.get_by_role("status")).to_contain_text("accepted by Ana")
    press(page, "u")
    assert claim(page) == first
    expect(page.get_by_role("status")).to_contain_text("undone by Ana")
    expect(page.locator("[data-queue][aria-current]")).to_have_count(1)
    press(page, "x")
    assert claim(page) == second
    page.goto(f"{own_desk}/claim/{first}")
    log = page.locator("main ol")
    expect(log).to_contain_text("reject")
    expect(log).to_contain_text("undo")
    expect(log).to_contain_text("Ana")
    page.goto(f"{own_desk}/review")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_field_is_edited_with_characters_chosen_in_the_report(own_desk: str, visit: Visit) -> None:
    page = visit(own_desk + "/review?q=sennet+soldiers+wounded&stance=asserts", name="Ana")
    edited = claim(page)
    press(page, "2")
    form = page.locator("[data-editing]")
    expect(form.locator("[name=min]")).to_have_value("3")
    characters = select(page, "mortar")
    expect(form.locator("[name=start]")).to_have_value(str(characters[0]))
    expect(form.locator("[name=end]")).to_have_value(str(characters[1]))
    form.locator("[name=min]").fill("4")
    form.locator("[name=max]").fill("4")
    form.locator("[name=why]").fill("the correction below")
    with page.expect_navigation():
        form.locator("[name=why]").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("edited by Ana")
    page.goto(f"{own_desk}/review?claim={edited}&review=edited")
    assert "4 injured" in field(page, "injured")
    expect(page.locator(".judging ol")).to_contain_text("the correction below")
    page.goto(f"{own_desk}/claim/{edited}")
    expect(page.locator(".fields")).to_contain_text("edited by Ana: the correction below")


def test_what_cannot_stand_is_told_and_kept_out(own_desk: str, visit: Visit) -> None:
    page = visit(own_desk + "/review?q=wounded", name="Ana")
    press(page, "e")
    form = page.locator("[data-editing]")
    form.locator("[name=end]").fill("9999999")
    with page.expect_navigation():
        form.get_by_role("button", name="Save and next").click()
    expect(page.get_by_role("alert")).to_contain_text("choose other characters")
    assert page.locator(".judging ol").count() == 0


def test_two_reviewers_lose_nothing(own_desk: str, visit: Visit) -> None:
    ana, ben = (visit(own_desk + "/review", name=name) for name in ("Ana", "Ben"))
    at = claim(ana)
    assert claim(ben) == at
    press(ana, "x")
    press(ben, "a")
    alert = ben.get_by_role("alert")
    expect(alert).to_contain_text("Ana judged this in the meantime")
    expect(alert).to_contain_text("Nothing was saved")
    assert claim(ben) == at
    expect(ben.locator(".judging ol")).to_contain_text("Ana")
    press(ben, "a")
    expect(ben.get_by_role("status")).to_contain_text("accepted by Ben")
    ben.goto(f"{own_desk}/claim/{at}")
    assert [line.split()[0] for line in ben.locator("main ol li").all_inner_texts()[:2]] == ["accept", "reject"]


def test_an_incident_is_corrected_and_that_undone(own_desk: str, visit: Visit) -> None:
    page = visit(own_desk + "/incidents?contested=1&order=reports", name="Ana")
    page.locator("a.place").first.click()
    page.get_by_text("Correct this incident").click()
    split = page.locator("form[action$='/split']")
    split.locator("input[type=checkbox]").first.check()
    with page.expect_navigation():
        split.get_by_role("button").click()
    expect(page.get_by_role("status")).to_contain_text("split by Ana")
    with page.expect_navigation():
        page.get_by_role("status").get_by_role("button", name="Undo").click()
    page.goto(f"{own_desk}/history")
    expect(page.locator("tbody tr").first).to_contain_text("undo")
