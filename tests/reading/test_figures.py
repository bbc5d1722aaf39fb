"""The grammar of figures, on bare words: no tags and no tree, so that it holds where the model errs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from counterclaim.errors import KnowledgeError
from counterclaim.knowledge import lexicons
from counterclaim.reading import figures, segment
from counterclaim.reading.document import Sentence, Token

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "figures.yaml").read_text(encoding="utf-8"))


def sentence(text: str) -> Sentence:
    tokens = (Token(i, a, b, text[a:b]) for i, (a, b) in enumerate(segment.words(text)))
    return Sentence(0, 0, 0, len(text), tuple(tokens))


def shown(found: figures.CountedFigure) -> str:
    f = found.figure
    size = f"{f.min}+" if f.max is None else str(f.min) if f.min == f.max else f"{f.min}-{f.max}"
    marks = [f.victims] * (f.victims != "person") + ["sub"] * found.sub + ["old"] * found.superseded
    return " ".join([f.effect, size, *marks])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_figures(case: dict[str, Any]) -> None:
    found = figures.find(sentence(case["text"]))
    assert sorted(map(shown, found)) == sorted(case["figures"]), case["why"]
    for f in found:
        assert 0 <= f.figure.start < f.figure.end <= len(case["text"])


def words(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value, *(w for v in value.values() for w in words(v))]
    return [w for v in value for w in words(v)] if isinstance(value, list) else [value]


def test_lexicon_holds_words_in_lower_case() -> None:
    """A bare no, on or off is a truth value to YAML: it must stand in quotation marks."""
    for word in words(lexicons.load("figures")):
        assert type(word) in (str, int), word
        assert not isinstance(word, str) or word == word.lower(), word


def test_missing_lexicon_tells_what_to_do() -> None:
    with pytest.raises(KnowledgeError, match=r"there is no lexicon nowhere\.yaml"):
        lexicons.load("nowhere")


def test_spans_are_the_words_of_the_count() -> None:
    text = "He said \u201cat least 12 civilians\u201d were killed, among them 200 Azeri-born men\u2026"
    assert [text[f.figure.start : f.figure.end] for f in figures.find(sentence(text))] == [
        "at least 12 civilians",
        "200 Azeri-born men",
    ]


def test_capitals_change_nothing() -> None:
    """Number words, verbs and nouns are known in any case; `cased` marks what only capitals tell (US, a title)."""
    for case in CASES:
        if not case.get("cased"):
            assert sorted(map(shown, figures.find(sentence(case["text"].upper())))) == sorted(case["figures"])


def test_previous_sentence_lends_what_is_not_said() -> None:
    before = figures.find(sentence("At least 50 civilians were killed."))
    assert list(map(shown, figures.find(sentence("38 of them died on the spot."), previous=before))) == [
        "killed 38 civilian"
    ]
    assert list(map(shown, figures.find(sentence("The mayor gave an estimate of 60."), previous=before))) == [
        "killed 60"
    ]
    assert figures.find(sentence("The mayor gave an estimate of 60.")) == ()


def test_sentence_before_tells_who_officers_and_victims_are() -> None:
    before = figures.find(sentence("Seventeen demonstrators were arrested, the police said."))
    assert list(map(shown, figures.find(sentence("Two officers were hurt."), previous=before))) == ["injured 2 police"]
    assert list(map(shown, figures.find(sentence("Two army officers were hurt."), previous=before))) == [
        "injured 2 soldier"
    ]
    dead = figures.find(sentence("Eleven gendarmes were killed."))
    assert list(map(shown, figures.find(sentence("Nine others were wounded."), previous=dead))) == ["injured 9 police"]
    assert list(map(shown, figures.find(sentence("The rebels count six fighters."), previous=dead))) == [
        "killed 6 militant"
    ]
    hurt = figures.find(sentence("A grenade injured nine people."))
    assert list(map(shown, figures.find(sentence("Among the victims were two nurses."), previous=hurt))) == [
        "injured 2 medic sub"
    ]


def test_slips_are_shown() -> None:
    (first, second) = figures.find(sentence("The ministry says for policemen and two civilians were killed."))
    assert first.figure.repaired == '"for" read as 4: only a number can stand here'
    assert second.figure.repaired is None


def test_side_words_and_anchor() -> None:
    text = "Shells killed about 200 Azerbaijani troops."
    (found,) = figures.find(sentence(text))
    assert found.side_words is not None
    assert text[slice(*found.side_words)] == "Azerbaijani"
    assert text[found.anchor :].startswith("killed")


@pytest.mark.parametrize(
    "text",
    ["", "killed", "12", "at least", "including", "no", "between 3 and", "of them of them", "'" * 50, "12 " * 400],
)
def test_anything_can_be_read(text: str) -> None:
    figures.find(sentence(text))


@pytest.mark.parametrize(
    ("text", "cumulative"),
    [
        ("Five people have been killed so far.", [True]),
        ("Since March 200 people have been killed.", [True]),
        ("The raid killed three soldiers, bringing the army's losses to 84.", [False, True]),
        ("A blast killed five people on Monday.", [False]),
    ],
)
def test_running_tolls(text: str, cumulative: list[bool]) -> None:
    assert [f.figure.cumulative for f in figures.find(sentence(text))] == cumulative
