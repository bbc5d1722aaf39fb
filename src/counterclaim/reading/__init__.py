"""Reading: a report in, the claims it makes out, each tied to characters. Touches no store and no network.

The order of the steps is the order of the lines in `read`; each step has a room of its own in this package, takes what
the ones before it found and alters nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from counterclaim.knowledge.actors import Actors, load_actors
from counterclaim.knowledge.gazetteer import Gazetteer, open_gazetteer
from counterclaim.reading import actors as people
from counterclaim.reading import (
    attribution,
    claims,
    context,
    layout,
    model,
    parsing,
    places,
    propositions,
    relevance,
    times,
)
from counterclaim.reading.findings import Findings
from counterclaim.records import Record, Report

VERSION = "1"
"""Of the reader: raised whenever the same report may be read differently, so that claim ids tell readers apart."""


@dataclass(frozen=True)
class Resources:
    """What the reader knows and reads with; loaded once a process."""

    reader: model.Reader
    actors: Actors
    gazetteer: Gazetteer


@cache
def load(actors: Sequence[Path] = (), gazetteers: Sequence[Path] = ()) -> Resources:
    """The shipped model and knowledge, with a user's own actor and gazetteer files before ours."""
    return Resources(model.load(), load_actors(tuple(actors)), open_gazetteer(tuple(gazetteers)))


def read(
    report: Report, *, published: date | None = None, resources: Resources | None = None, gated: bool = True
) -> Record:
    """The claims of one report. `published` is the day it appeared, where its reader knows better than its text.

    A report that is not about a conflict makes none, and costs little; where it is not `gated` it is read all the same.
    """
    text = report.text
    blocks = layout.blocks(text)
    dated, _ = times.document_date(text, blocks, report.url, published or report.published)
    report = msgspec.structs.replace(
        report,
        title=report.title or layout.title(text, blocks),
        outlet=report.outlet or layout.outlet(text, blocks),
        published=dated,
        language=report.language or "en",
    )
    discarded = layout.discarded(blocks)
    if gated and not relevance.relevance(text, blocks).conflict:
        return Record(report=report, discarded=discarded)
    known = resources or load()
    document = parsing.parse(report, blocks, dated, known.reader)
    said = attribution.find(document)
    document = parsing.with_clauses(
        document, ((a.sentence, *a.content) for a in said if a.frame in ("clause", "phrase", "colon"))
    )
    findings = Findings(
        document=document,
        mentions=people.find(document, known.actors),
        timexes=times.find(document),
        spots=places.find(document, known.gazetteer),
    )
    drafts = propositions.draft(document, said)
    made = context.carry(findings, known.gazetteer, claims.build(findings, drafts, VERSION))
    return Record(report=report, claims=made, discarded=discarded)
