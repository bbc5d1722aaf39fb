from __future__ import annotations

import pytest

from counterclaim.errors import InputError
from counterclaim.serve.why import answers
from tests import make

TOLL, DENIAL = make.toll(), make.denial()


@pytest.mark.parametrize(
    ("field", "full", "characters", "why"),
    [
        ("speaker", "speaker", "The Interior Ministry", "the mention of the speaker"),
        ("speaker.side", "speaker.side", "The Interior Ministry", "a part stands on the characters of the whole"),
        ("cue", "cue", "said", "the cue itself"),
        ("stance", "stance", "said", "the stance comes from the cue"),
        ("content", "content", "at least 12 civilians were killed by rockets in Corvane", "what is said"),
        ("said_on", "said_on", "Tuesday", "a time's own words"),
        ("said_on.from", "said_on.from", "Tuesday", "fields are called as in the JSON"),
        ("events.0", "events.0", "killed", "the words that name the event"),
        ("events.0.type", "events.0.type", "killed", "a type stands on them"),
        ("events.0.when", "events.0.when", "Tuesday", "the time's own words"),
        ("events.0.place", "events.0.place", "Corvane", "the place's own words"),
        ("events.0.place.lat", "events.0.place.lat", "Corvane", "and what is known of it"),
        ("place", "events.0.place", "Corvane", "short for every event's place"),
        ("killed", "events.0.figures.0", "at least 12", "short for every figure of the effect"),
        ("killed.min", "events.0.figures.0.min", "at least 12", "and a part of it"),
        ("events.0.means", "events.0.means.0", "rockets", "a list stands for its members"),
        ("events.0.targets.0.name", "events.0.targets.0.name", "civilians", "a member's part"),
    ],
)
def test_the_characters_behind_a_field(field: str, full: str, characters: str, why: str) -> None:
    (answer,) = answers(TOLL, field)
    assert answer.field == full, why
    assert make.TEXT[answer.start : answer.end] == characters, why


@pytest.mark.parametrize("field", ["condition", "addressee", "via", "injured", "condition.start"])
def test_what_is_not_stated_has_no_characters(field: str) -> None:
    (answer,) = answers(TOLL, field)
    assert (answer.value, answer.start, answer.end) == (None, None, None)


def test_who_is_only_implied_has_no_characters() -> None:
    (answer,) = answers(DENIAL, "addressee")
    assert answer.value.name == "Orvessia"
    assert answer.start is None


def test_without_a_cue_the_stance_stands_on_the_content() -> None:
    (answer,) = answers(DENIAL, "stance")
    assert make.TEXT[answer.start : answer.end] == "Nothing of ours was fired"


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("speaker", "the subject of the cue"),
        ("speaker.name", "the subject of the cue"),
        ("killed", "a count before a noun for people"),
        ("events.0.figures.0.max", "a count before a noun for people"),
        ("cue", ""),
    ],
)
def test_the_reason_is_the_nearest_one(field: str, reason: str) -> None:
    assert answers(TOLL, field)[0].reason == reason


@pytest.mark.parametrize(
    ("field", "cause"),
    [
        ("speeker", "there is no field speeker; there are start, end, id"),
        ("speaker.rank", "there is no field rank"),
        ("events.7", "there are only 1 events"),
        ("events.0.figures.3.min", "there are only 1 events.0.figures"),
        ("stance.name", "stance is a plain value"),
        ("", "there is no field"),
    ],
)
def test_a_field_that_does_not_exist_is_told(field: str, cause: str) -> None:
    with pytest.raises(InputError, match=cause):
        answers(TOLL, field)
