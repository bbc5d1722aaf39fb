"""Claims found by words and facets, and the index in step with what is read, read again, and read back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from counterclaim.errors import InputError
from counterclaim.ledger.filing import FACETS, rebuild
from counterclaim.ledger.fulltext import spans
from counterclaim.ledger.searching import Search, Tally, _cover, search, tally, terms, values
from counterclaim.ledger.store import Ledger
from counterclaim.records import Record
from tests import make

TOLL, DENIAL = make.toll().id, make.denial().id


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    with Ledger(address, write=True) as opened:
        opened.add(make.record(outlet="Meridian", title="Shells hit Corvane market"), opened.start("1"))
        yield opened


def found(ledger: Ledger, wanted: Search) -> list[str]:
    return sorted(hit.claim.id for hit in search(ledger, wanted).hits)


@pytest.mark.parametrize(
    ("wanted", "expected", "why"),
    [
        (Search(), [TOLL, DENIAL], "nothing asked, all given"),
        (Search("civilians"), [TOLL], "a word of the claim"),
        (Search("CIVILIAN killing"), [TOLL], "whatever its case and ending"),
        (Search("corvane"), [TOLL, DENIAL], "a word of the title finds the report's claims"),
        (Search("civilians fired"), [], "every word must stand there"),
        (Search('"killed by rockets"'), [TOLL], "words side by side"),
        (Search('"rockets by killed"'), [], "in their order"),
        (Search("civil*"), [TOLL], "a beginning"),
        (Search("market -civilians"), [DENIAL], "a word that must not stand there"),
        (Search("-civilians"), [DENIAL], "and nothing else asked"),
        (Search("spokesman’s"), [], "an apostrophe is no syntax"),
        (Search('rebels" OR NEAR( * ^ : {'), [], "nor is anything that the database has words for"),
        (Search("!? --"), [TOLL, DENIAL], "no word at all asks nothing"),
        (Search("asserts"), [], "what a claim is filed under is no word of it"),
        (Search(facets={"side": ["Orvessia"]}), [TOLL], "a side"),
        (Search(facets={"side": ["Orvessia", "Highland Movement"]}), [TOLL, DENIAL], "one of two sides"),
        (Search(facets={"side": ["orvessia"]}), [], "values as they are given, not as somebody would type them"),
        (Search(facets={"type": ["shelling"], "stance": ["denies"]}), [], "one value of every facet"),
        (Search("shells", facets={"place": ["Corvane"], "country": ["XO"]}), [TOLL], "words and facets"),
        (Search(facets={"outlet": ["Meridian"], "speaker": ["Highland Movement"]}), [DENIAL], "outlet and speaker"),
        (Search(facets={"review": ["none"]}), [TOLL, DENIAL], "what nobody has reviewed"),
        (Search(facets={"side": []}), [TOLL, DENIAL], "a facet without a value asks nothing"),
        (Search(after=date(2024, 3, 12), before=date(2024, 3, 12)), [TOLL, DENIAL], "a day, said or published"),
        (Search(after=date(2024, 3, 13)), [], "later than all"),
        (Search(before=date(2024, 3, 11)), [], "earlier than all"),
        (Search("rockets", before=date(2030, 1, 1)), [TOLL], "words and days"),
    ],
)
def test_claims_are_found(ledger: Ledger, wanted: Search, expected: list[str], why: str) -> None:
    assert found(ledger, wanted) == expected, why
    assert tally(ledger, wanted).total == len(expected), why


def test_hits_tell_where_the_words_stand(ledger: Ledger) -> None:
    hits = search(ledger, Search("“shells” fired")).hits
    (hit,) = hits
    assert [hit.claim.quote[start:end] for start, end in hit.in_quote] == ["fired"]
    assert [hit.report["title"][start:end] for start, end in hit.in_title] == ["Shells"]
    assert (hit.day, hit.review, hit.report["outlet"]) == (date(2024, 3, 12), "none", "Meridian")


def test_facets_tell_how_many_claims_have_which_value(ledger: Ledger) -> None:
    every = tally(ledger, Search())
    assert every == tally(ledger, Search("market")), "counted, and kept in count, are the same"
    assert every.facets["side"] == [("Highland Movement", 1), ("Orvessia", 1)]
    assert every.facets["outlet"] == [("Meridian", 2)]
    assert every.months == [("2024-03", 2)]
    assert tally(ledger, Search("civilians")).facets["stance"] == [("asserts", 1)]
    assert values(ledger, "speaker", "Int") == [("Interior Ministry", 1)]


def test_pages_follow_each_other_in_order_of_time(tmp_path: Path) -> None:
    records = [make.read(make.report(f"Line {n}\nsame", published=date(2024, 1, 1 + n % 7))) for n in range(10)]
    with Ledger(tmp_path / "l.db", write=True) as ledger:
        ledger.add_all(records, ledger.start("1"))
        for newest in (True, False):
            wanted, seen, after = Search("same", newest_first=newest), [], None
            while True:
                page = search(ledger, wanted, size=3, after=after)
                seen += [(hit.day, hit.claim.id) for hit in page.hits]
                if (after := page.next) is None:
                    break
            assert len(seen) == len(set(seen)) == 10
            assert [day for day, _ in seen] == sorted((day for day, _ in seen), reverse=newest)


def test_only_current_readings_are_found(ledger: Ledger) -> None:
    bare = Record(report=make.record(outlet="Meridian", title="Shells hit Corvane market").report, claims=())
    ledger.add(bare, ledger.start("2"))
    assert found(ledger, Search()) == []
    assert tally(ledger, Search()) == Tally(0, True, {facet: [] for facet in FACETS}, [])
    ledger.knows(bare.report, ledger.start("1"))
    assert found(ledger, Search("market")) == [TOLL, DENIAL], "the first version is the current one again"


def test_the_index_derived_again_is_the_same(ledger: Ledger) -> None:
    before = tally(ledger, Search()), found(ledger, Search("civilians"))
    with ledger.transaction() as connection:
        rebuild(connection)
        if connection.dialect.name == "sqlite":
            connection.execute(text("INSERT INTO searched_words (searched_words) VALUES ('integrity-check')"))
    assert (tally(ledger, Search()), found(ledger, Search("civilians"))) == before


@pytest.mark.parametrize(
    "ask",
    [
        lambda ledger: search(ledger, Search(facets={"colour": ["red"]})),
        lambda ledger: search(ledger, Search(), after="x"),
        lambda ledger: search(ledger, Search(), size=0),
        lambda ledger: search(ledger, Search(), size=100_000),
    ],
)
def test_what_cannot_be_asked_is_said(ledger: Ledger, ask: object) -> None:
    with pytest.raises(InputError):
        ask(ledger)  # type: ignore[operator]


DAYS = st.dates(date(2019, 1, 1), date(2026, 12, 31))


@settings(deadline=None)
@given(DAYS, DAYS)
def test_years_months_and_days_cover_a_time_exactly(first: date, last: date) -> None:
    names = list(_cover(first, last))
    covered = [
        day
        for day in (date(2019, 1, 1) + timedelta(days=n) for n in range(8 * 366))
        if any(day.isoformat().startswith(name) for name in names)
    ]
    assert covered == [first + timedelta(days=n) for n in range((last - first).days + 1)]


@given(st.text())
def test_whatever_is_typed_is_understood(words: str) -> None:
    assert all(any(character.isalnum() for character in term.words) for term in terms(words))


def test_marks_that_do_not_fit_the_text_are_no_hits() -> None:
    assert spans("a \x01b\x02 c", "a b c") == [(2, 3)]
    assert spans("a \x01b\x02 c", "a \x01b c") == []
