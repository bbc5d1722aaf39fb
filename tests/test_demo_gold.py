"""The demonstration's gold stands on its reports and its knowledge files, so that a score means what it says."""

import calendar
import csv
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

import counterclaim
from counterclaim import records
from eval.claims import figures, locate

DEMO = Path(counterclaim.__file__).parent / "demo"
GOLD = Path(__file__).parent / "gold" / "demo"
NAMES = sorted(path.stem for path in (DEMO / "reports").glob("*.txt"))
MONTHS = list(calendar.month_name)[1:]
WEEKDAYS = list(calendar.day_name)
UNNAMED = {"unnamed", "report"}


@cache
def text_of(name: str) -> str:
    return (DEMO / "reports" / f"{name}.txt").read_bytes().decode("utf-8")


@cache
def gold_of(name: str) -> dict[str, Any]:
    gold: dict[str, Any] = yaml.safe_load((GOLD / f"{name}.gold.yaml").read_text(encoding="utf-8"))
    return gold


@cache
def links() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((GOLD / "LINKS.yaml").read_text(encoding="utf-8"))
    return loaded


@cache
def actors() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((DEMO / "actors.yaml").read_text(encoding="utf-8"))["actors"]
    return loaded


@cache
def places() -> list[dict[str, str]]:
    with (DEMO / "gazetteer.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def claims_of(name: str) -> list[dict[str, Any]]:
    return gold_of(name)["claims"] or []


def events_of(name: str) -> list[dict[str, Any]]:
    return [event for claim in claims_of(name) for event in claim.get("events") or []]


def test_every_report_has_gold_and_all_gold_a_report() -> None:
    assert sorted(path.name.removesuffix(".gold.yaml") for path in GOLD.glob("*.gold.yaml")) == NAMES
    assert len(NAMES) >= 14


@pytest.mark.parametrize("name", NAMES)
def test_gold_words_stand_in_the_report(name: str) -> None:
    for claim in claims_of(name):
        locate(text_of(name), claim["key"], claim.get("nth", 1))
        assert claim.get("condition", "") in text_of(name)
    for words in gold_of(name).get("discard") or []:
        assert text_of(name).count(words) == 1


@pytest.mark.parametrize("name", NAMES)
def test_gold_uses_the_words_of_the_contract(name: str) -> None:
    ids = [claim["id"] for claim in claims_of(name)]
    assert len(set(ids)) == len(ids)
    for claim in claims_of(name):
        assert set(claim["stance"]) <= set(get_args(records.Stance))
        for figure in figures(claim):
            assert figure["effect"] in get_args(records.Effect)
            assert figure["victims"] in get_args(records.Victims)
            assert figure["max"] is None or figure["min"] <= figure["max"]
    for event in events_of(name):
        assert set(event.get("type") or ()) <= set(get_args(records.EventType))
        assert set(event.get("status") or ()) <= set(get_args(records.Status))
        if when := event.get("when"):
            assert when["from"] <= when["to"]


@pytest.mark.parametrize("name", NAMES)
def test_gold_names_are_known_or_stand_in_the_report(name: str) -> None:
    known = {actor["name"] for actor in actors()} | UNNAMED
    text = text_of(name).casefold()
    said = {n for claim in claims_of(name) for field in ("speaker", "via", "addressee") for n in claim.get(field) or ()}
    said |= {n for event in events_of(name) for role in ("agents", "targets") for n in event.get(role) or ()}
    strangers = {n for n in said - known if re.sub(r"^(the|an|a) ", "", n.casefold()) not in text}
    assert not strangers


@pytest.mark.parametrize("name", NAMES)
def test_gold_places_are_in_the_gazetteer(name: str) -> None:
    points = {(float(place["lat"]), float(place["lon"])) for place in places()}
    for event in events_of(name):
        if place := event.get("place"):
            assert (place["lat"], place["lon"]) in points


def test_links_join_gold_claims_and_every_claim_has_one_incident() -> None:
    ids = {f"{name}#{claim['id']}" for name in NAMES for claim in claims_of(name)}
    homes = Counter(claim for incident in links()["incidents"] for claim in incident["claims"])
    assert set(homes) <= ids
    assert set(homes.values()) == {1}
    for incident in links()["incidents"]:
        ends = {link[end] for link in incident["links"] for end in "ab"}
        sides = [side for position in incident.get("positions") or [] for side in position["sides"]]
        placed = {claim for side in sides for claim in side["claims"]}
        assert ends | placed <= set(incident["claims"])


def test_links_show_every_relation() -> None:
    relations = {link["relation"] for incident in links()["incidents"] for link in incident["links"]}
    assert relations == {"agrees", "contradicts", "denies", "revises", "repeats"}


def test_knowledge_files_agree_with_each_other() -> None:
    names = [actor["name"] for actor in actors()]
    assert len(set(names)) == len(names)
    assert {actor["side"] for actor in actors() if "side" in actor} <= set(names)
    assert len({actor["id"] for actor in actors()}) == len(names)
    assert {place["country"] for place in places()} == {actor["country"] for actor in actors() if "country" in actor}


def test_places_lie_on_the_archipelago_and_apart() -> None:
    for place in places():
        assert -49.8 < float(place["lat"]) < -48.6
        assert 68.7 < float(place["lon"]) < 70.6
    spots = {(place["lat"], place["lon"]) for place in places()}
    assert len(spots) == len(places())


def test_weekdays_are_right_but_for_the_one_slip() -> None:
    written = re.compile(rf"({'|'.join(WEEKDAYS)}),? (?:(\d+) ({'|'.join(MONTHS)})|({'|'.join(MONTHS)}) (\d+))", re.I)
    wrong = []
    for name in NAMES:
        for found in written.finditer(text_of(name)):
            weekday, day, month, other_month, other_day = found.groups()
            when = date(2024, MONTHS.index((month or other_month).title()) + 1, int(day or other_day))
            if WEEKDAYS[when.weekday()] != weekday.title():
                wrong.append(found.group())
    assert wrong == ["Monday, March 14"]
