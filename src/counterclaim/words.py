"""The parts of a record in words: figures, times, places and speakers as a person writes them. No markup, no I/O."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from counterclaim.records import Actor, Claim, Cue, Event, Figure, Incident, Means, Place, Report, Span, When

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that a terminal obeys instead of showing: control and format characters, separators of lines."""
KEPT = "\r\n\t\u200c\u200d\u00ad"
"""Those among them that are harmless in running text."""


def shown(text: str) -> str:
    """`text` with every character that a terminal would obey made visible as a box; its length stays the same."""
    return "".join(c if c in KEPT or unicodedata.category(c) not in HIDDEN else "\ufffd" for c in text)


def one_line(text: str) -> str:
    """`text` on one line, safe to print."""
    return shown(" ".join(text.split()))


def speaker(claim: Claim) -> str:
    """Who speaks and through whom: "Armenian separatists (via Reuters)"."""
    own = "the report itself" if claim.speaker.kind == "report" else claim.speaker.name
    side = claim.speaker.side
    for_whom = f" [{side}]" if side and side != claim.speaker.name else ""
    through = f" via {', '.join(a.name for a in claim.via)}" if claim.via else ""
    return one_line(own + for_whom + through)


def count(figure: Figure) -> str:
    """The number alone: "12", "at least 12", "up to 50", "20 to 30", "about 80"."""
    if figure.max is None and figure.qualifier == "more_than":
        return f"more than {figure.min:,}"
    if figure.min == figure.max and figure.qualifier == "about":
        return f"about {figure.min:,}"
    return range_of(figure.min, figure.max)


def range_of(least: int, most: int | None) -> str:
    """A range as a person writes it: "12", "at least 12", "up to 50", "20 to 30"."""
    if most is None:
        return f"at least {least:,}"
    if least == most:
        return f"{least:,}"
    return f"up to {most:,}" if least == 0 else f"{least:,} to {most:,}"


def figure(figure: Figure) -> str:
    """The number with what it counts: "at least 12 killed (civilian, of Orvessia)"."""
    of = [figure.victims.replace("_", " ")] if figure.victims != "person" else []
    of += [f"of {figure.side}"] if figure.side else []
    of += ["so far"] if figure.cumulative else []
    of += [figure.repaired] if figure.repaired else []
    return one_line(f"{count(figure)} {figure.effect}" + (f" ({', '.join(of)})" if of else ""))


def figures(claim: Claim) -> str:
    return "; ".join(figure(f) for event in claim.events for f in event.figures)


def when(time: When | None) -> str:
    """The time as dates: "2024-03-11", "2024-03-11 to 2024-03-14", "since 2024-03-11"."""
    if time is None or (time.from_ is None and time.to is None):
        return ""
    if time.from_ is None:
        return f"until {time.to}"
    if time.to is None:
        return f"since {time.from_}"
    return str(time.from_) if time.from_ == time.to else f"{time.from_} to {time.to}"


def place(place: Place | None) -> str:
    """The place with its relation: "100 km north of Stepanakert"."""
    if place is None:
        return ""
    return one_line(f"{place.relation} {place.name}" if place.relation else place.name)


def kinds(claim: Claim) -> str:
    """What the claim is about: "shelling (denied), talks (wanted)"."""
    return ", ".join(map(_kind, claim.events))


def _kind(event: Event) -> str:
    about: list[str] = [] if event.status == "happened" else [event.status]
    about += ["background"] if event.background else []
    return event.type.replace("_", " ") + (f" ({', '.join(about)})" if about else "")


def plural(number: int, noun: str) -> str:
    """ "1 claim", "2 claims", "1,200 claims"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def each(values: Iterable[str]) -> str:
    """The values that say something, each once, in order, one a line."""
    return "\n".join(dict.fromkeys(value for value in values if value))


def actor(actor: Actor) -> str:
    return one_line(f"{actor.name} [{actor.side}]" if actor.side and actor.side != actor.name else actor.name)


def report(report: Report) -> str:
    """The report's heading: title, outlet, day, file."""
    about = (report.outlet, str(report.published) if report.published else None, report.path or report.url)
    return one_line(" · ".join([report.title or report.id, *(part for part in about if part)]))


def incident(incident: Incident) -> str:
    """What, where and when: "shelling, Corvane, 2024-03-12"."""
    parts = (incident.type.replace("_", " "), place(incident.place), when(incident.when))
    return ", ".join(part for part in parts if part)


def described(value: object) -> str:
    """Any value of a record in words, on one line."""
    match value:
        case None:
            return "none"
        case bool():
            return "yes" if value else "no"
        case Actor():
            return actor(value)
        case Figure():
            return figure(value)
        case When():
            return when(value) or value.precision
        case Place():
            return place(value)
        case Event():
            return _kind(value)
        case Cue():
            return one_line(value.text)
        case Means():
            return one_line(value.name)
        case Span():
            return "these words"
    return one_line(str(value))
