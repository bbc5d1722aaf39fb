"""The composition of incident templates: features of what a report names, learnt sums, limits, names that mean one."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from counterclaim.reading.model import SHIPPED
from eval.muc import deaths, network, scorer, second
from eval.muc.entities import Entity, entities, stem
from eval.muc.reports import Read, Reports
from eval.muc.scorer import Judged
from eval.muc.templates import fills, templates
from eval.muc.vectors import SIZE

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


def told(report: Read, found: list[Entity]) -> list[dict[str, Any]]:
    weights = scorer.load()
    return templates(report, found, scorer.judge(report, found, weights, network.load(), second.load()), weights.limits)


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
    (made,) = told(report, found)
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
    made = told(report, entities(report))
    days = {t["date"][0]["lo"]: t["victim_name"] for t in made}
    assert sorted(days) == ["1990-02-03", "1990-02-06"]
    assert "BRENN" in str(days["1990-02-03"])
    assert "LOHR" in str(days["1990-02-06"])


def test_a_report_of_a_regatta_has_no_incident() -> None:
    calm = Reports().read("   TALGATE, 4 FEB 90 -- [TEXT] THE PRESIDENT OPENED THE REGATTA AND PRAISED THE SAILORS.\n")
    assert told(calm, entities(calm)) == []


def test_words_have_vectors_of_two_layers_after_that_of_their_sentence(report: Read) -> None:
    for sentence, vectors in zip(report.document.sentences, report.vectors, strict=True):
        assert vectors.shape == (len(sentence.tokens) + 1, 2 * SIZE)
        assert np.isfinite(vectors).all()


def test_a_network_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = network.Network({"bag": np.array([[0.5, -2.0]], np.float32)}, {"h=gunmen": 0})
    network.write(tmp_path / "network.npz", written)
    read = network.read(tmp_path / "network.npz")
    assert read.features == written.features
    assert (read.arrays["bag"] == written.arrays["bag"]).all()


def test_a_report_without_things_is_heard_as_nothing() -> None:
    empty = Reports().read("   TALGATE, 4 FEB 90 -- [TEXT] ...\n")
    assert scorer.heard(empty, [], network.load()).shape == (0, len(scorer.INCIDENTS), len(scorer.PARTS))


def test_the_weights_were_learnt_from_the_model_that_is_shipped() -> None:
    meta = json.loads((SHIPPED / "meta.json").read_text(encoding="utf-8"))
    assert scorer.load().model == meta["sha256"]["model.onnx"], "learn again: training/README.md"


LIMITS = {
    "presence": {"ATTACK": 0.1},
    "parts": dict.fromkeys(scorer.SLOTS, 0.5),
    "names": dict.fromkeys(("perp_ind", "perp_org", "weapon"), 0.5),
    "deaths": scorer.load().limits["deaths"],
}


@pytest.mark.parametrize(
    ("sentence", "victims", "dead", "deaths"),
    [
        ("GUNMEN SHOT MAYOR OTTO BRENN AND A GUARD", ("BRENN", "GUARD"), ("BRENN", "GUARD"), 2),
        ("GUNMEN SHOT MAYOR OTTO BRENN AND A GUARD", ("BRENN", "GUARD"), ("BRENN",), 1),
        ("GUNMEN SHOT FOUR TEACHERS AND A GUARD", ("TEACHERS", "GUARD"), ("TEACHERS", "GUARD"), 5),
        ("GUNMEN SHOT TEACHERS IN THE TOWN", ("TEACHERS",), ("TEACHERS",), None),
    ],
)
def test_the_dead_are_the_victims_who_died(
    sentence: str, victims: tuple[str, ...], dead: tuple[str, ...], deaths: int | None
) -> None:
    report = Reports().read(f"   TALGATE, 4 FEB 90 -- [TEXT] {sentence}.\n")
    found = entities(report)

    def those(words: tuple[str, ...]) -> list[float]:
        return [float(any(word in name for word in words for name in e.names)) for e in found]

    parts = {**{slot: [0.0] * len(found) for slot in scorer.SLOTS}, "victim": those(victims), scorer.DIED: those(dead)}
    (made,) = templates(report, found, [Judged("ATTACK", 1.0, parts)], LIMITS)
    assert made.get("deaths_exact") == deaths


def test_a_named_victim_is_described_even_where_nothing_is_said_of_him() -> None:
    report = Reports().read("   TALGATE, 4 FEB 90 -- [TEXT] GUNMEN SHOT OTTO BRENN AND A GUARD.\n")
    found = entities(report)
    parts = {part: [0.0] * len(found) for part in scorer.PARTS}
    parts["victim"] = [float("OTTO BRENN" in e.names or "A GUARD" in e.names) for e in found]
    (made,) = templates(report, found, [Judged("ATTACK", 1.0, parts)], LIMITS)
    assert len(made["victim_name"]) == 2
    assert made["victim_desc"] == [{"alts": [{"value": "-", "ref": "OTTO BRENN"}]}]


def test_numbers_of_dead_are_counts_and_sums_of_the_likeliest() -> None:
    things = [deaths.Dead(0.9, 6, named=False), deaths.Dead(0.6, 1, named=True), deaths.Dead(0.1, 3, named=False)]
    rows = deaths.candidates(things, here=[8], every=[8, 20])
    assert {1, 3, 6, 7, 8, 10, 20} == rows.keys()
    total, _, mode, *_ = rows[7]
    assert total
    assert mode
    assert not rows[6][0]


def test_a_group_as_large_as_those_who_are_named_is_them() -> None:
    named = [deaths.Dead(0.9, 1, named=True)] * 3
    rows = deaths.candidates([*named, deaths.Dead(0.8, 3, named=False)], here=[], every=[])
    assert [n for n, row in rows.items() if row[0]] == [3]


def test_without_things_or_counts_no_number_of_dead_is_said() -> None:
    rows = deaths.candidates([], here=[], every=[])
    assert deaths.likeliest(rows, scorer.load().limits["deaths"], 1.0) is None


def test_a_second_look_sees_what_stands_beside_and_what_shares_a_name() -> None:
    report = Reports().read(
        "   TALGATE, 4 FEB 90 -- [TEXT] GUNMEN OF THE HIGHLAND FRONT SHOT MAYOR OTTO BRENN.  BRENN DIED TODAY.\n"
    )
    found = entities(report)
    at = {word: next(j for j, e in enumerate(found) if word in e.names[0]) for word in ("GUNMEN", "FRONT", "OTTO")}
    with_ = second.company(found)
    assert with_.beside[at["GUNMEN"], at["FRONT"]]
    assert with_.sentence[at["GUNMEN"], at["OTTO"]]
    assert not with_.kin[at["GUNMEN"], at["FRONT"]]
    assert not with_.sentence.diagonal().any()
    looks = [np.zeros((len(found), len(scorer.INCIDENTS), len(scorer.PARTS)))] * 2
    rows = second.numbers(found, with_, looks, 0, 0.0)
    assert np.isfinite(rows).all()
    assert second.load().log_odds(rows).shape == (len(found), len(scorer.PARTS))


def test_trees_go_left_up_to_their_limit(tmp_path: Path) -> None:
    """One part, one tree of one question: is the first number at most 1?"""
    straight = {"mean": np.zeros(1), "scale": np.ones(1), "factors": np.zeros((2, 1))}
    nodes = {
        "start": np.zeros(1),
        "roots": np.array([0]),
        "of": np.array([0]),
        "number": np.array([0, 0, 0]),
        "limit": np.array([1.0, 0.0, 0.0]),
        "left": np.array([1, 1, 2]),
        "right": np.array([2, 1, 2]),
        "value": np.array([0.0, 4.0, 8.0]),
    }
    second.write(tmp_path / "second.npz", second.Second(straight | nodes))
    grown = second.read(tmp_path / "second.npz").log_odds(np.array([[0.5], [1.0], [1.5]]))
    assert grown.ravel().tolist() == [2.0, 2.0, 4.0]
