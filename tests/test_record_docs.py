"""docs/record.md and docs/record.schema.json say what counterclaim.records holds."""

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import get_args

import jsonschema
import msgspec
import pytest

from counterclaim import records

DOCS = Path(__file__).parent.parent / "docs"
PAGE = (DOCS / "record.md").read_text(encoding="utf-8")
TOLD = [
    records.Report, records.Claim, records.Actor, records.Event, records.Figure, records.When, records.Place,
    records.Means, records.Discarded,
]  # fmt: skip


def make_schema() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_schema", DOCS / "make_schema.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_schema_is_up_to_date() -> None:
    written = (DOCS / "record.schema.json").read_text(encoding="utf-8")
    assert written == make_schema().schema_text(), "run: python docs/make_schema.py"


def test_a_record_meets_its_schema() -> None:
    text = "Nobody was hurt, the ministry said."
    claim = records.Claim(
        id="c1",
        start=0,
        end=15,
        quote=text[:15],
        speaker=records.Actor(name="Ministry", start=21, end=29),
        content=records.Span(start=0, end=15),
        events=(records.Event(type="casualties", start=11, end=15),),
    )
    record = records.Record(report=records.make_report(text), claims=(claim,))
    jsonschema.validate(json.loads(record.to_json()), json.loads((DOCS / "record.schema.json").read_text("utf-8")))


@pytest.mark.parametrize("struct", TOLD, ids=lambda struct: struct.__name__)
def test_page_tells_every_field(struct: type[msgspec.Struct]) -> None:
    told = set(re.findall(r"\w+", PAGE))
    fields = {field.encode_name for field in msgspec.structs.fields(struct)} - {"text"}
    assert fields <= told


@pytest.mark.parametrize(
    "words",
    [records.Stance, records.EventType, records.Status, records.Effect, records.Qualifier, records.Victims],
    ids=["stance", "event type", "status", "effect", "qualifier", "victims"],
)
def test_page_tells_every_word(words: object) -> None:
    assert set(get_args(words)) <= set(re.findall(r"\w+", PAGE))
