"""What must hold of every record, whoever made it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from counterclaim.records import Record, Report, record_from_json, span_problems


def assert_traceable(record: Record, report: Report) -> None:
    """Every span of `record` lies in the text of `report`, every quoted text stands there, and JSON keeps all of it."""
    assert record.report.id == report.id
    assert record.report.text == report.text
    assert list(span_problems(report.text, *record.claims, *record.discarded)) == []
    assert len({claim.id for claim in record.claims}) == len(record.claims), "two claims share an id"
    for claim in record.claims:
        assert claim.start <= claim.content.start < claim.content.end <= claim.end, (
            f"{claim.id}: content outside its quote"
        )
        assert claim.speaker.kind == "report" or claim.speaker.name, f"{claim.id}: a speaker without a name"
        for actor in nodes(claim):
            start, end = getattr(actor, "start", None), getattr(actor, "end", None)
            assert (start is None) == (end is None), f"{claim.id}: half a span in {actor}"
    assert record_from_json(record.to_json(), report.text) == record


def nodes(node: msgspec.Struct) -> Iterator[msgspec.Struct]:
    """`node` and every part below it."""
    yield node
    for name in node.__struct_fields__:
        value = getattr(node, name)
        for child in value if isinstance(value, tuple) else (value,):
            if isinstance(child, msgspec.Struct):
                yield from nodes(child)
