"""Places in reports: which words name them, where they are, how they stand, which event has which."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from counterclaim.knowledge.gazetteer import Gazetteer, open_gazetteer
from counterclaim.knowledge.gazetteer.geometry import distance_km
from counterclaim.reading import model, parsing, places
from counterclaim.reading.document import Block, Document
from counterclaim.reading.places import PlaceMention
from counterclaim.records import make_report

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "places.yaml").read_text(encoding="utf-8"))


@cache
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def parsed(text: str) -> Document:
    return parsing.parse(make_report(text), (Block("body", 0, len(text)),), None, model.load())


def read(text: str) -> tuple[Document, tuple[PlaceMention, ...]]:
    document = parsed(text)
    return document, places.find(document, gazetteer())


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_places(case: dict[str, Any]) -> None:
    text = case["text"]
    document, mentions = read(text)
    named = {text[m.start : m.end]: m for m in reversed(mentions)}
    for mention in mentions:
        assert text[mention.start : mention.end].strip()
        assert (mention.place.start, mention.place.end) == (mention.start, mention.end)
        assert mention.reason
    for name, (lat, lon, km, precision, role) in case["places"].items():
        _check(named.get(name), name, lat, lon, km, precision, role)
    for name, words in case.get("relation", {}).items():
        assert named[name].place.relation == words
    for word, name in case.get("event", {}).items():
        anchor = text.index(word)
        start, end = document.sentence_at(anchor).start, document.sentence_at(anchor).end  # type: ignore[union-attr]
        found = places.place_for(document, mentions, start, end, anchor)
        assert (text[found.start : found.end] if found else None) == name, f"the place of {word!r}"


def _check(
    mention: PlaceMention | None, name: str, lat: float | None, lon: float, km: float, precision: str, role: str
) -> None:
    if precision == "none":
        assert mention is None, f"{name} is no place here: {mention}"
        return
    assert mention is not None, f"{name} was not found"
    assert (mention.place.precision, mention.role) == (precision, role), name
    if lat is None:
        assert mention.place.lat is None, f"{name} must have no point"
        assert mention.place.lon is None
    else:
        assert mention.place.lat is not None
        assert mention.place.lon is not None
        assert distance_km(mention.place.lat, mention.place.lon, lat, lon) <= km, mention


def test_a_namesake_goes_to_the_country_of_the_story() -> None:
    _, abroad = read("Shells fell in Moura. The Malian army and the Malian government said nothing about Moura.")
    assert {m.entry.country for m in abroad} == {"ML"}
    _, portugal = read("Fires burned in Moura. The Portuguese government sent Portuguese firemen to Moura.")
    assert {m.entry.country for m in portugal} == {"PT"}


def test_the_same_name_is_one_place_throughout_a_report() -> None:
    _, mentions = read("Rockets hit Tripoli in Lebanon. Beirut was calm. Two people in Tripoli were hurt.")
    assert {m.entry.country for m in mentions if m.entry.name == "Tripoli"} == {"LB"}


def test_a_place_is_carried_on_only_where_words_take_it_up() -> None:
    text = "A bomb went off in Maiduguri, in Nigeria. Nine people were killed in the town. Talks went on."
    document, mentions = read(text)
    carried = _carried(document, mentions, text, "killed")
    assert carried is not None
    assert carried.entry.name == "Maiduguri"
    assert _carried(document, mentions, text, "Talks") is None


def _carried(document: Document, mentions: tuple[PlaceMention, ...], text: str, word: str) -> PlaceMention | None:
    sentence = document.sentence_at(text.index(word))
    assert sentence is not None
    return places.carried_place(document, mentions, sentence.start, sentence.end, text.index(word))


def test_a_name_that_no_list_knows_has_no_point() -> None:
    text = "Shells fell in Qzorvblath, near Pokrovsk. Three men were killed in Dremmel, Ukrainian police said."
    document, mentions = read(text)
    (told,) = [m for m in mentions if m.place.name == "Dremmel"]
    assert (told.place.lat, told.place.lon, told.place.country, told.place.precision) == (None, None, None, "near")
    assert "does not say where" in told.reason
    sentence = document.sentences[1]
    assert places.place_for(document, mentions, sentence.start, sentence.end, text.index("killed")) == told


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Three men met at the Qzorv market, Ukrainian police said.", "a name that only tells which market"),
        ("Qzorvblath said that it had not fired.", "whoever speaks is no place"),
        ("The minister made no comment on the Qzorvblath.", "nothing happens where a comment is on"),
    ],
)
def test_an_unknown_name_that_does_not_stand_as_a_place_is_left_out(text: str, why: str) -> None:
    _, mentions = read(text)
    assert [m.place.name for m in mentions] == [], why


def test_a_user_list_goes_before_ours(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(
        "name,alternates,lat,lon,country,admin1,admin2,kind,population\n"
        "Port Corvane,Corvane,-49.35,70.22,TF,,,town,900\n",
        encoding="utf-8",
    )
    document = parsed("Rockets hit the market of Corvane on Tuesday.")
    with open_gazetteer([file]) as own:
        mentions = places.find(document, own)
    assert [(m.place.name, m.place.lat, m.place.lon) for m in mentions] == [("Port Corvane", -49.35, 70.22)]
    assert "own list" in mentions[0].reason


OWN = """name,alternates,lat,lon,country,admin1,admin2,kind,population
Sorvia,,-49.20,69.90,XS,,,country,9000
Tarn,,-48.90,69.10,XT,,,country,8000
Ilvet,,-49.18,69.81,XS,,,village,900
Lind,,-49.14,69.72,XS,,,village,400
Lind,,-49.02,69.17,XT,,,village,300
Quorn,,-48.83,69.05,XT,,,town,4000
"""


@pytest.mark.parametrize(
    ("text", "name", "point"),
    [
        ("A drone crashed near village Ylvet.", "Ylvet", (-49.18, 69.81)),
        ("Victims of bombardment of city Quorn are nine.", "Quorn", (-48.83, 69.05)),
        ("Thousands marched through the Tarnian capital on Saturday.", "capital", (-48.83, 69.05)),
        ("A drone was found in a field near Lind, 4 km inside Tarn.", "Lind", (-49.02, 69.17)),
        ("A drone was found in a field near Lind, a village in Sorvia.", "Lind", (-49.14, 69.72)),
    ],
)
def test_a_users_places_in_other_spellings_and_of_one_name(
    tmp_path: Path, text: str, name: str, point: tuple[float, float]
) -> None:
    file = tmp_path / "own.csv"
    file.write_text(OWN, encoding="utf-8")
    with open_gazetteer([file]) as own:
        mentions = places.find(parsed(text), own)
    assert [(m.place.lat, m.place.lon) for m in mentions if text[m.start : m.end] == name] == [point]


def test_the_town_is_the_storys_and_not_where_somebody_spoke() -> None:
    text = (
        "Shells hit Maiduguri, in Nigeria, on Friday. The minister said in Kano there was no war. "
        "Guns were still shelling the town."
    )
    document, mentions = read(text)
    carried = _carried(document, mentions, text, "shelling")
    assert carried is not None
    assert carried.entry.name == "Maiduguri"


def test_two_towns_of_one_name_are_two_places(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(OWN, encoding="utf-8")
    text = (
        "Shells hit Lind, a village in Sorvia, on Monday. Nine people died in Lind. "
        "In Tarn, a mine went off near Lind on Tuesday. The guns of Lind were silent."
    )
    with open_gazetteer([file]) as own:
        mentions = places.find(parsed(text), own)
    assert [m.place.lon for m in mentions if m.place.name == "Lind"] == [69.72, 69.72, 69.17, 69.17]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Shells hit Tripoli in Lebanon on Monday. Tripoli, in Libya, was calm. The people of Tripoli waited.",
            "LB LY LY",
        ),
        ("Rebels shelled Homs, in Syria. Syria said Homs was calm. Turkey closed its border.", "SY SY"),
        ("The Lebanese city of Tripoli was shelled. Libya's Tripoli was calm, the police said.", "LB LY"),
    ],
)
def test_what_the_report_says_they_lie_in_parts_them(text: str, expected: str) -> None:
    _, mentions = read(text)
    assert " ".join(str(m.place.country) for m in mentions if m.entry.kind == "town") == expected


def test_a_guess_is_told_and_no_record_has_it() -> None:
    text = "Shells hit Khan Younis, in the Gaza Strip, on Monday. At the Qzorvblath Clinic nine bodies were counted."
    document = parsed(text)
    at = text.index("Qzorvblath")
    names = places.given(document, [(text.index("Khan"), text.index(", in")), (at, at + 17)], gazetteer())
    guessed = places.resolve(document, names, gazetteer(), guess=True)
    assert [(d.entry.name, d.guessed) for d in guessed.values()] == [("Khān Yūnis", False), ("Khān Yūnis", True)]
    assert [d.guessed for d in places.resolve(document, names, gazetteer()).values()] == [False]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Shells hit Yevlakh, 100 km north of Stepanakert, in Azerbaijan.", "says 100 km from Khankendi, the map 95"),
        ("Shells hit Yevlakh, 30 km north of Stepanakert, in Azerbaijan.", "the map 95: they do not fit"),
    ],
)
def test_a_stated_distance_is_checked_on_the_map(text: str, note: str) -> None:
    _, mentions = read(text)
    assert note in mentions[0].reason


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Shells hit Khankendi (Stepanakert), in Azerbaijan.", ("Khankendi", "Stepanakert"), "Khankendi"),
        ("Two died in Stepanakert/Khankendi. Azerbaijan denied it.", ("Stepanakert", "Khankendi"), "Khankendi"),
        ("Shells hit Bakhmut, which Russia calls Artyomovsk. Ukraine lost it.", ("Bakhmut", "Artyomovsk"), "Bakhmut"),
        ("Mines went off in Martakert (Aghdara), in Azerbaijan.", ("Martakert", "Aghdara"), "Martakert"),
        ("A bomb hit Derry/Londonderry, in Northern Ireland.", ("Derry", "Londonderry"), "Derry"),
        ("Troops entered Pokrovsk (formerly Qrasnovar) in Ukraine.", ("Pokrovsk", "Qrasnovar"), "Pokrovsk"),
        ("Shells hit Stepanakert. Azerbaijan denied it.", ("Stepanakert",), "Khankendi"),
        ("Shells hit Lviv (Ukraine).", (), "Lviv"),
        ("Shells hit Kharkiv/Odesa in Ukraine.", (), "Kharkiv"),
        ("Shells hit Kharkiv, and Ukraine called Odesa.", (), "Kharkiv"),
    ],
)
def test_two_names_of_one_place_are_kept(text: str, names: tuple[str, ...], expected: str) -> None:
    _, mentions = read(text)
    first = next(m for m in mentions if m.entry.kind != "country")
    assert (first.place.names or (), first.place.name) == (names, expected)
    same = [m.place for m in mentions if text[m.start : m.end] in names]
    assert len({(p.name, p.lat, p.lon, p.names) for p in same}) <= 1


def test_the_camp_is_the_place_that_was_called_a_camp() -> None:
    text = "Shells hit Zamzam camp in Darfur. The attackers fled towards Kutum. Nine people in the camp were killed."
    document, mentions = read(text)
    at = text.index("killed")
    taken_up = places.carried_place(document, mentions, text.index("Nine"), len(text), at)
    assert taken_up is not None
    assert taken_up.place.name == "Zamzam"
