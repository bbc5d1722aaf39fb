"""The record: what Counterclaim says about a report. The public contract, see docs/record.md.

Frozen values and no I/O. Offsets count Unicode code points of the report's text, `start` inclusive, `end` exclusive;
`text[start:end]` is exactly the text that a record names. A `Record` checks itself against its report when it is built,
so that a quotation nobody wrote cannot exist.

    Record ── Report                      the text, and where it comes from
           ├─ Claim ── Actor              speaker, via, addressee
           │        ├─ Cue, Span          the words that attribute; content, condition
           │        └─ Event ── Actor     agents, targets
           │                 ├─ Means, When, Place
           │                 └─ Figure    one count of people
           └─ Discarded                   boilerplate, adverts, bylines

    Incident ─┬─ When, Place              what the accounts have in common
              ├─ Account                  the claims of one side
              ├─ Toll ── Count            low and high, and who says which count
              ├─ Link                     two claims that agree, contradict, deny, revise, repeat
              └─ Origin                   reports that are one voice
    Judgement                             one line of the log that incidents and links derive from
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Literal

import msgspec

from counterclaim.errors import RecordError

Stance = Literal[
    "asserts", "confirms", "denies", "doubts", "accuses", "condemns",
    "supports", "demands", "appeals", "offers", "promises", "threatens",
]  # fmt: skip
EventType = Literal[
    "offensive", "clash", "shelling", "air_strike", "drone_strike", "bombing", "land_mine", "explosion", "shooting",
    "killing", "abduction", "detention", "sexual_violence", "destruction", "territory_change", "deployment",
    "withdrawal", "ceasefire", "ceasefire_violation", "talks", "agreement", "surrender", "prisoner_exchange",
    "blockade", "displacement", "aid", "protest", "riot", "sanction", "casualties", "other",
]  # fmt: skip
Status = Literal["happened", "ongoing", "planned", "wanted", "conditional", "denied"]
Effect = Literal["killed", "injured", "missing", "captured", "displaced"]
Qualifier = Literal["exact", "at_least", "more_than", "at_most", "about", "range", "vague"]
Victims = Literal[
    "person", "civilian", "child", "woman", "soldier", "police", "militant", "peacekeeper", "official", "medic",
    "journalist", "aid_worker", "prisoner",
]  # fmt: skip
TimePrecision = Literal["day", "week", "month", "season", "year", "decade", "range", "open"]
TimeBasis = Literal["stated", "relative", "weekday", "context"]
PlacePrecision = Literal["exact", "near", "admin2", "admin1", "region", "country"]
SpeakerKind = Literal["actor", "report", "unnamed"]
Relation = Literal["agrees", "contradicts", "denies", "revises", "repeats"]
Verdict = Literal["same", "apart", "link", "unlink", "review", "accept", "reject", "edit", "undo"]


class Base(msgspec.Struct, frozen=True, kw_only=True):
    """Frozen, keyword-only, compared by value; fields are written to JSON in the order they stand in."""


class Span(Base, frozen=True, kw_only=True):
    """Characters `[start, end)` of the report's text."""

    start: int
    end: int


class Cue(Span, frozen=True, kw_only=True):
    """The words that attribute a claim to its speaker: "said", "according to"."""

    text: str


class Actor(Base, frozen=True, kw_only=True):
    """Who speaks, acts or suffers. `name` is canonical, the same for every mention in the report.

    `id` is the knowledge base's, null when unknown; `side` the canonical name of the party the actor speaks or acts
    for; the span is the mention's, null where the actor is only implied.
    """

    name: str
    id: str | None = None
    kind: SpeakerKind = "actor"
    side: str | None = None
    start: int | None = None
    end: int | None = None


class Means(Span, frozen=True, kw_only=True):
    """A weapon or instrument, by its general name: aircraft, artillery, UAV, land mine, rifle."""

    name: str


class When(Base, frozen=True, kw_only=True):
    """Inclusive ISO dates; `from_` or `to` null where the time is open on that side. The span is the expression's."""

    from_: date | None = msgspec.field(name="from", default=None)
    to: date | None = None
    precision: TimePrecision
    basis: TimeBasis
    start: int | None = None
    end: int | None = None


class Place(Base, frozen=True, kw_only=True):
    """Where: WGS84 degrees, the span of the name, and how exact the point is.

    `relation` keeps the report's "100 km north of"; a country or region has no more than its own precision. `names` are
    all names that the report gives the place, as written, where one of them is not `name`: parties call one town two.
    Unset, and absent from JSON, elsewhere, so that records made before there were `names` keep their bytes.
    """

    name: str
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    precision: PlacePrecision
    relation: str | None = None
    names: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    start: int | None = None
    end: int | None = None


class Figure(Span, frozen=True, kw_only=True):
    """One count of people. `max` null means open above; "not stated" is no figure at all, never a zero.

    `repaired` tells what a slip was read as, and why.
    """

    effect: Effect
    min: int
    max: int | None
    qualifier: Qualifier = "exact"
    victims: Victims = "person"
    side: str | None = None
    cumulative: bool = False
    repaired: str | None = None


class Event(Span, frozen=True, kw_only=True):
    """What is said to have happened, to be happening, or to be wanted. The span is the words that name it."""

    type: EventType
    status: Status = "happened"
    background: bool = False
    agents: tuple[Actor, ...] = ()
    targets: tuple[Actor, ...] = ()
    means: tuple[Means, ...] = ()
    when: When | None = None
    place: Place | None = None
    figures: tuple[Figure, ...] = ()


class Claim(Span, frozen=True, kw_only=True):
    """One act of saying: who says what, in which words. `reasons` keeps why a field holds what it holds."""

    id: str
    quote: str
    speaker: Actor
    via: tuple[Actor, ...] = ()
    cue: Cue | None = None
    content: Span
    stance: Stance = "asserts"
    direct: bool = False
    hedged: bool = False
    condition: Span | None = None
    addressee: Actor | None = None
    said_on: When | None = None
    events: tuple[Event, ...] = ()
    reasons: dict[str, str] = msgspec.field(default_factory=dict)


class Discarded(Span, frozen=True, kw_only=True):
    """Characters that are no part of the story: boilerplate, related links, adverts, bylines."""

    why: str


class Report(Base, frozen=True, kw_only=True):
    """A text as it was found, and where it comes from. `sha256` is of the bytes that were read.

    `text` is canonical: what the bytes say, decoded, never altered. `encoding` is the one the bytes were read with.
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    path: str | None = None
    outlet: str | None = None
    published: date | None = None
    language: str | None = None
    encoding: str = "utf-8"
    sha256: str

    def header(self) -> dict[str, Any]:
        """The report as a record's JSON shows it: everything but its text."""
        shown: dict[str, Any] = msgspec.to_builtins(self)
        del shown["text"]
        return shown


class Source(Base, frozen=True, kw_only=True):
    """What is known of a finding place beyond what the report itself holds.

    `kind` is text, markdown, html, pdf, mail; `offsets` the map from the text back to the bytes, as JSON of
    `ingest.offsets.Offsets`, null where the text is the decoded bytes themselves; `way` the version of ingest. Times
    are UTC without a zone; `seen_at` is when a server or an archive had it, null for a file.
    """

    kind: str = "text"
    offsets: str | None = None
    author: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    seen_at: datetime | None = None
    way: str = ""


class Link(Base, frozen=True, kw_only=True):
    """How one claim stands to another on one field; `from_` is the later or the denying one. `by` is who says so."""

    from_: str = msgspec.field(name="from")
    to: str
    relation: Relation
    field: str
    why: str = ""
    by: str = ""


class Count(Base, frozen=True, kw_only=True):
    """One voice's count in a toll. `part` counts are no totals and move neither end; `superseded` by a later one."""

    speaker: str
    claim: str
    min: int
    max: int | None
    said_on: date | None = None
    outlet: str | None = None
    side: str | None = None
    part: bool = False
    superseded: bool = False


class Toll(Base, frozen=True, kw_only=True):
    """What is said of one effect on one kind of victims: the least and the greatest total, and all counts by day.

    `low` and `high` are those of the totals that anyone states, an open maximum counting as its minimum; both null
    where only parts are counted. `side` is whose people they were, where the accounts tell several sides' apart.
    """

    effect: Effect
    victims: Victims
    side: str | None = None
    low: int | None
    high: int | None
    by: tuple[Count, ...] = ()


class Account(Base, frozen=True, kw_only=True):
    """What one side says of an incident; null is the side of those who speak for none."""

    side: str | None
    claims: tuple[str, ...]


class Origin(Base, frozen=True, kw_only=True):
    """Reports that count as one voice, the earliest first, and why."""

    reports: tuple[str, ...]
    why: str = ""


class Incident(Base, frozen=True, kw_only=True):
    """What several claims speak of, as reconcile holds it. `origins` are the independent ones among its reports."""

    id: str
    type: EventType
    when: When | None = None
    place: Place | None = None
    claims: tuple[str, ...]
    accounts: tuple[Account, ...] = ()
    tolls: tuple[Toll, ...] = ()
    links: tuple[Link, ...] = ()
    reports: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()


class Judgement(Base, frozen=True, kw_only=True):
    """One line of the log. `by` names a person or a version of reconcile; nothing in the log is ever changed.

    same, apart: that claims `a` and `b` speak of one incident, or do not. link, unlink: that `relation` holds between
    them on `field`, or does not. review: that somebody looked at `a`. accept, reject: that `a` is what its report says,
    or is not. edit: that `field` of `a` (events.0.figures.1.min) holds `to` instead of `was`, both JSON, null for
    nothing. undo: that the act `undoes` counts no more. Lines of one `act` stand and fall together.
    """

    key: int
    act: int
    at: datetime
    by: str
    verdict: Verdict
    a: str
    b: str | None = None
    relation: Relation | None = None
    field: str | None = None
    value: float | None = None
    why: str = ""
    undoes: int | None = None
    was: str | None = None
    to: str | None = None


def make_report(text: str, *, data: bytes | None = None, **origin: Any) -> Report:
    """A report of `text`, identified by its text alone; `data` are the bytes it was decoded from.

    `origin` takes Report's other fields: title, url, path, outlet, published, language, encoding.
    """
    encoded = text.encode("utf-8", "surrogatepass")
    return Report(
        id="r" + hashlib.sha256(encoded).hexdigest()[:16],
        text=text,
        sha256=hashlib.sha256(encoded if data is None else data).hexdigest(),
        **origin,
    )


class Record(Base, frozen=True, kw_only=True):
    """What one report says. Cannot be built unless every span lies in the text and every quoted text stands there.

    `seal` is the SHA-256 of all the rest as JSON; it is made with the record, and one that is given has to fit, so that
    no field of a record that was written down can be another when it is read again.
    """

    report: Report
    claims: tuple[Claim, ...] = ()
    discarded: tuple[Discarded, ...] = ()
    seal: str = ""

    def __post_init__(self) -> None:
        if len({claim.id for claim in self.claims}) < len(self.claims):
            raise RecordError(f"report {self.report.id}: two claims have one id; read it again with this version")
        for problem in span_problems(self.report.text, *self.claims, *self.discarded):
            raise RecordError(f"report {self.report.id}: {problem}; read the report again with this version")
        seal = self._sealed()
        if self.seal and self.seal != seal:
            raise RecordError(f"report {self.report.id}: its record was changed after it was made; read it again")
        msgspec.structs.force_setattr(self, "seal", seal)

    def with_claims(self, claims: tuple[Claim, ...]) -> Record:
        """A record of the same report with other claims."""
        return Record(report=self.report, claims=claims, discarded=self.discarded)

    def to_builtins(self) -> dict[str, Any]:
        """The record as plain JSON types, as docs/record.md lays it down."""
        return {
            "report": self.report.header(),
            "claims": msgspec.to_builtins(self.claims),
            "discarded": msgspec.to_builtins(self.discarded),
            "seal": self.seal,
        }

    def to_json(self) -> str:
        """One line of JSON, the same bytes for the same record."""
        return msgspec.json.encode(self.to_builtins()).decode("utf-8")

    def _sealed(self) -> str:
        """The seal; empty where the record holds half a character, so that it cannot be written down at all."""
        rest = {"report": self.report.header(), "claims": self.claims, "discarded": self.discarded}
        try:
            return hashlib.sha256(msgspec.json.encode(rest)).hexdigest()
        except UnicodeEncodeError:
            return ""


def report_from_header(header: str | bytes) -> Report:
    """The report whose `Report.header` this is as JSON, without its text, which no comparison needs."""
    return msgspec.convert({**msgspec.json.decode(header), "text": ""}, Report, strict=False)


def record_from_json(data: str | bytes, text: str) -> Record:
    """The record that `data` holds, checked against the report's `text`; RecordError where they do not fit."""
    try:
        raw = msgspec.json.decode(data)
        raw["report"]["text"] = text
        return msgspec.convert(raw, Record, strict=False)
    except (msgspec.ValidationError, msgspec.DecodeError, KeyError, TypeError, RecursionError) as error:
        raise RecordError(
            f"this is not a record of the contract: {error}; compare it with docs/record.schema.json"
        ) from error


def json_schema() -> dict[str, Any]:
    """The JSON Schema of `counterclaim read --json`, one object a report."""
    (schema,), components = msgspec.json.schema_components([Record], ref_template="#/$defs/{name}")
    report = components["Report"]
    report["properties"].pop("text")
    report["required"] = [name for name in report["required"] if name != "text"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Record", **schema, "$defs": components}


def span_problems(text: str, *nodes: msgspec.Struct) -> Iterator[str]:
    """What is wrong with the spans in `nodes` and below: outside `text`, empty, or not the text they quote."""
    for node in nodes:
        yield from _own_problems(text, node)
        for name in node.__struct_fields__:
            value = getattr(node, name)
            for child in value if isinstance(value, tuple) else (value,):
                if isinstance(child, msgspec.Struct):
                    yield from span_problems(text, child)


def _own_problems(text: str, node: msgspec.Struct) -> Iterator[str]:
    start, end = getattr(node, "start", None), getattr(node, "end", None)
    what = type(node).__name__.lower()
    if start is None and end is None:
        return
    if start is None or end is None or not 0 <= start < end <= len(text):
        yield f"{what} has the span {start}:{end}, the text has {len(text)} characters"
        return
    for name in ("quote", "text"):
        said = getattr(node, name, None)
        if isinstance(said, str) and said != text[start:end]:
            yield f"{what}.{name} says {said[:60]!r}, but characters {start}:{end} are {text[start:end][:60]!r}"
