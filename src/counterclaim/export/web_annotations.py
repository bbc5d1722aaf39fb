"""W3C Web Annotations (JSON-LD): each claim, and each cell of it that stands on characters of its own, one annotation.

Every target has a TextPositionSelector, whose unit is Unicode code points of our text of the report, together with a
TextQuoteSelector, which finds the words in any other copy of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from counterclaim.export.archive import Archive
from counterclaim.export.form import Format, Options, Written, json_list
from counterclaim.records import Claim, Event, Record, Report

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Characters of `prefix` and `suffix`: enough to tell two equal quotations in one report apart."""


def annotated(record: Record) -> Iterator[dict[str, Any]]:
    """The annotations of one record, each claim followed by its cells."""
    report = record.report
    for claim in record.claims:
        yield _annotation(report, claim.id, claim.start, claim.end, "describing", _summary(claim))
        for name, start, end, purpose, value in _cells(claim):
            if start is not None and end is not None:
                yield _annotation(report, f"{claim.id}/{name}", start, end, purpose, value)


def _annotation(report: Report, name: str, start: int, end: int, purpose: str, value: str) -> dict[str, Any]:
    return {
        "id": f"urn:counterclaim:{name}",
        "type": "Annotation",
        "motivation": purpose,
        "body": {"type": "TextualBody", "value": value, "purpose": purpose, "format": "text/plain"},
        "target": {"source": report.url or f"urn:counterclaim:{report.id}", "selector": selectors(report, start, end)},
    }


def selectors(report: Report, start: int, end: int) -> list[dict[str, Any]]:
    """The characters `[start, end)` as both selectors."""
    text = report.text
    quote = {
        "exact": text[start:end],
        "prefix": text[max(0, start - AROUND) : start],
        "suffix": text[end : end + AROUND],
    }
    return [{"type": "TextPositionSelector", "start": start, "end": end}, {"type": "TextQuoteSelector", **quote}]


def _summary(claim: Claim) -> str:
    via = "".join(f" via {actor.name}" for actor in claim.via)
    return f"{claim.speaker.name}{via} {claim.stance}"


def _cells(claim: Claim) -> Iterator[tuple[str, int | None, int | None, str, str]]:
    """Name, span, purpose and value of each cell."""
    speaker, cue = claim.speaker, claim.cue
    yield "speaker", speaker.start, speaker.end, "identifying", f"speaker: {speaker.name}"
    if cue:
        yield "cue", cue.start, cue.end, "tagging", f"cue of {claim.stance}"
    yield "content", claim.content.start, claim.content.end, "tagging", "content"
    if claim.addressee:
        yield (
            "addressee",
            claim.addressee.start,
            claim.addressee.end,
            "identifying",
            f"addressee: {claim.addressee.name}",
        )
    for position, event in enumerate(claim.events):
        yield from _cells_of_event(f"events/{position}", event)


def _cells_of_event(name: str, event: Event) -> Iterator[tuple[str, int | None, int | None, str, str]]:
    yield name, event.start, event.end, "classifying", f"{event.type}, {event.status}"
    for role, actors in (("agents", event.agents), ("targets", event.targets)):
        for at, actor in enumerate(actors):
            yield f"{name}/{role}/{at}", actor.start, actor.end, "identifying", f"{role[:-1]}: {actor.name}"
    for at, figure in enumerate(event.figures):
        count = f"{figure.effect} {figure.min} to {'more' if figure.max is None else figure.max}, {figure.victims}"
        yield f"{name}/figures/{at}", figure.start, figure.end, "describing", count
    if event.when:
        days = f"{event.when.from_ or ''}/{event.when.to or ''}"
        yield f"{name}/when", event.when.start, event.when.end, "identifying", f"when: {days}"
    if event.place:
        point = "" if event.place.lat is None else f" ({event.place.lat}, {event.place.lon})"
        yield f"{name}/place", event.place.start, event.place.end, "identifying", f"place: {event.place.name}{point}"


def _write(archive: Archive, out: Path, options: Options) -> Written:  # noqa: ARG001
    head = {"@context": CONTEXT, "id": "urn:counterclaim:annotations", "type": "AnnotationPage"}
    found = (annotation for record in archive.records() for annotation in annotated(record))
    return json_list(out, msgspec.json.encode(head)[:-1] + b',"items":', found)


FORMAT = Format(
    name="annotations",
    about="W3C Web Annotations in JSON-LD, one for each claim and each of its cells; positions count code points",
    write=_write,
    loses=("cells that are only implied and have no characters of their own", "incidents, links and tolls"),
    blank=("created, creator: the record has no clock; no ClaimReview, since nobody gave a verdict",),
)
