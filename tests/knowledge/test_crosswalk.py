"""Every event type has its codes, each from a named source, and what is not done is no event."""

from typing import get_args

import pytest

from counterclaim.knowledge import crosswalk
from counterclaim.records import EventType


@pytest.mark.parametrize("kind", get_args(EventType))
def test_every_type_has_a_row(kind: EventType) -> None:
    codes = crosswalk.codes(kind)
    assert codes.acled or codes.plover or codes.loses


def test_every_dataset_names_its_source() -> None:
    assert set(crosswalk.sources()) == {"ucdp", "acled", "plover", "cameo"}


def test_civilians_make_it_one_sided() -> None:
    assert crosswalk.codes("air_strike", agent="state", civilians=True).ucdp == 3
    assert crosswalk.codes("clash", agent="state", target="nonstate").ucdp == 1
    assert crosswalk.codes("clash", agent="nonstate", target="nonstate").ucdp == 2
    assert crosswalk.codes("clash").ucdp is None


def test_means_and_parties_choose_the_sub_event() -> None:
    assert crosswalk.codes("bombing", means=["aircraft"]).acled == ("Explosions/Remote violence", "Air/drone strike")
    assert crosswalk.codes("territory_change", agent="state").acled == ("Battles", "Government regains territory")


def test_what_did_not_happen_is_no_event() -> None:
    assert crosswalk.codes("shelling", status="denied").acled is None
    assert crosswalk.codes("talks", status="wanted").plover == ("REQUEST", "meet", None)
    assert crosswalk.codes("shelling", threat=True).plover == ("THREATEN", "violence", None)


def test_words_choose_the_mode() -> None:
    assert crosswalk.codes("protest", words="began a hunger strike").plover == ("PROTEST", "hunger", None)
    assert crosswalk.codes("bombing", words="a suicide attack").acled == ("Explosions/Remote violence", "Suicide bomb")
    assert crosswalk.codes("protest").plover == ("PROTEST", "demo", None)


def test_a_deed_of_no_type_has_its_codes() -> None:
    vetoed = crosswalk.deed("vetoed resolution")
    assert vetoed is not None
    assert vetoed.plover == ("REJECT", None, None)
    assert crosswalk.deed("sat down") is None
