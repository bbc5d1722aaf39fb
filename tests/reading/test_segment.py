"""Sentences and words: borders that must and must not be found, and what holds for every text."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.reading.segment import MAX_SENTENCE, sentences, words

SENTENCES = [
    (["Gen. J. P. Smith died.", "He was 61."], "titles and initials"),
    (["Spc. J. P. Smith died.", "Pfc. Lee was 19."], "the ranks of those who are not officers"),
    (["The U.S. Army said so.", "It left the U.S.", "The rest stayed."], "an abbreviation ends a sentence before The"),
    (["He wrote it on X.", "He denied it in Sector C.", "The troops left."], "single letters that are no initials"),
    (["They met at 5 p.m. Tuesday.", "They left at 6 p.m.", "Nobody came."], "hours"),
    (["On Jan. 5 it passed Resolution No. 5.", "He said no.", "They agreed."], "No. and no"),
    (["“Why?” he asked.", "“Stop!” Smith said.", "“It is over.”", "The man left."], "quotations and who said them"),
    (["Prices rose 3.5 per cent.", "12 people died."], "decimals, and a sentence that begins with a number"),
    (["It waited... and went.", "It waited...", "The end came."], "ellipses"),
    (["1. The army left.", "2. The rebels came."], "numbers of a list"),
    (["COLONEL SMITH DIED IN THE U.S.", "THE REST FLED.", "12 WERE KILLED."], "capitals"),
    (["THE U.S. TROOPS LEFT THE U.S.", "THE REST STAYED."], "nouns that go on with a country's letters, in capitals"),
    (["Four men were injured.", "The man was seen."], "two sentences with the space lost, see GLUED"),
    (["Write to www.example.com or a.b@example.org now.", "Thanks."], "addresses"),
    (["He said: “We won.”", "“They lost,” she said."], "a quotation follows another"),
]
GLUED = "Four men were injured.The man was seen."
WRAPPED = (
    "SAN SALVADOR, 3 JAN 90 -- THE ARCE BATTALION COMMAND HAS REPORTED THAT\n"
    "ABOUT 50 PEASANTS OF VARIOUS AGES HAVE BEEN KIDNAPPED BY TERRORISTS OF\n"
    "THE FARABUNDO MARTI NATIONAL LIBERATION FRONT IN SAN MIGUEL DEPARTMENT.\n"
    "ACCORDING TO THAT GARRISON, THE MASS KIDNAPPING TOOK PLACE ON THURSDAY,\n"
    "30 DECEMBER IN SAN LUIS DE LA REINA.\n"
    "\n"
    "THE SOURCE SAID NO MORE."
)
WORDS = [
    ("They don't cannot.", ["They", "do", "n't", "can", "not", "."]),
    ("the al-Assad clan's T-72s", ["the", "al", "-", "Assad", "clan", "'s", "T", "-", "72s"]),
    ("Sana'a and O’Brien", ["Sana'a", "and", "O’Brien"]),
    ("anti-terrorism operations", ["anti-terrorism", "operations"]),
    ("1,000 of 3.5bn at 10:30 on the 19th", ["1,000", "of", "3.5bn", "at", "10:30", "on", "the", "19th"]),
    ("U.S. troops, Sept. 5", ["U.S.", "troops", ",", "Sept.", "5"]),
    ("see https://example.org/a?b=c.", ["see", "https://example.org/a?b=c", "."]),
    ("cafe\u0301 --- ...", ["cafe\u0301", "---", "..."]),
    ("80,000-strong", ["80,000", "-", "strong"]),
]
HOSTILE = ["a", "a,", ".", "1.", "a b. ", "1.1a", "A. ", '"', '." ', "-", "www.", "a@", "'", "\u0301"]

texts = st.text(
    alphabet=st.sampled_from("aBéا中1 .,!?\"”’'-@:/\n\t\r\u00a0\u0301\u200b…U.S")
    | st.characters(exclude_categories=["Cs"]),
    max_size=300,
)


@pytest.mark.parametrize(("expected", "why"), SENTENCES, ids=[why for _, why in SENTENCES])
def test_finds_sentences(expected: list[str], why: str) -> None:
    text = " ".join(expected)
    assert [text[a:b] for a, b in sentences(text)] == expected, why


def test_parts_sentences_whose_space_was_lost() -> None:
    assert [GLUED[a:b] for a, b in sentences(GLUED)] == ["Four men were injured.", "The man was seen."]


def test_joins_lines_that_were_broken_for_their_width() -> None:
    found = [WRAPPED[a:b] for a, b in sentences(WRAPPED)]
    assert len(found) == 3
    assert found[1].startswith("ACCORDING TO THAT GARRISON,")
    assert found[1].endswith("REINA.")


def test_keeps_headings_apart() -> None:
    text = "Explosions in the capital\nThree people died\n\nThe ministry said so."
    assert len(sentences(text)) == 3


@pytest.mark.parametrize(("text", "expected"), WORDS, ids=[text for text, _ in WORDS])
def test_finds_words(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in words(text)] == expected


@given(texts)
def test_every_character_that_is_not_space_lies_in_one_word(text: str) -> None:
    covered = [i for a, b in words(text) for i in range(a, b)]
    assert covered == [i for i, c in enumerate(text) if not c.isspace()]


@given(texts)
def test_sentences_hold_every_word_whole(text: str) -> None:
    found = sentences(text)
    assert all(a < b and not text[a].isspace() and not text[b - 1].isspace() for a, b in found)
    assert all(first[1] <= second[0] for first, second in pairwise(found))
    assert [w for a, b in found for w in words(text, a, b)] == words(text)


@given(texts, texts)
def test_looks_at_nothing_outside_its_span(before: str, text: str) -> None:
    whole = f"{before}\n\n{text}\n\n{before}"
    start, end = len(before) + 2, len(before) + 2 + len(text)
    assert [(a - start, b - start) for a, b in sentences(whole, start, end)] == sentences(text)


@pytest.mark.parametrize("unit", HOSTILE)
def test_takes_linear_time_on_one_endless_line(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        started = time.process_time()
        found = sentences(text)
        assert all(b - a <= MAX_SENTENCE or not text[a:b].isspace() for a, b in found)
        for a, b in found[:20]:
            words(text, a, b)
        return time.process_time() - started

    assert seconds(400_000) < 8 * max(seconds(100_000), 0.02)
