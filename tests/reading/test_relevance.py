"""What is about a war and what only borrows its words."""

from __future__ import annotations

import pytest

from counterclaim.reading import relevance

FLOOD = (
    "Army battles floods as storm death toll climbs. Troops reached families marooned by the typhoon, which killed 14"
    " people. Navy boats and air force helicopters dropped food parcels. The opposition attacked the government for the"
    " late warning. Rescuers found two bodies after a landslide. In 2011 the floods laid siege to the city for weeks."
)
SHELLED = (
    "Shelling killed nine people in flooded Corvane, the army said. Rebels fired rockets at the dam, it said, and"
    " floods swept away two bridges; rescuers looked for the missing as the typhoon passed."
)


@pytest.mark.parametrize(("text", "conflict"), [(FLOOD, False), (SHELLED, True)])
def test_a_disaster_where_an_army_helps_is_no_war(text: str, conflict: bool) -> None:
    judged = relevance.judge(text)
    assert judged.conflict is conflict, judged.reason
