"""What is about a war and what only borrows its words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.reading import relevance, subject

FLOOD = (
    "Army battles floods as storm death toll climbs. Troops reached families marooned by the typhoon, which killed 14"
    " people. Navy boats and air force helicopters dropped food parcels. The opposition attacked the government for the"
    " late warning. Rescuers found two bodies after a landslide. In 2011 the floods laid siege to the city for weeks."
)
SHELLED = (
    "Shelling killed nine people in flooded Corvane, the army said. Rebels fired rockets at the dam, it said, and"
    " floods swept away two bridges; rescuers looked for the missing as the typhoon passed."
)


REHEARSED = (
    "Forty 'dead' as Lonn rehearses the worst. Sirens sounded at nine and by noon the gymnasium was full of casualties:"
    " pupils with painted wounds, two 'hostages' and a mayor who had been killed twice. The drill is held every third"
    " year. 'An attack would look different, but panic looks the same,' said the head of civil protection. The army"
    " lent a tent and two soldiers who made tea. One volunteer fainted in the heat of the stadium, and was driven home."
)
STAGED = (
    "War comes to the harbour, with catering. For nine nights the crew of the series has blown up the same warehouse."
    " Extras in the uniforms of rebels storm the quay, are shot, and queue for soup. The producer denied that two shops"
    " had been damaged by the explosions; the owners threatened to sue. 'We besiege the town, we pay the town,' the"
    " director said. The actress who plays the sniper signed helmets for children. The last episode is shot in June."
)
COLLIDED = (
    "Nineteen killed as coach meets lorry. A coach with mourners and a lorry collided on the bend below Corvane before"
    " dawn, killing 19 people and wounding 30, the police said. Residents who heard the explosion feared an attack. The"
    " driver of the lorry fled; officers were searching for him. The governor demanded an inquiry and offered families"
    " aid. The highway was closed for six hours. It was the second crash there since March, when eleven people died."
)
TALKED = (
    "Mediators said on Sunday that both delegations had agreed to return to the table in Brakka. The rebels' envoy said"
    " the movement would not lay down its arms before prisoners were freed, and accused the government of moving troops"
    " to the river. A minister rejected the charge. Villagers said they had heard mortars in the night and had spent it"
    " in cellars; a teacher said two of her pupils had not come back from the fields. Nothing was signed."
)


@pytest.mark.parametrize(("text", "conflict"), [(REHEARSED, False), (STAGED, False), (COLLIDED, False), (TALKED, True)])
def test_words_of_war_in_other_matters(text: str, conflict: bool) -> None:
    judged = relevance.judge(text)
    assert judged.conflict is conflict, judged.reason


def test_a_few_words_do_not_tell_by_all_of_them() -> None:
    assert subject.about_conflict("Two shells fell on the quay, the army said.") is None


@pytest.mark.parametrize(("text", "conflict"), [(FLOOD, False), (SHELLED, True)])
def test_a_disaster_where_an_army_helps_is_no_war(text: str, conflict: bool) -> None:
    judged = relevance.judge(text)
    assert judged.conflict is conflict, judged.reason


@given(st.data())
def test_every_literal_piece_holds_a_telling_word(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(relevance._literal()))
    piece = data.draw(st.from_regex(kind.expression, fullmatch=True))
    assert not kind.telling.isdisjoint(re.findall(r"\w+", piece.lower())), kind.kind
