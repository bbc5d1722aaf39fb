"""What joins reconcile and the ledger: new readings are laid beside the others, a neighbourhood at a time.

`settle` takes the readings that this version of reconcile has not seen, makes strands of them, looks up what they may
be of one incident with, and works out anew only the neighbourhoods that they touch. Each neighbourhood is worked out as
a whole from its strands and the persons' judgements, so that the same readings give the same incidents in any order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection

from counterclaim.errors import LedgerError
from counterclaim.ledger import across, filing, incidents, judgements
from counterclaim.ledger.review import Reviewed, edits, seen, seen_record, state_of
from counterclaim.ledger.review import lines_of as review_lines
from counterclaim.ledger.sql import slices
from counterclaim.ledger.store import Ledger
from counterclaim.reconcile import VERSION
from counterclaim.reconcile.accounts import incident as put_together
from counterclaim.reconcile.accounts import incident_id, told_of
from counterclaim.reconcile.blocking import filed, looked
from counterclaim.reconcile.comparing import Tie, tie
from counterclaim.reconcile.grouping import Words
from counterclaim.reconcile.grouping import incidents as grouped
from counterclaim.reconcile.linking import links
from counterclaim.reconcile.strands import strands
from counterclaim.reconcile.told import Told
from counterclaim.reconcile.traits import Strand
from counterclaim.records import Claim, Incident, Judgement, Link, Record, Relation, report_from_header

CHUNK = 200
"""Readings that are settled in one transaction."""
MACHINE = f"reconcile {VERSION}"
"""What the log calls this version."""

Pair = frozenset[str]


@dataclass
class Settled:
    """What one call of `settle` did."""

    readings: int = 0
    incidents: set[str] = field(default_factory=set)
    found: int = 0
    withdrawn: int = 0

    def __add__(self, other: Settled) -> Settled:
        return Settled(
            self.readings + other.readings,
            self.incidents | other.incidents,
            self.found + other.found,
            self.withdrawn + other.withdrawn,
        )


@dataclass(frozen=True)
class Said:
    """What persons said that still stands, by pairs of claims."""

    same: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()
    links: Mapping[tuple[str, str, str], Judgement] = field(default_factory=dict)


def settle(ledger: Ledger, chunk: int = CHUNK) -> Settled:
    """Lays every reading that has not been seen beside the others; what was interrupted goes on where it stopped."""
    done = Settled()
    while True:
        with ledger.transaction() as connection:
            new, gone = across.pending(connection, VERSION, chunk)
            if not new and not gone:
                break
            done += _settle(connection, new, gone)
    while True:
        with ledger.transaction() as connection:
            if not (stale := incidents.marked(connection, chunk)):
                return done
            _put_together(connection, stale)


def all_incidents(ledger: Ledger) -> Iterator[Incident]:
    """Every incident of the ledger, by its id."""
    with ledger.transaction() as connection:
        for name, kept in incidents.all_kept(connection):
            yield kept or _incident(connection, name)


class Dispute(NamedTuple):
    """Two claims of one incident that contradict each other, or of which the later denies the earlier."""

    incident: Incident
    link: Link
    later: Told
    earlier: Told


def all_disputes(ledger: Ledger) -> Iterator[Dispute]:
    """Every contradiction and denial, incident by incident."""
    with ledger.transaction() as connection:
        for names in slices(across.disputed(connection)):
            for incident, told in _wholes(connection, names):
                by_id = {one.id: one for one in told}
                for link in incident.links:
                    if link.relation in ("contradicts", "denies"):
                        yield Dispute(incident, link, by_id[link.from_], by_id[link.to])


def find_incident(ledger: Ledger, wanted: str) -> Incident:
    """The incident of this id, or beginning of one, or that the claim of this id is of; LedgerError where none is."""
    with ledger.transaction() as connection:
        return _incident(connection, across.find_incident(connection, wanted))


def version(ledger: Ledger, *wanted: str) -> int:
    """A number that grows when a person judges one of these incidents or claims.

    Whoever judges what was looked at before gives it to `merge`, `edit` and the others; they refuse with ConflictError
    where it has grown since, instead of losing what somebody else did.
    """
    with ledger.transaction() as connection:
        return judgements.version(connection, [claim for one in wanted for claim in _claims_named(connection, one)])


def merge(ledger: Ledger, a: str, b: str, *, by: str, why: str = "", version: int | None = None) -> Incident:
    """Holds two incidents to be one, for good; gives what they become."""
    with ledger.transaction() as connection:
        one, other = across.find_incident(connection, a), across.find_incident(connection, b)
        if one == other:
            raise LedgerError(f"{a} and {b} are one incident already: {one}")
        found = list(_strands(connection, one, other).values())
        judgements.agreed(connection, [claim for strand in found for claim in strand.claims], version)
        first, *rest = [strand.claims[0] for strand in found]
        lines = [{"verdict": "same", "a": first, "b": claim, "why": why} for claim in rest]
        _person(connection, by, lines)
        return _incident(connection, across.find_incident(connection, first))


def split(
    ledger: Ledger, wanted: str, claims: Sequence[str], *, by: str, why: str = "", version: int | None = None
) -> tuple[Incident, Incident]:
    """Holds `claims` to be of another incident than the rest; gives the rest and the other."""
    with ledger.transaction() as connection:
        whole = across.find_incident(connection, wanted)
        leaving = [across.find_claim_id(connection, claim) for claim in claims]
        every = [claim for strand in _strands(connection, whole).values() for claim in strand.claims]
        judgements.agreed(connection, every, version)
        staying = [claim for claim in every if claim not in leaving]
        if not staying or not leaving or not set(leaving) <= set(every):
            raise LedgerError(f"{whole} cannot be split so: name some of its claims and not all; see counterclaim toll")
        lines = [{"verdict": "apart", "a": a, "b": b, "why": why} for a in leaving for b in staying]
        lines += [{"verdict": "same", "a": leaving[0], "b": claim, "why": why} for claim in leaving[1:]]
        _person(connection, by, lines)
        found = (across.find_incident(connection, claim) for claim in (staying[0], leaving[0]))
        rest, other = (_incident(connection, one) for one in found)
        return rest, other


def link(
    ledger: Ledger,
    a: str,
    b: str,
    relation: Relation,
    field: str,
    *,
    by: str,
    why: str = "",
    version: int | None = None,
) -> Link:
    """Holds that claim `a` stands so to claim `b`."""
    with ledger.transaction() as connection:
        ends = across.find_claim_id(connection, a), across.find_claim_id(connection, b)
        judgements.agreed(connection, ends, version)
        line = {"verdict": "link", "a": ends[0], "b": ends[1], "relation": relation, "field": field, "why": why}
        _person(connection, by, [line])
        return Link(from_=ends[0], to=ends[1], relation=relation, field=field, why=why, by=by)


def unlink(
    ledger: Ledger, a: str, b: str, field: str | None = None, *, by: str, why: str = "", version: int | None = None
) -> list[Link]:
    """Takes the links between two claims away, on one field or on all; gives those that were there."""
    with ledger.transaction() as connection:
        ends = across.find_claim_id(connection, a), across.find_claim_id(connection, b)
        judgements.agreed(connection, ends, version)
        found = _links_between(connection, *ends, field)
        if not found:
            raise LedgerError(f"{a} and {b} are not linked{f' on {field}' if field else ''}")
        lines = [{"verdict": "unlink", "a": k.from_, "b": k.to, "field": k.field, "why": why} for k in found]
        _person(connection, by, lines)
        return found


def review(ledger: Ledger, wanted: str, *, by: str, why: str = "", version: int | None = None) -> str:
    """Notes that somebody looked at an incident or a claim; gives the claim that the note is kept with."""
    with ledger.transaction() as connection:
        claim = _claim_named(connection, wanted)
        judgements.agreed(connection, [claim], version)
        judgements.log(connection, by, [{"verdict": "review", "a": claim, "why": why}], person=True)
        filing.file_again(connection, [claim])
        _put_together(connection, across.incidents_of_claims(connection, [claim]))
        return claim


def accept(ledger: Ledger, claim: str, *, by: str, why: str = "", version: int | None = None) -> Reviewed:
    """Holds that a claim, with its edits, is what its report says."""
    return _judge(ledger, claim, "accept", by, why, version)


def reject(ledger: Ledger, claim: str, *, by: str, why: str = "", version: int | None = None) -> Reviewed:
    """Holds that a claim is not what its report says; it is kept, and of no incident."""
    return _judge(ledger, claim, "reject", by, why, version)


def edit(
    ledger: Ledger, claim: str, values: Mapping[str, Any], *, by: str, why: str = "", version: int | None = None
) -> Reviewed:
    """Puts other values in fields of a claim, each named by its path; the claim as it was read stays beneath.

    `values` are plain JSON types as docs/record.md has them, with the characters that they stand on:
    {"speaker": {"name": "Ministry", "start": 21, "end": 29}, "events.0.figures.0.min": 12}. None takes a member of a
    list away, one more than there are adds one. InputError where the report does not carry the value.
    """
    with ledger.transaction() as connection:
        name = across.find_claim_id(connection, claim)
        judgements.agreed(connection, [name], version)
        as_read, text = across.claim_and_text(connection, name)
        standing = review_lines(connection, [name]).get(name, [])
        _person(connection, by, [{**line, "why": why} for line in edits(as_read, values, standing, text)])
        return _reviewed(connection, name)


def reviewed(ledger: Ledger, claim: str) -> Reviewed:
    """A claim as people see it, and as it was read; with the version to judge it by."""
    with ledger.transaction() as connection:
        return _reviewed(connection, across.find_claim_id(connection, claim))


def undo(ledger: Ledger, number: int, *, by: str, why: str = "", version: int | None = None) -> judgements.Act:
    """Takes back what a person judged; the log keeps both. Undoing an undo puts the first back."""
    with ledger.transaction() as connection:
        act = judgements.act(connection, number)
        touched = {claim for one in act.lines for claim in (one.a, one.b) if claim}
        judgements.agreed(connection, touched, version)
        line = {"verdict": "undo", "a": act.lines[0].a, "b": act.lines[0].b, "why": why, "undoes": number}
        _person(connection, by, [line], touched | judgements.touched(connection, act))
        return act


def history(ledger: Ledger, wanted: str) -> list[Judgement]:
    """The log of an incident or a claim, the oldest first."""
    with ledger.transaction() as connection:
        try:
            claims = list(_incident(connection, across.find_incident(connection, wanted)).claims)
        except LedgerError:
            claims = [across.find_claim_id(connection, wanted)]
        else:
            claims = [wanted] if wanted in claims else claims
        return list(judgements.about(connection, claims))


def _judge(ledger: Ledger, wanted: str, verdict: str, by: str, why: str, version: int | None) -> Reviewed:
    with ledger.transaction() as connection:
        claim = across.find_claim_id(connection, wanted)
        judgements.agreed(connection, [claim], version)
        _person(connection, by, [{"verdict": verdict, "a": claim, "why": why}])
        return _reviewed(connection, claim)


def _reviewed(connection: Connection, claim: str) -> Reviewed:
    as_read, _ = across.claim_and_text(connection, claim)
    lines = review_lines(connection, [claim]).get(claim, [])
    now = judgements.version(connection, [claim])
    return Reviewed(seen(as_read, lines), as_read, state_of(lines), now, tuple(lines))


def _claim_named(connection: Connection, wanted: str) -> str:
    """The claim `wanted`, or the one that the incident `wanted` is named after."""
    try:
        return across.find_claim_id(connection, wanted)
    except LedgerError:
        return _anchor(_strands(connection, across.find_incident(connection, wanted)).values())


def _claims_named(connection: Connection, wanted: str) -> list[str]:
    """The claim `wanted`, or all those of the incident `wanted`."""
    try:
        return [across.find_claim_id(connection, wanted)]
    except LedgerError:
        found = _strands(connection, across.find_incident(connection, wanted))
        return [claim for strand in found.values() for claim in strand.claims]


def _anchor(strands: Iterable[Strand]) -> str:
    """The claim that an incident is named after."""
    return min(strand.anchor for strand in strands)[1]


def _person(connection: Connection, by: str, lines: Sequence[dict[str, Any]], touched: Iterable[str] = ()) -> None:
    """Logs what a person judged and works out anew what it touches."""
    judgements.log(connection, by, lines, person=True)
    claims = {claim for line in lines for claim in (line["a"], line.get("b")) if claim} | set(touched)
    filing.file_again(connection, claims)
    again = sorted(across.readings_of_claims(connection, claims))
    _settle(connection, again, (), across.ties_of(connection, again))
    _put_together(connection, across.incidents_of_claims(connection, claims))


def _settle(
    connection: Connection, new: Sequence[int], gone: Sequence[int], logged: Collection[Pair] = frozenset()
) -> Settled:
    """Takes the strands of the readings `gone` out, puts those of the readings `new` in, and groups what is touched.

    Ties that are `logged` are in the log already, by this version.
    """
    begun, lost = across.forget(connection, sorted({*gone, *new}))
    records = _records(connection, new)
    said = _said(judgements.standing(connection, [claim.id for one in records.values() for claim in one.claims]))
    found = [(reading, strand) for reading in new for strand in strands(records[reading], said.apart)]
    keys = across.keep(connection, [(r, across.New(s.id, s.claims, _json(s), filed(s))) for r, s in found])
    added = {key: strand for key, (_, strand) in zip(keys, found, strict=True)}
    across.settled(connection, {*new, *gone}, VERSION)
    _tie(connection, added, logged)
    return _regroup(connection, begun | set(added), lost) + Settled(readings=len(new))


def _records(connection: Connection, readings: Iterable[int]) -> dict[int, Record]:
    """The records of readings as people see them."""
    found = across.records(connection, readings)
    lines = review_lines(connection, [claim.id for one in found.values() for claim in one.claims])
    return {key: seen_record(one, lines) for key, one in found.items()}


def _tie(connection: Connection, added: Mapping[int, Strand], logged: Collection[Pair]) -> None:
    """Compares new strands with all that they meet in a block, and logs what is held to be one."""
    met = across.found_under(connection, {key: looked(strand) for key, strand in added.items()})
    known = {**_load(connection, {other for others in met.values() for other in others} - set(added)), **added}
    pairs = sorted({(min(a, b), max(a, b)) for a, others in met.items() for b in others if a != b})
    found = [(a, b, tie(known[a], known[b])) for a, b in pairs if known[a].report != known[b].report]
    for_one = [(a, b, one) for a, b, one in found if one.value > 0]
    across.tie(connection, ((a, b, one.value) for a, b, one in for_one))
    lines = [
        {"verdict": "same", "a": min(known[a].claims), "b": min(known[b].claims), "value": one.value, "why": one.why}
        for a, b, one in for_one
        if frozenset((one.a, one.b)) not in logged
    ]
    judgements.log(connection, MACHINE, lines, person=False)


def _regroup(connection: Connection, begun: Iterable[int], lost: Collection[str]) -> Settled:
    """Groups the neighbourhoods of `begun` anew, and links the claims of every incident that changed.

    `lost` are incidents that strands were taken out of.
    """
    reached, ties, said = _neighbourhood(connection, begun)
    at = across.strands_of_claims(connection, {claim for pair in said.same | said.apart for claim in pair})
    kept = across.load(connection, reached)
    found = {key: msgspec.json.decode(one.json, type=Strand) for key, one in kept.items()}
    by_id = {one.id: key for key, one in kept.items()}
    words = Words(_as_strands(said.same, at, found), _as_strands(said.apart, at, found))
    groups = grouped(
        {strand.id: strand for strand in found.values()},
        [Tie(kept[a].id, kept[b].id, value, "") for a, b, value in ties],
        words,
    )
    changed: dict[str, list[int]] = {}
    moved: dict[int, str] = {}
    before: defaultdict[str, set[int]] = defaultdict(set)
    for key, one in kept.items():
        before[one.incident or ""].add(key)
    for group in groups:
        keys = [by_id[one] for one in group]
        name = incident_id(found[key] for key in keys)
        moved.update({key: name for key in keys if kept[key].incident != name})
        if before.get(name) != set(keys) or name in lost:
            changed[name] = keys
    across.move(connection, moved)
    still = {moved.get(key, one.incident) for key, one in kept.items()}
    emptied = ({one.incident for one in kept.values() if one.incident} | set(lost)) - still
    added, withdrawn = _relink(connection, changed, emptied, found, said)
    return Settled(0, {*changed, *emptied}, added, withdrawn)


def _neighbourhood(connection: Connection, begun: Iterable[int]) -> tuple[set[int], list[tuple[int, int, float]], Said]:
    """Every strand that chains of ties, or what persons joined, reach from those `begun` with; all ties there, and what
    persons said there."""
    reached, edge = set(begun), set(begun)
    ties: set[tuple[int, int, float]] = set()
    lines: dict[int, Judgement] = {}
    asked = judgements.by_persons(connection)
    while edge:
        found = across.tied(connection, edge)
        ties.update(found)
        new = {end for a, b, _ in found for end in (a, b)}
        if asked:
            said = judgements.standing(connection, across.claim_ids(connection, edge))
            lines.update({line.key: line for line in said})
            joined = {claim for pair in _said(said).same for claim in pair}
            new.update(across.strands_of_claims(connection, joined).values())
        edge = new - reached
        reached |= edge
    return reached, sorted(ties), _said(lines[key] for key in sorted(lines))


def _as_strands(pairs: Iterable[Pair], at: Mapping[str, int], found: Mapping[int, Strand]) -> set[Pair]:
    """Pairs of claims as pairs of the strands that hold them."""
    keys = (frozenset(at[claim] for claim in pair if claim in at) for pair in pairs)
    return {frozenset(found[key].id for key in pair) for pair in keys if len(pair) == 2 and pair <= found.keys()}


def _relink(
    connection: Connection,
    changed: Mapping[str, Sequence[int]],
    emptied: Iterable[str],
    found: Mapping[int, Strand],
    said: Said,
) -> tuple[int, int]:
    """Works out the links of changed incidents; logs those that are new and those that hold no more."""
    names = {*changed, *emptied}
    old = {_key(k): k for of_it in across.links_of(connection, names).values() for k in of_it if k.by == MACHINE}
    accounts = _accounts(connection, {key: found[key] for keys in changed.values() for key in keys})
    anchors = {name: _anchor(found[key] for key in keys) for name, keys in changed.items()}
    looked_at = review_lines(connection, anchors.values())
    now: dict[str, list[Link]] = {name: [] for name in names}
    wholes = []
    for name, keys in changed.items():
        told = [one for key in keys for one in accounts[key]]
        now[name] = _judged(links(told), {one.id for one in told}, said)
        whole = put_together([found[key] for key in keys], told, now[name])
        wholes.append(incidents.Whole(whole, _newest(told), _is_reviewed(looked_at.get(anchors[name], ()))))
    across.put_links(connection, now)
    incidents.put(connection, wholes, emptied)
    new = {_key(k): k for of_it in now.values() for k in of_it if k.by == MACHINE}
    lines = [_line("link", k) for key, k in new.items() if key not in old]
    gone = [_line("unlink", k) for key, k in old.items() if key not in new]
    judgements.log(connection, MACHINE, lines + gone, person=False)
    return len(lines), len(gone)


def _put_together(connection: Connection, names: Iterable[str]) -> None:
    """Puts incidents together anew that did not change but in what people made of them."""
    for part in slices(set(names)):
        found = list(_wholes(connection, part))
        looked_at = review_lines(connection, [told.id for _, of_it in found for told in of_it])
        anchors = {name: _anchor(_strands(connection, name).values()) for name in (one.id for one, _ in found)}
        wholes = [
            incidents.Whole(one, _newest(told), _is_reviewed(looked_at.get(anchors[one.id], ()))) for one, told in found
        ]
        incidents.put(connection, wholes, set(part) - {one.id for one, _ in found})


def _newest(told: Iterable[Told]) -> date | None:
    return max((one.report.published for one in told if one.report.published), default=None)


def _is_reviewed(lines: Iterable[Judgement]) -> bool:
    return any(line.verdict == "review" for line in lines)


def _judged(found: Iterable[Link], claims: set[str], said: Said) -> list[Link]:
    """The links of this version, with what persons linked or unlinked."""
    kept = {_pair(k): msgspec.structs.replace(k, by=MACHINE) for k in found}
    for key, line in said.links.items():
        if line.a in claims and line.b in claims:
            kept.pop(key, None)
            if line.verdict == "link" and line.b and line.relation and line.field:
                kept[key] = Link(
                    from_=line.a, to=line.b, relation=line.relation, field=line.field, why=line.why, by=line.by
                )
    return list(kept.values())


def _key(found: Link) -> tuple[str, str, str, str]:
    return found.from_, found.to, found.relation, found.field


def _pair(found: Link) -> tuple[str, str, str]:
    a, b = sorted((found.from_, found.to))
    return a, b, found.field


def _line(verdict: str, found: Link) -> dict[str, Any]:
    why = found.why if verdict == "link" else "it holds no more"
    return {
        "verdict": verdict,
        "a": found.from_,
        "b": found.to,
        "relation": found.relation,
        "field": found.field,
        "why": why,
    }


def _links_between(connection: Connection, a: str, b: str, field: str | None) -> list[Link]:
    names = [across.find_incident(connection, claim) for claim in (a, b)]
    found = [k for of_it in across.links_of(connection, set(names)).values() for k in of_it]
    return [k for k in found if {k.from_, k.to} == {a, b} and field in (None, k.field)]


def _said(lines: Iterable[Judgement]) -> Said:
    """What persons said last of each pair of claims, in `lines` that stand, the oldest first."""
    last: dict[Pair, str] = {}
    linked: dict[tuple[str, str, str], Judgement] = {}
    for line in lines:
        if line.b is None:
            continue
        if line.verdict in ("same", "apart"):
            last[frozenset((line.a, line.b))] = line.verdict
        elif line.verdict in ("link", "unlink") and line.field:
            a, b = sorted((line.a, line.b))
            linked[a, b, line.field] = line
    return Said(
        frozenset(pair for pair, verdict in last.items() if verdict == "same"),
        frozenset(pair for pair, verdict in last.items() if verdict == "apart"),
        linked,
    )


def _incident(connection: Connection, name: str) -> Incident:
    """An incident as it is kept, or put together."""
    if kept := incidents.kept(connection, name):
        return kept
    ((found, _),) = _wholes(connection, [name])
    return found


def _wholes(connection: Connection, names: Iterable[str]) -> Iterator[tuple[Incident, list[Told]]]:
    """Incidents put together, those of `names` that there are, each with its claims."""
    of_it = across.incident_strands(connection, names)
    found = _load(connection, [key for keys in of_it.values() for key in keys])
    accounts = _accounts(connection, found)
    linked = across.links_of(connection, of_it)
    for name, keys in of_it.items():
        told = [one for key in keys for one in accounts[key]]
        yield put_together([found[key] for key in keys], told, linked.get(name, [])), told


def _strands(connection: Connection, *names: str) -> dict[int, Strand]:
    """The strands of the incidents, in the order in which the incidents are named."""
    of_it = across.incident_strands(connection, names)
    keys = [key for name in names for key in of_it.get(name, ())]
    found = _load(connection, keys)
    return {key: found[key] for key in keys}


def _load(connection: Connection, keys: Iterable[int]) -> dict[int, Strand]:
    return {key: msgspec.json.decode(one.json, type=Strand) for key, one in across.load(connection, keys).items()}


def _accounts(connection: Connection, found: Mapping[int, Strand]) -> dict[int, list[Told]]:
    """The claims of each strand as people see them, with their reports' headers."""
    headers: dict[int, str] = {}
    claims: defaultdict[int, list[Claim]] = defaultdict(list)
    for key, header, claim in across.claims_of(connection, found):
        headers[key] = header
        claims[key].append(msgspec.json.decode(claim, type=Claim, strict=False))
    lines = review_lines(connection, [claim.id for of_it in claims.values() for claim in of_it])
    return {
        key: told_of(
            strand, report_from_header(headers[key]), [seen(one, lines.get(one.id, ())) for one in claims[key]]
        )
        for key, strand in found.items()
    }


def _json(strand: Strand) -> str:
    return msgspec.json.encode(strand).decode("utf-8")
