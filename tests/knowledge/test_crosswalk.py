"""Every event type has its codes, each from a named source, and what is not done is no event."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from counterclaim.knowledge import crosswalk
from counterclaim.records import EventType

ACLED = yaml.safe_load((Path(__file__).parent.parent / "cases" / "acled.yaml").read_text(encoding="utf-8"))
EVENT_OF = {sub: event for event, subs in ACLED["sub_events"].items() for sub in subs}


def chosen(choice: dict[str, Any]) -> str:
    return " ".join(str(v) for k, v in choice.items() if k not in ("is", "why"))


def named() -> Iterator[tuple[str, str]]:
    """Every pair of ACLED's names that the crosswalk can give."""
    for row in crosswalk.rows()["types"].values():
        for case in (row, *row.get("when", ())):
            if case.get("acled"):
                yield tuple(case["acled"])


@pytest.mark.parametrize("choice", ACLED["choices"], ids=chosen)
def test_which_sub_event_of_acled(choice: dict[str, Any]) -> None:
    known = {k: v for k, v in choice.items() if k not in ("type", "is", "why")}
    wanted = (EVENT_OF[choice["is"]], choice["is"]) if choice["is"] else None
    assert crosswalk.codes(choice["type"], **known).acled == wanted, choice["why"]


def test_the_codebook_has_the_sub_events_that_are_chosen() -> None:
    assert len(EVENT_OF) == 25
    assert {(EVENT_OF.get(sub), sub) for _, sub in named()} == set(named())
    assert {choice["is"] for choice in ACLED["choices"]} - {None} == {sub for _, sub in named()} == set(EVENT_OF)


def test_every_type_of_event_is_chosen_for() -> None:
    assert {choice["type"] for choice in ACLED["choices"]} == set(get_args(EventType))


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
