from datetime import date

import pytest

from counterclaim.errors import ExportError
from counterclaim.export.deaths import Deaths, deaths, rule_called
from counterclaim.records import Count, Incident, Toll


def toll(*by: Count, victims: str = "person", side: str | None = None, effect: str = "killed") -> Toll:
    totals = [count.min for count in by if not count.part and not count.superseded]
    low, high = (min(totals), max(totals)) if totals else (None, None)
    return Toll(effect=effect, victims=victims, side=side, low=low, high=high, by=by)  # type: ignore[arg-type]


def count(number: int, speaker: str = "A", claim: str = "c1", **fields: object) -> Count:
    return Count(speaker=speaker, claim=claim, min=number, max=number, **fields)  # type: ignore[arg-type]


def of(*tolls: Toll, rule: str = "conservative", origins: dict[str, int] | None = None) -> Deaths:
    incident = Incident(id="i", type="shelling", claims=("c1",), tolls=tolls)
    choose = rule_called(rule)
    where = origins or {c.claim: place for place, c in enumerate(c for t in tolls for c in t.by)}
    return deaths(incident, lambda counted: choose(counted, where))


def test_nothing_stated_is_not_zero() -> None:
    assert of() == Deaths()
    assert of(toll(count(4), effect="injured")) == Deaths()
    assert of(toll(count(0))).best == 0


def test_the_most_conservative_is_the_least_total() -> None:
    found = of(toll(count(21), count(14, claim="c2"), count(19, claim="c3")))
    assert (found.best, found.low, found.high) == (14, 14, 21)


def test_the_majority_is_of_origins_not_of_reports() -> None:
    copies = (
        count(21, claim="c1"),
        count(21, claim="c2"),
        count(21, claim="c3"),
        count(14, claim="c4"),
        count(14, claim="c5"),
    )
    wire = {"c1": 0, "c2": 0, "c3": 0, "c4": 1, "c5": 2}
    assert of(toll(*copies), rule="majority", origins=wire).best == 14
    assert of(toll(*copies), rule="majority").best == 21


def test_the_majority_of_equals_is_the_lesser() -> None:
    assert of(toll(count(21), count(14, claim="c2")), rule="majority").best == 14


def test_a_named_speaker_is_taken_at_the_last_word() -> None:
    said = (
        count(14, speaker="Ministry", side="Orvessia", said_on=date(2024, 3, 12)),
        count(21, speaker="Ministry", side="Orvessia", said_on=date(2024, 3, 13), claim="c2"),
        count(40, claim="c3"),
    )
    assert of(toll(*said), rule="speaker:ministry").best == 21
    assert of(toll(*said), rule="speaker:Orvessia").best == 21
    assert of(toll(*said), rule="speaker:Nobody").best is None


def test_counts_of_parts_and_counts_given_up_are_no_totals() -> None:
    said = (count(21), count(3, claim="c2", part=True), count(14, claim="c3", superseded=True))
    assert of(toll(*said), rule="majority").best == 21


def test_parts_are_taken_out_of_the_whole_not_added_to_it() -> None:
    found = of(toll(count(10)), toll(count(6), victims="civilian"), toll(count(3), victims="soldier", side="North"))
    assert (found.best, found.civilians, found.by_side, found.unknown) == (10, 6, (("North", 3),), 1)


def test_parts_that_exceed_the_whole_are_somebody_elses() -> None:
    found = of(toll(count(5)), toll(count(9), victims="civilian"))
    assert (found.best, found.civilians, found.unknown) == (5, None, 5)


def test_without_a_whole_the_parts_are_summed() -> None:
    found = of(toll(count(6), victims="civilian"), toll(count(3), victims="soldier", side="North"))
    assert (found.best, found.low, found.high, found.unknown) == (9, 9, 9, 0)


def test_children_are_not_added_to_civilians() -> None:
    assert of(toll(count(6), victims="civilian"), toll(count(2), victims="child")).best == 6


@pytest.mark.parametrize("name", ["", "mean", "speaker:", "speaker"])
def test_an_unknown_rule_is_refused(name: str) -> None:
    with pytest.raises(ExportError, match="conservative, majority, speaker:NAME"):
        rule_called(name)


def test_the_dead_of_each_side_make_the_whole() -> None:
    found = of(toll(count(6), side="North"), toll(count(3, claim="c2"), side="South"))
    assert (found.best, found.unknown) == (9, 9)


def test_the_whole_of_one_sides_people_is_the_whole() -> None:
    found = of(toll(count(6), side="North"), toll(count(2), victims="civilian"))
    assert (found.best, found.civilians, found.unknown) == (6, 2, 4)
