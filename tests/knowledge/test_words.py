"""Nouns for those who speak and act: their singulars, whatever the order in which sets give them."""

import pytest

from counterclaim.knowledge.actors.words import load_words


@pytest.mark.parametrize(
    ("noun", "singular"),
    [("officials", "official"), ("forces", "force"), ("others", "other"), ("mrs", "mrs"), ("ministries", "ministry")],
)
def test_the_singular_of_a_noun(noun: str, singular: str) -> None:
    assert load_words().one(noun) == singular
    assert load_words().is_plural(noun) is (noun != singular)


def test_a_title_tells_whom_it_is_for() -> None:
    assert [load_words().gender([title]) for title in ("mr", "mrs", "minister")] == ["m", "f", None]
