"""Lists looked up by their first words: what is found is what one expression of all alternatives finds."""

import re

from hypothesis import given
from hypothesis import strategies as st

from counterclaim.reading.wordlists import Expression, WordLists

LISTS = WordLists(
    {
        "arms": [Expression("liberation", "liberation army"), Expression("arm", r"arm\w*", stem=True)],
        "words": [Expression("war", "wars?"), Expression("wars", "wars?"), Expression("post", "post[ -]war")],
    }
)
ONE = {"arms": r"liberation army|arm\w*", "words": "post[ -]war|wars?"}


def found(text: str) -> dict[str, list[str]]:
    return {name: [m.group() for m in matches] for name, matches in LISTS.find(text).items()}


def test_a_longer_phrase_comes_before_the_words_in_it() -> None:
    assert found("the liberation army, an army of the post-war years") == {
        "arms": ["liberation army", "army"],
        "words": ["post-war"],
    }


def test_a_stem_is_the_beginning_of_a_word_and_not_its_middle() -> None:
    assert found("armoured, disarmed") == {"arms": ["armoured"]}


def test_whole_words_alone_count() -> None:
    assert found("warfare awar war_") == {}


@given(
    st.lists(st.sampled_from(["army", "liberation", "arms", "war", "wars", "post", " ", "-", " ", "x"]), max_size=12)
)
def test_finds_what_one_expression_of_all_finds(parts: list[str]) -> None:
    text = "".join(parts)
    plain = {name: re.findall(rf"\b(?:{written})\b", text) for name, written in ONE.items()}
    assert found(text) == {name: matches for name, matches in plain.items() if matches}


def test_replaces_every_match() -> None:
    only = WordLists({"words": [Expression("cold", "cold war")]})
    assert only.replaced("the cold war, a war, cold wars, cold war", "*") == "the *, a war, cold wars, *"
    assert only.first("a war before the cold war") is not None
    assert only.first("a war") is None
