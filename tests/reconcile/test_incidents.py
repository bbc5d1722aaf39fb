"""Which accounts are of one incident, and above all which are not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.reconcile import reconcile
from counterclaim.records import Incident, Place, Record
from tests.accounts import MOVEMENT, TOWNS, event, killed, on, report, said


def grouped(*records: Record) -> set[frozenset[str]]:
    """The incidents as sets of outlets."""
    outlet = {record.report.id: record.report.outlet or "" for record in records}
    return {frozenset(outlet[one] for one in incident.reports) for incident in reconcile(records)}


def shelling(
    outlet: str,
    number: int,
    town: str = "Corvane",
    *,
    dead: int = 9,
    published: int | None = None,
    site: str = "market",
) -> Record:
    quote = f"On {number} March shells struck the {site} of {town} and killed {dead} people, {outlet} learnt."
    return report(outlet, published or number, said(quote, event(at=town, when=on(number), figures=[killed(dead)])))


def test_one_incident_in_two_outlets() -> None:
    assert grouped(shelling("A", 11), shelling("B", 11, published=12)) == {frozenset("AB")}


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (shelling("B", 12, dead=4), "the day after, in the same town"),
        (shelling("B", 11, "Brakka", dead=4), "on the same day, in another town"),
        (shelling("B", 18, dead=9), "a week later with the same count"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_one_incident(other: Record, why: str) -> None:
    assert grouped(shelling("A", 11), other) == {frozenset("A"), frozenset("B")}, why


def unmapped(outlet: str, village: str, number: int = 11) -> Record:
    """A shelling of a village that no gazetteer has a point for."""
    quote = f"On {number} March shells struck {village} and killed 3 people, {outlet} learnt."
    where = Place(name=village, precision="near", start=quote.index(village), end=quote.index(village) + len(village))
    return report(outlet, number, said(quote, event(place=where, when=on(number), figures=[killed(3)])))


def test_a_village_without_a_point_is_found_by_its_name() -> None:
    assert grouped(unmapped("A", "Guhartel"), unmapped("B", "Guhartel")) == {frozenset("AB")}
    assert grouped(unmapped("A", "Guhartel"), unmapped("B", "Gūhārtel")) == {frozenset("AB")}


def test_two_villages_without_a_point_stay_two() -> None:
    assert grouped(unmapped("A", "Guhartel"), unmapped("B", "Sorvan")) == {frozenset("A"), frozenset("B")}
    assert grouped(unmapped("A", "Guhartel"), unmapped("B", "Guhartel", 14)) == {frozenset("A"), frozenset("B")}


def test_two_sites_of_one_day_stay_two_where_a_report_tells_them_apart() -> None:
    both = report(
        "A",
        11,
        said("On 11 March shells struck the market of Corvane and killed 6 people.",
             event(at="Corvane", when=on(11), figures=[killed(6)])),
        said("In a separate attack gunmen shot at a patrol near the airport of Corvane and killed 5 people.",
             event("shooting", at="Corvane", when=on(11), figures=[killed(5)])),
    )  # fmt: skip
    market, airport = shelling("B", 11, dead=6), report(
        "C",
        11,
        said("Gunmen killed 5 people at the airport of Corvane on 11 March.",
             event("shooting", at="Corvane", when=on(11), figures=[killed(5)])),
    )  # fmt: skip
    assert grouped(both, market, airport) == {frozenset("AB"), frozenset("AC")}


def test_a_denial_without_an_event_is_of_the_incident_that_it_answers() -> None:
    told = report(
        "A",
        11,
        said("On 11 March the Movement shelled Corvane.", event(at="Corvane", when=on(11), by=[MOVEMENT])),
        said("The Movement denied it.", by="Spokesman", side=MOVEMENT, stance="denies"),
    )
    (incident,) = reconcile([told])
    assert len(incident.claims) == 2


def test_what_is_wanted_happened_nowhere() -> None:
    told = report(
        "A",
        11,
        said("On 11 March shells hit Corvane.", event(at="Corvane", when=on(11))),
        said("The ministry called on all to stop the shelling.", event(status="wanted"), stance="appeals"),
    )
    (incident,) = reconcile([told])
    assert len(incident.claims) == 1


def test_a_running_toll_is_no_incident_of_the_day() -> None:
    told = report(
        "A",
        11,
        said("On 11 March shells hit Corvane, 9 were killed.", event(at="Corvane", when=on(11), figures=[killed(9)])),
        said("So far 4,000 soldiers have been killed.",
             event("casualties", figures=[killed(4000, victims="soldier", cumulative=True)])),
    )  # fmt: skip
    assert len(reconcile([told])) == 2


def random_report(draw: st.DrawFn, number: int) -> Record:
    town = draw(st.sampled_from(sorted(TOWNS)))
    when, later = draw(st.integers(1, 6)), draw(st.integers(0, 2))
    dead = draw(st.integers(0, 12))
    site = draw(st.sampled_from(["market", "school", "station"]))
    denial = said("The Movement denied it.", by="Spokesman", side=MOVEMENT, stance="denies")
    quote = f"Shells struck the {site} of {town} and killed {dead} people, the ministry said ({number})."
    first = said(quote, event(at=town, when=on(when), by=[MOVEMENT], figures=[killed(dead)]))
    return report(f"Outlet {number}", when + later, first, *([denial] if draw(st.booleans()) else []))


@st.composite
def pools(draw: st.DrawFn) -> list[Record]:
    return [random_report(draw, number) for number in range(draw(st.integers(2, 9)))]


@settings(max_examples=40, deadline=None)
@given(pools(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(records: list[Record], order: random.Random) -> None:
    shuffled = list(records)
    order.shuffle(shuffled)
    assert reconcile(shuffled) == reconcile(records)


@settings(max_examples=40, deadline=None)
@given(pools())
def test_every_claim_is_of_one_incident_and_no_report_twice_in_one(records: list[Record]) -> None:
    found = reconcile(records)
    claims = [claim for incident in found for claim in incident.claims]
    assert len(claims) == len(set(claims))
    assert all(_ends_inside(incident) for incident in found)


def _ends_inside(incident: Incident) -> bool:
    own = set(incident.claims)
    reports = [report for origin in incident.origins for report in origin.reports]
    return sorted(reports) == sorted(incident.reports) and all(k.from_ in own and k.to in own for k in incident.links)
