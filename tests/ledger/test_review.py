"""What people make of claims: laid over them and shown so, taken back, and never lost to somebody else's word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from counterclaim import crosscheck
from counterclaim.errors import ConflictError, InputError, NotFoundError
from counterclaim.ledger.query import find_claim, records
from counterclaim.ledger.searching import Search, search, tally
from counterclaim.ledger.store import Ledger
from counterclaim.ledger.verify import verify
from counterclaim.outgoing import archive
from counterclaim.records import Figure, Record
from tests import make
from tests.reconcile.test_incidents import shelling

TOLL, DENIAL = make.toll(), make.denial()
SPEAKER = {"name": "Ministry", "start": make.span(make.TEXT, "Interior Ministry")["start"]}
SPEAKER["end"] = SPEAKER["start"] + len("Interior Ministry")


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    with Ledger(address, write=True) as opened:
        opened.add(make.record(), opened.start("1"))
        crosscheck.settle(opened)
        yield opened


def now(ledger: Ledger) -> crosscheck.Reviewed:
    return crosscheck.reviewed(ledger, TOLL.id)


def test_an_edit_is_laid_over_a_claim_that_stays_as_it_was_read(ledger: Ledger) -> None:
    values = {"speaker": SPEAKER, "events.0.figures.0.min": 13}
    made = crosscheck.edit(ledger, TOLL.id, values, by="ana", why="a misprint")
    assert (made.claim.speaker.name, made.claim.events[0].figures[0].min) == ("Ministry", 13)
    assert (made.as_read, made.state) == (TOLL, "edited")
    assert made.claim.reasons["speaker"] == made.claim.reasons["events.0.killed"] == "edited by ana: a misprint"
    assert find_claim(ledger, TOLL.id)[1] == TOLL, "the evidence"
    assert list(records(ledger)) == [make.record()]
    assert verify(ledger).problems == []


def test_what_goes_out_is_what_people_see(ledger: Ledger) -> None:
    held = archive(ledger)
    assert list(held.records()) == [make.record()]
    crosscheck.edit(ledger, TOLL.id, {"stance": "doubts"}, by="ana")
    crosscheck.reject(ledger, DENIAL.id, by="ana")
    (record,) = held.records()
    assert [(claim.id, claim.stance) for claim in record.claims] == [(TOLL.id, "doubts")]
    assert archive(ledger).said(TOLL.id).claim.stance == "doubts"
    assert {claim for incident in held.incidents() for claim in incident.claims} == {TOLL.id}


def test_members_of_lists_keep_their_numbers(ledger: Ledger) -> None:
    one = msgspec.to_builtins(TOLL.events[0].figures[0]) | {"victims": "child", "min": 3}
    crosscheck.edit(ledger, TOLL.id, {"events.0.figures.1": one}, by="ana")
    assert [f.victims for f in now(ledger).claim.events[0].figures] == ["civilian", "child"]
    crosscheck.edit(ledger, TOLL.id, {"events.0.figures.0": None}, by="ana")
    crosscheck.edit(ledger, TOLL.id, {"events.0.figures.1.min": 4}, by="ana")
    (left,) = now(ledger).claim.events[0].figures
    assert (left.victims, left.min) == ("child", 4)


def test_acts_are_undone_one_by_one(ledger: Ledger) -> None:
    for value in ("accuses", "doubts"):
        crosscheck.edit(ledger, TOLL.id, {"stance": value}, by="ana")
    crosscheck.reject(ledger, TOLL.id, by="bo")
    first, second, rejected = now(ledger).lines
    assert (now(ledger).state, now(ledger).claim.stance) == ("rejected", "doubts")
    crosscheck.undo(ledger, rejected.act, by="ana")
    crosscheck.undo(ledger, first.act, by="ana")
    assert (now(ledger).state, now(ledger).claim.stance) == ("edited", "doubts")
    crosscheck.undo(ledger, second.act, by="ana")
    assert (now(ledger).state, now(ledger).claim) == ("none", TOLL)
    undone = crosscheck.history(ledger, TOLL.id)[-1]
    crosscheck.undo(ledger, undone.act, by="ana")
    assert now(ledger).claim.stance == "doubts", "the undoing was undone"


def test_nobody_overwrites_what_somebody_else_judged(ledger: Ledger) -> None:
    seen = now(ledger).version
    crosscheck.edit(ledger, TOLL.id, {"stance": "doubts"}, by="ana", version=seen)
    late: list[Callable[[], Any]] = [
        lambda: crosscheck.edit(ledger, TOLL.id, {"stance": "accuses"}, by="bo", version=seen),
        lambda: crosscheck.accept(ledger, TOLL.id, by="bo", version=seen),
        lambda: crosscheck.reject(ledger, TOLL.id, by="bo", version=seen),
        lambda: crosscheck.review(ledger, TOLL.id, by="bo", version=seen),
        lambda: crosscheck.undo(ledger, now(ledger).lines[0].act, by="bo", version=seen),
    ]
    for judge in late:
        with pytest.raises(ConflictError, match="ana judged this in the meantime"):
            judge()
    assert now(ledger).claim.stance == "doubts"
    assert crosscheck.accept(ledger, TOLL.id, by="bo", version=now(ledger).version).state == "accepted"


def test_an_undoing_is_a_judgement_too(ledger: Ledger) -> None:
    crosscheck.edit(ledger, TOLL.id, {"stance": "doubts"}, by="ana")
    seen = now(ledger).version
    crosscheck.undo(ledger, now(ledger).lines[0].act, by="bo")
    with pytest.raises(ConflictError, match="bo judged"):
        crosscheck.accept(ledger, TOLL.id, by="ana", version=seen)


def test_incidents_conflict_too(ledger: Ledger) -> None:
    run = ledger.start("1")
    for record in (shelling("A", 11), shelling("B", 11, published=12), shelling("C", 18)):
        ledger.add(record, run)
    crosscheck.settle(ledger)
    one, other = sorted(crosscheck.all_incidents(ledger), key=lambda found: -len(found.claims))[:2]
    seen = crosscheck.version(ledger, one.id, other.id)
    crosscheck.review(ledger, other.id, by="ana")
    with pytest.raises(ConflictError):
        crosscheck.merge(ledger, one.id, other.id, by="bo", version=seen)
    crosscheck.merge(ledger, one.id, other.id, by="bo", version=crosscheck.version(ledger, one.id, other.id))


def test_incidents_are_of_the_claims_that_people_see(ledger: Ledger) -> None:
    (before,) = (i for i in crosscheck.all_incidents(ledger) if TOLL.id in i.claims)
    crosscheck.edit(ledger, TOLL.id, {"events.0.figures.0.min": 40}, by="ana")
    after = crosscheck.find_incident(ledger, TOLL.id)
    assert ([t.low for t in before.tolls], [t.low for t in after.tolls]) == ([12], [40])
    crosscheck.reject(ledger, TOLL.id, by="ana")
    assert all(TOLL.id not in incident.claims for incident in crosscheck.all_incidents(ledger))
    crosscheck.accept(ledger, TOLL.id, by="ana")
    assert TOLL.id in crosscheck.find_incident(ledger, TOLL.id).claims


def test_search_goes_by_what_people_see(ledger: Ledger) -> None:
    crosscheck.edit(ledger, TOLL.id, {"speaker": SPEAKER}, by="ana")
    crosscheck.review(ledger, DENIAL.id, by="ana")
    (hit,) = search(ledger, Search(facets={"speaker": ["Ministry"]})).hits
    assert (hit.claim.speaker.name, hit.review) == ("Ministry", "edited")
    assert dict(tally(ledger, Search()).facets["review"]) == {"edited": 1, "reviewed": 1}
    assert dict(tally(ledger, Search()).facets["speaker"]) == {"Ministry": 1, "Highland Movement": 1}


def test_a_newer_reading_that_says_otherwise_is_not_edited(ledger: Ledger) -> None:
    crosscheck.edit(ledger, TOLL.id, {"events.0.figures.0.min": 40}, by="ana")
    figure: Figure = msgspec.structs.replace(TOLL.events[0].figures[0], min=14)
    event = msgspec.structs.replace(TOLL.events[0], figures=(figure,))
    again = msgspec.structs.replace(TOLL, events=(event,))
    ledger.add(Record(report=make.report(), claims=(again,)), ledger.start("2"))
    assert now(ledger).claim.events[0].figures[0].min == 14


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({}, "no field"),
        ({"quote": "Nobody was killed."}, "cannot be edited"),
        ({"id": "c2"}, "cannot be edited"),
        ({"stance": "shouts"}, "cannot stand there"),
        ({"colour": "red"}, "cannot be edited"),
        ({"events.0.colour": "red"}, "no such field"),
        ({"events.7.type": "shelling"}, "no such field"),
        ({"events.0.figures.5.min": 1}, "no such field"),
        ({"events.0.figures.0.min": "many"}, "cannot stand there"),
        ({"events.0.figures.0.start": 5, "events.0.figures.0.end": 5_000}, "the text has"),
        ({"speaker": None}, "cannot stand there"),
        ({"speaker": {"side": "Orvessia"}}, "cannot stand there"),
    ],
)
def test_what_the_report_does_not_carry_is_refused(ledger: Ledger, values: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        crosscheck.edit(ledger, TOLL.id, values, by="ana")
    assert now(ledger).claim == TOLL


def test_what_is_not_there_cannot_be_judged(ledger: Ledger) -> None:
    with pytest.raises(NotFoundError):
        crosscheck.accept(ledger, "c9999", by="ana")
