"""The composition of incident templates: features of what a report names, learnt sums, limits, names that mean one."""

import math

import pytest

from eval.muc import scorer
from eval.muc.entities import Entity, entities, stem
from eval.muc.reports import Read, Reports
from eval.muc.templates import fills, templates

TEXT = (
    "   TALGATE, 4 FEB 90 (MERIDIAN) -- [TEXT] UNIDENTIFIED GUNMEN MURDERED MAYOR OTTO BRENN, 52, IN TALGATE\n"
    "ON 3 FEBRUARY.  THE GUNMEN OPENED FIRE WITH SUBMACHINE GUNS.  THE GOVERNMENT BLAMED THE HIGHLAND FRONT.\n"
)


@pytest.fixture(scope="module")
def report() -> Read:
    return Reports().read(TEXT)


@pytest.fixture(scope="module")
def found(report: Read) -> list[Entity]:
    return entities(report)


def thing(found: list[Entity], word: str) -> Entity:
    return next(e for e in found if any(word in name for name in e.names))


def test_a_thing_carries_the_contexts_it_stands_in(found: list[Entity]) -> None:
    assert "g=obj_murder" in thing(found, "BRENN").features
    assert {"g=nsubj_murder", "h=gunmen"} <= thing(found, "GUNMEN").features


def test_a_named_person_is_described_by_what_stands_before_the_name(found: list[Entity]) -> None:
    assert thing(found, "BRENN").described == "MAYOR"


def test_things_stand_near_the_incidents_that_their_events_make(found: list[Entity]) -> None:
    votes = thing(found, "BRENN").votes
    assert max(votes, key=lambda incident: votes[incident]) == "ATTACK"


@pytest.mark.parametrize(
    ("word", "shared"), [("murdered", "murder"), ("bodies", "body"), ("planned", "plan"), ("gas", "gas")]
)
def test_forms_of_a_word_share_a_stem(word: str, shared: str) -> None:
    assert stem(word) == shared


def test_a_sum_of_weights_is_the_same_in_any_order() -> None:
    weights = {"": 0.5, "a": 1e16, "b": 1.0, "c": -1e16}
    assert scorer.total(weights, ["a", "b", "c"]) == scorer.total(weights, ["c", "a", "b"]) == 1.5


def test_chance_and_log_odds_undo_each_other() -> None:
    assert scorer.chance(scorer.log_odds(0.2)) == pytest.approx(0.2)
    assert scorer.chance(-1000) > 0
    assert math.isfinite(scorer.log_odds(0))


def test_one_perpetrator_has_several_names(found: list[Entity]) -> None:
    limits = {"parts": {"perp_ind": 0.2, "victim": 0.2}, "names": {"perp_ind": 0.5}}
    chances = [0.9 if "GUNMEN" in e.names[0] else 0.5 if "FRONT" in e.names[0] else 0.01 for e in found]
    (perpetrator,) = fills(found, "perp_ind", chances, limits)
    assert len(perpetrator) > 1
    assert fills(found, "victim", [0.01] * len(found), limits) == []


def test_a_report_of_a_murder_is_an_attack(report: Read, found: list[Entity]) -> None:
    weights = scorer.load()
    (made,) = templates(report, found, scorer.judge(report, found, weights), weights.limits)
    assert made["incident_type"] == "ATTACK"
    assert any("BRENN" in alt["string"] for fill in made["victim_name"] for alt in fill["alts"])
    assert any("GUNMEN" in alt["string"] for fill in made["perp_ind"] for alt in fill["alts"])
    assert made["date"][0]["hi"] in ("1990-02-03", "1990-02-04")


def test_attacks_of_two_days_are_two_incidents() -> None:
    text = (
        "   TALGATE, 9 FEB 90 (MERIDIAN) -- [TEXT] ON 3 FEBRUARY GUNMEN MURDERED MAYOR OTTO BRENN IN TALGATE.\n"
        "ON 6 FEBRUARY GUNMEN MURDERED JUDGE ANNA LOHR IN SENNET.\n"
    )
    report = Reports().read(text)
    things, weights = entities(report), scorer.load()
    made = templates(report, things, scorer.judge(report, things, weights), weights.limits)
    days = {t["date"][0]["lo"]: t["victim_name"] for t in made}
    assert sorted(days) == ["1990-02-03", "1990-02-06"]
    assert "BRENN" in str(days["1990-02-03"])
    assert "LOHR" in str(days["1990-02-06"])


def test_a_report_of_a_regatta_has_no_incident() -> None:
    calm = Reports().read("   TALGATE, 4 FEB 90 -- [TEXT] THE PRESIDENT OPENED THE REGATTA AND PRAISED THE SAILORS.\n")
    weights = scorer.load()
    assert templates(calm, entities(calm), scorer.judge(calm, entities(calm), weights), weights.limits) == []
