"""The scorer on predictions made by hand: every figure below can be counted on one's fingers."""

from typing import Any

import pytest

from eval.claims import Scores, broken_spans, kilometres, score_report

TEXT = "Nine people were killed in Aral, the ministry said. The rebels denied it. Advert: buy tyres."
GOLD = {
    "claims": [
        {
            "key": "Nine people were killed in Aral",
            "speaker": ["Ministry"],
            "stance": ["asserts"],
            "events": [
                {
                    "type": ["shelling", "casualties"],
                    "place": {"lat": -49.0, "lon": 70.0, "km": 10},
                    "figures": [{"effect": "killed", "min": 9, "max": 9, "victims": "person"}],
                }
            ],
        },
        {"key": "The rebels denied it", "speaker": ["Rebels"], "stance": ["denies"]},
    ],
    "discard": ["Advert: buy tyres."],
}


def claim(words: str, speaker: str, stance: str, *events: dict[str, Any]) -> dict[str, Any]:
    start = TEXT.index(words)
    span = {"start": start, "end": start + len(words)}
    said = {"speaker": {"kind": "actor", "name": speaker}, "stance": stance, "events": list(events)}
    return {**span, "quote": words, "content": span, **said}


def scored(*claims: dict[str, Any], gold: dict[str, Any] = GOLD) -> Scores:
    scores = Scores()
    score_report("it", TEXT, gold, {"claims": list(claims)}, scores)
    return scores


TOLL = {
    "type": "casualties",
    "place": {"name": "Aral", "lat": -49.05, "lon": 70.0},
    "figures": [{"effect": "killed", "min": 9, "max": 9, "victims": "person"}],
}
RIGHT = claim("Nine people were killed in Aral", "the Ministry", "asserts", TOLL)
DENIAL = claim("The rebels denied it", "Rebels", "denies")


def test_a_right_record_has_full_marks() -> None:
    table = scored(RIGHT, DENIAL).table()
    assert {table[m] for m in ("claim_strict_f1", "figure_f1", "place", "event_type", "discarded")} == {1.0}


def test_a_wrong_speaker_is_found_but_not_strictly() -> None:
    scores = scored(claim("Nine people were killed in Aral", "Rebels", "asserts", TOLL), DENIAL)
    assert (scores.f1("claim"), scores.f1("claim_strict"), scores.ratio("speaker")) == (1.0, 0.5, 0.5)


def test_a_missed_claim_misses_its_event_and_its_figure() -> None:
    scores = scored(DENIAL)
    assert scores.ratio("claim_recall") == 0.5
    assert scores.ratio("event_type") == scores.ratio("place") == scores.ratio("figure_recall") == 0


def test_a_claim_in_an_advert_is_told() -> None:
    scores = scored(RIGHT, DENIAL, claim("buy tyres", "Tyres", "appeals"))
    assert scores.counts["discarded", False] == 1
    assert scores.ratio("claim_precision") == pytest.approx(2 / 3)


def test_an_optional_claim_is_neither_rewarded_nor_punished() -> None:
    gold = {"claims": [GOLD["claims"][0], {**GOLD["claims"][1], "optional": True}]}  # type: ignore[index]
    for found in ((RIGHT,), (RIGHT, DENIAL)):
        assert scored(*found, gold=gold).f1("claim") == 1.0


def test_a_quote_that_stands_nowhere_is_broken() -> None:
    assert not list(broken_spans([RIGHT], TEXT, "claims"))
    assert list(broken_spans([{**RIGHT, "quote": "Ten people"}], TEXT, "claims"))
    assert list(broken_spans([{**RIGHT, "end": 10_000}], TEXT, "claims"))


def test_a_degree_of_latitude_is_about_111_kilometres() -> None:
    assert kilometres({"lat": 0, "lon": 7}, {"lat": 1, "lon": 7}) == pytest.approx(111.2, abs=0.1)
