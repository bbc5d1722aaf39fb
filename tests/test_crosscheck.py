"""Incidents in a ledger: grown report by report, judged by people, taken back, judged again by another version."""

from __future__ import annotations

import random
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim import crosscheck
from counterclaim.errors import LedgerError
from counterclaim.ledger.store import Ledger
from counterclaim.ledger.verify import verify
from counterclaim.reconcile import reconcile
from counterclaim.records import Incident, Record
from tests.accounts import MOVEMENT, event, killed, on, report, said
from tests.reconcile.test_incidents import pools, shelling


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    with Ledger(address, write=True) as opened:
        yield opened


def fill(ledger: Ledger, *records: Record) -> crosscheck.Settled:
    run = ledger.start("1")
    for record in records:
        ledger.add(record, run)
    return crosscheck.settle(ledger)


def incidents(ledger: Ledger) -> list[Incident]:
    """Every incident, its links without who found them."""
    return [plain(incident) for incident in crosscheck.all_incidents(ledger)]


def plain(incident: Incident) -> Incident:
    links = sorted((msgspec.structs.replace(k, by="") for k in incident.links), key=lambda k: (k.from_, k.to, k.field))
    return msgspec.structs.replace(incident, links=tuple(links))


def pair(ledger: Ledger) -> tuple[Incident, Incident]:
    """Two incidents that the machine holds apart."""
    fill(ledger, shelling("A", 11), shelling("B", 11, published=12), shelling("C", 18))
    return tuple(sorted(crosscheck.all_incidents(ledger), key=lambda one: -len(one.reports)))  # type: ignore[return-value]


@settings(max_examples=12, deadline=None)
@given(pools(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_growing_bit_by_bit_gives_what_all_at_once_gives(
    tmp_path_factory: pytest.TempPathFactory, records: list[Record], order: random.Random, chunk: int
) -> None:
    arriving = list({record.report.id: record for record in records}.values())
    order.shuffle(arriving)
    with Ledger(tmp_path_factory.mktemp("l") / "l.db", write=True) as ledger:
        run = ledger.start("1")
        for number, record in enumerate(arriving):
            ledger.add(record, run)
            if number % chunk == 0:
                crosscheck.settle(ledger)
        crosscheck.settle(ledger)
        assert incidents(ledger) == sorted(map(plain, reconcile(arriving)), key=lambda one: one.id)


def test_settling_again_changes_nothing(ledger: Ledger) -> None:
    assert fill(ledger, shelling("A", 11), shelling("B", 11)).readings == 2
    assert crosscheck.settle(ledger) == crosscheck.Settled()


def test_a_merge_stands_and_is_undone(ledger: Ledger) -> None:
    one, other = pair(ledger)
    whole = crosscheck.merge(ledger, one.id, other.id, by="ana", why="the same market")
    assert sorted(whole.claims) == sorted(one.claims + other.claims)
    fill(ledger, shelling("D", 18, published=19))
    assert len(incidents(ledger)) == 1, "what is read later does not part it again"
    (said,) = {line.act for line in crosscheck.history(ledger, whole.id) if line.by == "ana"}
    crosscheck.undo(ledger, said, by="bo")
    assert len(incidents(ledger)) == 2


def test_a_split_stands_and_its_undoing_can_be_undone(ledger: Ledger) -> None:
    fill(ledger, shelling("A", 11), shelling("B", 11, published=12))
    (whole,) = incidents(ledger)
    rest, other = crosscheck.split(ledger, whole.id, whole.claims[1:], by="ana")
    assert (rest.claims, other.claims) == (whole.claims[:1], whole.claims[1:])
    fill(ledger, shelling("C", 11, published=13))
    assert len(incidents(ledger)) == 2, "a third report joins one of them and does not bridge them"
    act = next(line.act for line in crosscheck.history(ledger, rest.id) if line.by == "ana")
    crosscheck.undo(ledger, act, by="ana")
    assert len(incidents(ledger)) == 1
    undoing = [line.act for line in crosscheck.history(ledger, whole.id) if line.verdict == "undo"][-1]
    crosscheck.undo(ledger, undoing, by="ana")
    assert len(incidents(ledger)) == 2


def test_claims_of_one_report_can_be_split(ledger: Ledger) -> None:
    told = report(
        "A",
        11,
        said("On 11 March shells hit Corvane.", event(at="Corvane", when=on(11))),
        said("Shells killed 6 people there.", event(figures=[killed(6)])),
    )
    fill(ledger, told)
    (whole,) = incidents(ledger)
    rest, other = crosscheck.split(ledger, whole.id, [whole.claims[1]], by="ana")
    assert {rest.claims, other.claims} == {whole.claims[:1], whole.claims[1:]}


def test_links_are_made_and_taken_away_by_people(ledger: Ledger) -> None:
    fill(ledger, shelling("A", 11, dead=9), shelling("B", 11, dead=9, published=12))
    (whole,) = incidents(ledger)
    (found,) = whole.links
    crosscheck.unlink(ledger, found.from_, found.to, by="ana")
    assert incidents(ledger)[0].links == ()
    fill(ledger, shelling("C", 11, dead=3, published=14))
    kept = {(k.from_, k.to) for k in incidents(ledger)[0].links}
    assert (found.from_, found.to) not in kept, "the machine does not put back what a person took away"
    crosscheck.link(ledger, found.from_, found.to, "denies", "agents", by="ana", why="between the lines")
    (own,) = [k for k in crosscheck.find_incident(ledger, whole.id).links if k.by == "ana"]
    assert (own.relation, own.field, own.why) == ("denies", "agents", "between the lines")


def test_the_log_only_grows(ledger: Ledger) -> None:
    one, other = pair(ledger)
    before = crosscheck.history(ledger, one.id)
    assert {line.by for line in before} == {crosscheck.MACHINE}
    assert any(line.verdict == "same" and "market" in line.why for line in before), "a merge is explained"
    crosscheck.review(ledger, one.id, by="ana", why="looks right")
    crosscheck.merge(ledger, one.id, other.id, by="ana")
    assert crosscheck.history(ledger, one.id)[: len(before)] == before


def test_another_version_adds_its_judgements_and_tells_what_changed(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(ledger, shelling("A", 11), shelling("B", 11, published=12))
    (before,) = crosscheck.all_incidents(ledger)
    log = crosscheck.history(ledger, before.id)
    monkeypatch.setattr(crosscheck, "VERSION", "next")
    monkeypatch.setattr(crosscheck, "MACHINE", "reconcile next")
    settled = crosscheck.settle(ledger)
    assert (settled.readings, settled.incidents) == (2, {before.id})
    after = crosscheck.history(ledger, before.id)
    assert after[: len(log)] == log
    assert {line.by for line in after[len(log) :]} == {"reconcile next"}
    assert incidents(ledger) == [plain(before)]


def test_a_new_reading_of_a_report_takes_the_place_of_the_old_one(ledger: Ledger) -> None:
    first = shelling("A", 11)
    fill(ledger, first, shelling("B", 11, published=12))
    again = Record(report=first.report, claims=())
    run = ledger.start("2")
    ledger.add(again, run)
    crosscheck.settle(ledger)
    (left,) = incidents(ledger)
    assert len(left.claims) == 1


def test_disputes_tell_both_ends(ledger: Ledger) -> None:
    told = report(
        "A",
        11,
        said("On 11 March the Movement shelled Corvane.", event(at="Corvane", when=on(11), by=[MOVEMENT])),
        said("The Movement denied it.", by="Spokesman", side=MOVEMENT, stance="denies"),
    )
    fill(ledger, told)
    (dispute,) = crosscheck.all_disputes(ledger)
    assert (dispute.later.voice, dispute.link.relation, dispute.earlier.voice) == (
        "Spokesman",
        "denies",
        "Interior Ministry",
    )


@pytest.mark.parametrize(
    ("judge", "told"),
    [
        (lambda ledger, one, _: crosscheck.merge(ledger, one.id, one.claims[0], by="ana"), "one incident already"),
        (lambda ledger, one, _: crosscheck.split(ledger, one.id, one.claims, by="ana"), "some of its claims"),
        (lambda ledger, one, other: crosscheck.unlink(ledger, one.claims[0], other.claims[0], by="ana"), "not linked"),
        (lambda ledger, *_: crosscheck.undo(ledger, 999, by="ana"), "no judgement 999"),
        (lambda ledger, *_: crosscheck.undo(ledger, 1, by="ana"), "overrule it"),
        (lambda ledger, *_: crosscheck.find_incident(ledger, "i000"), "no incident i000"),
    ],
)  # fmt: skip
def test_what_cannot_be_judged_is_said(ledger: Ledger, judge: object, told: str) -> None:
    one, other = pair(ledger)
    with pytest.raises(LedgerError, match=told):
        judge(ledger, one, other)  # type: ignore[operator]


def test_the_ledger_verifies(ledger: Ledger) -> None:
    one, other = pair(ledger)
    crosscheck.merge(ledger, one.id, other.id, by="ana")
    assert verify(ledger).problems == []
