"""A report as the benchmark's composition takes it: what each room of the reader finds in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from counterclaim import reading
from counterclaim.reading import actors, events, figures, layout, parsing, places, times
from counterclaim.reading.document import Document
from counterclaim.reading.events import Trigger
from counterclaim.reading.figures import CountedFigure
from counterclaim.reading.mentions import Mention
from counterclaim.reading.phrases import Chunk
from counterclaim.reading.places import PlaceMention
from counterclaim.reading.times import Timex
from counterclaim.records import make_report
from eval.muc.vectors import Vectors


@dataclass(frozen=True)
class Read:
    """A report read: `triggers`, `figures` and `vectors` (Vectors.of) are those of each sentence; `countries` names
    codes of places."""

    document: Document
    mentions: tuple[Mention, ...]
    chunks: Mapping[int, tuple[Chunk, ...]]
    triggers: tuple[tuple[Trigger, ...], ...]
    figures: tuple[tuple[CountedFigure, ...], ...]
    timexes: tuple[Timex, ...]
    spots: tuple[PlaceMention, ...]
    vectors: list[Any]
    countries: Mapping[str, str] = field(default_factory=dict)


class Reports:
    """Reads reports whatever they are about: which of them tell of an incident is for the weights to say."""

    def __init__(self) -> None:
        self._known = reading.load()
        self._vectors = Vectors(self._known.reader)

    def read(self, text: str) -> Read:
        blocks = layout.blocks(text)
        dated, _ = times.document_date(text, blocks, None, None)
        document = parsing.parse(make_report(text), blocks, dated, self._known.reader)
        found = actors.find(document, self._known.actors)
        spots = tuple(places.find(document, self._known.gazetteer))
        return Read(
            document,
            found.items,
            found.chunks,
            tuple(events.find(document, s, s.start, s.end) for s in document.sentences),
            tuple(figures.find(s) for s in document.sentences),
            tuple(times.find(document)),
            spots,
            self._vectors.of(document),
            dict(self._countries(spots)),
        )

    def _countries(self, spots: tuple[PlaceMention, ...]) -> Iterator[tuple[str, str]]:
        for code in {spot.entry.country for spot in spots if spot.entry.country}:
            about = self._known.gazetteer.about_country(code)
            people = about.demonyms[:1] if about else ()
            for entry in (self._known.gazetteer.people(name, kinds=("country",)) for name in people):
                if entry:
                    yield code, entry.name
