"""Reports built from what is said in them: one paragraph a saying, its claim and event put in by hand.

The places and parties are the demonstration's, which are invented.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from counterclaim.records import Actor, Claim, Event, Figure, Place, Record, Span, When, make_report

TOWNS = {"Corvane": (-49.25, 69.88), "Ilmet": (-49.18, 69.30), "Brakka": (-49.28, 68.45), "Sennet": (-48.1, 69.7)}
ORVESSIA, MOVEMENT = "Orvessia", "Highland Movement"


def day(number: int) -> date:
    """A day of March 2024."""
    return date(2024, 3, number)


def on(number: int, basis: str = "stated") -> When:
    return When(from_=day(number), to=day(number), precision="day", basis=basis)  # type: ignore[arg-type]


def at(town: str) -> Place:
    lat, lon = TOWNS[town]
    return Place(name=town, lat=lat, lon=lon, country="XO", precision="exact")


def killed(number: int, most: int | None = -1, **fields: Any) -> dict[str, Any]:
    """A count of the killed; exact, unless `most` says otherwise."""
    return {"effect": "killed", "min": number, "max": number if most == -1 else most, **fields}


def event(kind: str = "shelling", **fields: Any) -> dict[str, Any]:
    return {"type": kind, **fields}


def said(
    quote: str, *events: dict[str, Any], by: str = "Interior Ministry", side: str | None = ORVESSIA, **fields: Any
) -> dict[str, Any]:
    """One saying: its words, who says it, and what of."""
    kind = fields.pop("kind", "actor")
    return {"quote": quote, "events": events, "speaker": Actor(name=by, side=side, kind=kind), **fields}


def report(outlet: str | None, published: int, *sayings: dict[str, Any], title: str | None = None) -> Record:
    """A report of `outlet` on that day of March 2024, with a claim for each saying."""
    lines = [title] if title else []
    text = "\n".join([*lines, *(saying["quote"] for saying in sayings)]) + "\n"
    claims, start = [], len(title) + 1 if title else 0
    name = hashlib.sha256(f"{outlet}{published}{text}".encode()).hexdigest()[:8]
    for number, saying in enumerate(sayings):
        claims.append(_claim(f"c{name}{number:02}", start, saying))
        start += len(saying["quote"]) + 1
    found = make_report(text, outlet=outlet, published=day(published), title=title, path=f"{name}.txt")
    return Record(report=found, claims=tuple(claims))


def _claim(id: str, start: int, saying: dict[str, Any]) -> Claim:
    fields = {key: value for key, value in saying.items() if key != "events"}
    end = start + len(saying["quote"])
    events = tuple(_event(start, saying["quote"], dict(one)) for one in saying["events"])
    return Claim(id=id, start=start, end=end, content=Span(start=start, end=end), **{**fields, "events": events})


def _event(start: int, quote: str, fields: dict[str, Any]) -> Event:
    figures = tuple(_figure(start, quote, dict(one)) for one in fields.pop("figures", ()))
    place = fields.pop("at", None)
    if place:
        found = quote.find(place)
        span = {"start": start + found, "end": start + found + len(place)} if found >= 0 else {}
        fields["place"] = Place(**{**{n: getattr(at(place), n) for n in at(place).__struct_fields__}, **span})
    agents: Sequence[str] = fields.pop("by", ())
    fields["agents"] = tuple(Actor(name=name, side=name) for name in agents)
    return Event(start=start, end=start + len(quote), figures=figures, **fields)


def _figure(start: int, quote: str, fields: dict[str, Any]) -> Figure:
    number = str(fields["min"])
    found = max(quote.find(number), 0)
    return Figure(start=start + found, end=start + found + max(len(number), 1), **fields)
