"""The named entities of a report: one type for a name in a report, with its reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from counterclaim import reading
from counterclaim.reading import entities, parsing, places
from counterclaim.reading.document import Block
from counterclaim.reading.entities import Entity
from counterclaim.records import make_report

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "entities.yaml").read_text(encoding="utf-8"))


def found(text: str) -> tuple[Entity, ...]:
    known = reading.load()
    document = parsing.parse(make_report(text), (Block("body", 0, len(text)),), None, known.reader)
    return entities.find(document, known.actors, known.gazetteer, places.find(document, known.gazetteer))


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_entities(case: dict[str, Any]) -> None:
    text = case["text"]
    names = [e for e in found(text) if e.type not in entities.THINGS.values()]
    assert [[text[e.start : e.end], e.type] for e in names] == case["entities"]
    assert all(entity.reason for entity in names)


def test_arms_are_things_without_a_name() -> None:
    text = "Helicopters dropped barrel bombs on the town. A man with a rifle was arrested."
    things = [(text[e.start : e.end].split()[-1], e.type) for e in found(text) if e.type in entities.THINGS.values()]
    assert things == [("Helicopters", "VEHICLE"), ("bombs", "WEAPON"), ("rifle", "WEAPON")]
