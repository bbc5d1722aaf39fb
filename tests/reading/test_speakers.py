"""Who is meant: rows of tests/cases/speakers.yaml through the shipped model, and the author of a release."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from counterclaim.knowledge.actors import load_actors
from counterclaim.reading import actors, authors, layout, model, parsing, speakers
from counterclaim.reading.document import Document
from counterclaim.reading.mentions import Mentions
from counterclaim.reading.model import Reader
from counterclaim.reading.speakers import Resolved
from counterclaim.records import make_report

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "speakers.yaml").read_text(encoding="utf-8"))


@cache
def reader() -> Reader:
    return model.load()


def read(text: str, dated: date | None = None) -> tuple[Document, Mentions]:
    document = parsing.parse(make_report(text), layout.blocks(text), dated, reader())
    return document, actors.find(document, load_actors())


def shown(found: Resolved | None) -> str | None:
    return None if found is None else "?" * (found.actor.kind == "unnamed") + found.actor.name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_speakers(case: dict[str, Any]) -> None:
    text = case.get("dateline", "") + case["text"]
    document, mentions = read(text, case.get("dated"))
    previous: Resolved | None = None
    at, got = 0, []
    for words, _ in case["says"]:
        start = text.index(words, at)
        end = start + len(words.removesuffix(" said"))
        found = speakers.resolve(document, mentions, start, end, previous=previous)
        if found is not None:
            previous = found
            actor = found.actor
            assert actor.start is not None
            assert actor.end is not None
            assert start <= actor.start < actor.end <= end
        got.append(shown(found))
        at = end
    assert got == [name for _, name in case["says"]], case["why"]
    if "also" in case and previous:
        assert [actor.name for actor in previous.also] == case["also"]


@pytest.mark.parametrize(
    ("text", "author"),
    [
        (
            "Statement of the Islamic Jihad movement on the talks\n\nThe talks are over, it says here.",
            "Palestinian Islamic Jihad",
        ),
        (
            "Information of the Ministry of Defence of Armenia\n\nThe line was calm today.",
            "Ministry of Defence of Armenia",
        ),
        (
            "ATRATO RELIEF PLATFORM\nPublic statement: after the flood\n8 May 2021\n\n"
            "The Atrato Relief Platform condemns the raid.\n\nWe demand an inquiry.",
            "Atrato Relief Platform",
        ),
        (
            "MINISTRY OF DEFENCE OF KENYA\nNairobi, 3 May 2021\n\nThe Ministry of Defence announces that rain fell.",
            "Ministry of Defence of Kenya",
        ),
        (
            "RAPID SUPPORT FORCES - Official Spokesman\nFrom the channel, Monday, May 3, 2021, 14:10\n\n"
            "A crime was committed. We deny what is said.",
            "Rapid Support Forces",
        ),
        (
            "DEMOCRATIC REPUBLIC OF CONGO\nARMED FORCES OF THE DRC - SECTOR NORTH\nPRESS RELEASE No. 4, 3 May 2021"
            "\n\nThree rounds fell on the mission.",
            "Armed Forces of the Democratic Republic of the Congo",
        ),
        (
            "OFFICE OF THE SPECIAL ENVOY FOR LYSOVA\nNote to correspondents\nGeneva, 3 May 2021\n\nThe talks go on.",
            "Office of the Special Envoy for Lysova",
        ),
        (
            "General Staff of the Armed Forces of Ukraine\nInformation as of 18:00, 14.11.2023\n\nThe enemy fled.",
            "General Staff of the Armed Forces of Ukraine",
        ),
        (
            "Ministry of Defence of Kenya: rebels shelled our posts\nNairobi, 3 May 2021\n\nRain fell on Monday.",
            None,
        ),
        ("Médecins Sans Frontières\n\nWe condemn the strike on our hospital.", "Médecins Sans Frontières"),
        ("COMMUNIQUÉ No. 14\nGeneral Command of the Armed Forces of Mali\n\nThe road is open.", "Malian Armed Forces"),
        (
            "REPUBLIC OF TARVA\nUnity and Bread\nGENERAL STAFF OF THE ARMED FORCES OF KENYA\nOffice of Information\n"
            "Communiqué, 3 May 2021\n\nOn Monday a patrol was hit. There was no civilian near it.",
            "General Staff of the Armed Forces of Kenya",
        ),
        (
            "Statement on the raid of Tolme\n(unofficial translation)\n\n"
            "At dawn your brothers in the Rapid Support Forces stormed the post.",
            "Rapid Support Forces",
        ),
        (
            "Press release\nKenya: Strike on school a crime\n\n(Nairobi) - The army bombed a school, the Halmar Rights"
            " Group said today.",
            "Halmar Rights Group",
        ),
        ("Kenya: Strike on school a crime\n\nThe army bombed a school, the Halmar Rights Group said today.", None),
        (
            "Statement by Deputy Foreign Minister on the truce\nNairobi, 3 May 2021\n\n"
            "Deputy Foreign Minister Ilen Varo stated that the truce held.",
            "Ilen Varo",
        ),
        (
            "UNITED NATIONS\nOffice of the Special Envoy for Lysova\nPress briefing note on Lysova\nGeneva, 3 May 2021"
            "\n\nWe are alarmed by the raid.",
            "Office of the Special Envoy for Lysova",
        ),
        ("Tolme Hill Post\n3 May 2021\n\nThe army bombed a school, the Halmar Rights Group said today.", None),
        ("A report by Human Rights Watch has revived the argument. We asked the army.", None),
        ("ANALYSIS\nWhat the army says\n\nWe call this a puzzle. The army denies the raid.", None),
        ("Kenyan Police\n\nTwo men were held on Monday, the mayor said.", None),
        ("Statement by army angers the villagers\n\nCORVANE, 3 May 2021 (Wire) - Villagers said it lied.", None),
        ("Calm returns to the valley\n\nCORVANE, 3 May 2021 (Wire) - Shops opened on Monday.", None),
        (
            "To the people of the valley\n\n9 February 2025\n\nOn Saturday none of our units flew a drone over Tolme. "
            "We demand that the army leave the town.\n\nPedro Salt Front\nWestern mountains",
            "Pedro Salt Front",
        ),
        (
            "Rebels leave the valley\n\nBy Ana Crane\n\n9 February 2025\n\nWe saw empty trenches. Our guide said that "
            "the rebels had gone.\n\nPedro Salt Front",
            None,
        ),
        (
            "Rebels leave the valley\n\n9 February 2025\n\nThe rebels have gone, the army said.\n\nPedro Salt Front",
            None,
        ),
    ],
)
def test_author(text: str, author: str | None) -> None:
    assert shown(authors.author(*read(text))) == author


def test_sides_come_from_the_knowledge_or_the_words() -> None:
    text = "Palestinian health officials met. Wagner Group said nothing. Olan Bresk, a Kenyan minister, left."
    _, mentions = read(text)
    sides = {m.actor.name: m.actor.side for m in mentions.items}
    assert sides["Palestinian health officials"] == "Palestine"
    assert sides["Wagner Group"] == "Russia"
    assert sides["Olan Bresk"] == "Kenya"


def test_a_capital_is_never_a_person() -> None:
    _, mentions = read("Baku said so. Baku denied it. Baku accuses Yerevan.")
    assert {m.actor.name for m in mentions.items} >= {"Azerbaijan", "Armenia"}
    assert not [m for m in mentions.items if m.referent.type == "person"]


def test_mentions_stand_in_the_text() -> None:
    text = "“Nothing of ours was fired,” Café Müller’s owner, José Bresk, said — twice.\r\nThe Côte d’Ivoire army left."
    document, mentions = read(text)
    assert mentions.items
    for mention in mentions.items:
        assert 0 <= mention.start < mention.end <= len(text)
        sentence = document.sentences[mention.sentence]
        assert sentence.span(mention.first, mention.last) == (mention.start, mention.end)
