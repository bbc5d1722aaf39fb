"""Small factories: records built by hand, so that no test needs the reader to have something to store or to show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from counterclaim.records import (
    Actor,
    Claim,
    Cue,
    Discarded,
    Event,
    Figure,
    Means,
    Place,
    Record,
    Report,
    Span,
    When,
    make_report,
)

TEXT = (
    "Shells hit Corvane market\r\n"
    "The Interior Ministry said on Tuesday that at least 12 civilians were killed by rockets in Corvane. "
    "“Nothing of ours was fired,” the rebels’ spokesman said.\r\n"
    "Subscribe to our newsletter!\r\n"
)
"""What `record` is a record of: invented, with line ends, quotation marks and a line that is no story."""


def report(text: str = TEXT, **origin: Any) -> Report:
    return make_report(text, **{"path": "corvane.txt", "published": date(2024, 3, 12), **origin})


def span(text: str, words: str, after: str = "") -> dict[str, int]:
    """Where `words` stand in `text`, the first time behind `after`."""
    start = text.index(words, text.index(after) if after else 0)
    return {"start": start, "end": start + len(words)}


def actor(text: str, words: str, name: str | None = None, **fields: Any) -> Actor:
    return Actor(name=name or words, **{**span(text, words), **fields})


def claim(text: str, quote: str, *, id: str = "c1", speaker: Actor | None = None, **fields: Any) -> Claim:
    """The claim that `quote` carries, said by the report itself unless told otherwise."""
    where = span(text, quote)
    by = speaker or Actor(name="report", kind="report")
    return Claim(**{"id": id, "quote": quote, **where, "speaker": by, "content": Span(**where), **fields})


def toll(text: str = TEXT) -> Claim:
    """A claim with everything that a claim can hold."""
    day = When(from_=date(2024, 3, 12), to=date(2024, 3, 12), precision="day", basis="weekday", **span(text, "Tuesday"))
    event = Event(
        type="shelling",
        **span(text, "killed"),
        agents=(Actor(name="Highland Movement", side="Highland Movement"),),
        targets=(actor(text, "civilians"),),
        means=(Means(name="rocket", **span(text, "rockets")),),
        when=day,
        place=Place(
            name="Corvane", lat=-49.3, lon=69.5, country="XO", precision="exact", **span(text, "Corvane", "rockets")
        ),
        figures=(
            Figure(
                effect="killed", min=12, max=None, qualifier="at_least", victims="civilian", **span(text, "at least 12")
            ),
        ),
    )
    quote = "The Interior Ministry said on Tuesday that at least 12 civilians were killed by rockets in Corvane."
    ministry = actor(text, "The Interior Ministry", "Interior Ministry", id="demo:interior", side="Orvessia")
    return claim(
        text,
        quote,
        id="c000000000000001",
        speaker=ministry,
        cue=Cue(text="said", **span(text, "said")),
        content=Span(**span(text, "at least 12 civilians were killed by rockets in Corvane")),
        said_on=day,
        events=(event,),
        reasons={"speaker": "the subject of the cue", "events.0.killed": "a count before a noun for people"},
    )


def denial(text: str = TEXT) -> Claim:
    """A claim in quotation marks, without an event of its own."""
    return claim(
        text,
        "“Nothing of ours was fired,” the rebels’ spokesman said.",
        id="c000000000000002",
        speaker=actor(text, "the rebels’ spokesman", "Highland Movement", side="Highland Movement"),
        via=(Actor(name="Meridian"),),
        addressee=Actor(name="Orvessia"),
        content=Span(**span(text, "Nothing of ours was fired")),
        stance="denies",
        direct=True,
    )


def record(text: str = TEXT, claims: Sequence[Claim] | None = None, **origin: Any) -> Record:
    """A record of two claims and a passage that is left out, of `TEXT`; of any other text with no claim."""
    if claims is None:
        claims = (toll(text), denial(text)) if text == TEXT else ()
    left_out = (Discarded(why="advert", **span(text, "Subscribe to our newsletter!")),) if text == TEXT else ()
    return Record(report=report(text, **origin), claims=tuple(claims), discarded=left_out)


def read(of: Report) -> Record:
    """A reader for tests: every line is a claim of the report's own, named by its place."""
    claims = []
    start = 0
    for line in of.text.splitlines(keepends=True):
        said = line.strip()
        if said:
            at = start + line.index(said)
            where = {"start": at, "end": at + len(said)}
            voice = Actor(name="report", kind="report")
            claims.append(
                Claim(id=f"c{of.id[1:]}{len(claims)}", quote=said, speaker=voice, content=Span(**where), **where)
            )
        start += len(line)
    return Record(report=of, claims=tuple(claims))
