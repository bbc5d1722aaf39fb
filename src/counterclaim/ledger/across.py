"""What reconcile makes of readings, as the ledger keeps it: strands and where to find them, ties, incidents, links.

The ledger does not look into a strand: it is an id, the claims it consists of, keys to find it by, and JSON. Every
function works within the caller's transaction, so that a report is laid beside the others as a whole or not at all.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Column, Connection, bindparam, delete, func, insert, or_, select, update

from counterclaim.errors import NotFoundError
from counterclaim.ledger.query import load_records, select_readings
from counterclaim.ledger.schema import blocks, claims, links, members, readings, reconciled, reports, strands, ties
from counterclaim.ledger.sql import SLICE, slices
from counterclaim.records import Claim, Link, Record


class Kept(NamedTuple):
    """A strand as the ledger has it."""

    key: int
    id: str
    incident: str | None
    json: str


class New(NamedTuple):
    """A strand to be kept."""

    id: str
    claims: Sequence[str]
    json: str
    blocks: Collection[str]


def pending(connection: Connection, version: str, most: int) -> tuple[list[int], list[int]]:
    """Keys of readings that this version of reconcile has not settled, the oldest first, `most` at a time.

    First those that are their report's current one, then those that are no more. Those that one other version saw last
    come together, so that an index gives them in order and none that are settled are walked over.
    """
    query = select(readings.c.key, readings.c.current).select_from(reconciled).join(readings)
    for other in _versions(connection):
        if other != version:
            of_it = query.where(reconciled.c.version == other).order_by(reconciled.c.reading_key)
            rows = list(connection.execute(of_it.limit(most)))
            return [row.key for row in rows if row.current], [row.key for row in rows if not row.current]
    return [], []


def _versions(connection: Connection) -> Iterator[str]:
    """Each version of reconcile that saw some reading last, without walking over all readings."""
    column = reconciled.c.version
    found = connection.scalar(select(func.min(column)))
    while found is not None:
        yield found
        found = connection.scalar(select(func.min(column)).where(column > found))


def settled(connection: Connection, reading_keys: Iterable[int], version: str) -> None:
    """Notes that this version of reconcile has seen the readings."""
    for part in slices(reading_keys):
        connection.execute(update(reconciled).where(reconciled.c.reading_key.in_(part)).values(version=version))


def records(connection: Connection, reading_keys: Iterable[int]) -> dict[int, Record]:
    """The records of readings."""
    found = {}
    for part in slices(reading_keys):
        rows = connection.execute(select_readings().where(readings.c.key.in_(part))).all()
        found.update(load_records(connection, rows))
    return found


def ties_of(connection: Connection, reading_keys: Iterable[int]) -> set[frozenset[str]]:
    """The ties of the strands of readings, as pairs of the strands' ids."""
    keys = _all(connection, strands.c.key, strands.c.reading_key, reading_keys)
    pairs = {
        (row.a_key, row.b_key)
        for part in slices(keys)
        for row in connection.execute(select(ties).where(or_(ties.c.a_key.in_(part), ties.c.b_key.in_(part))))
    }
    ids = {key: kept.id for key, kept in load(connection, {key for pair in pairs for key in pair}).items()}
    return {frozenset(ids[key] for key in pair) for pair in pairs}


def forget(connection: Connection, reading_keys: Iterable[int]) -> tuple[set[int], set[str]]:
    """Takes the strands of readings out; gives the keys of strands tied to them or beside them, and their incidents."""
    gone = _all(connection, strands.c.key, strands.c.reading_key, reading_keys)
    left: set[int] = set()
    incidents: set[str] = set()
    for part in slices(gone):
        for own, other in ((ties.c.a_key, ties.c.b_key), (ties.c.b_key, ties.c.a_key)):
            left.update(connection.scalars(select(other).where(own.in_(part))))
        incidents.update(i for i in connection.scalars(select(strands.c.incident).where(strands.c.key.in_(part))) if i)
        connection.execute(delete(ties).where(or_(ties.c.a_key.in_(part), ties.c.b_key.in_(part))))
        connection.execute(delete(blocks).where(blocks.c.strand_key.in_(part)))
        connection.execute(delete(members).where(members.c.strand_key.in_(part)))
        connection.execute(delete(strands).where(strands.c.key.in_(part)))
    left.update(_all(connection, strands.c.key, strands.c.incident, incidents))
    return left - set(gone), incidents


def keep(connection: Connection, found: Sequence[tuple[int, New]]) -> list[int]:
    """Writes strands, each of a reading; gives their keys, in order."""
    if not found:
        return []
    rows = [{"reading_key": reading, "id": one.id, "incident": None, "json": one.json} for reading, one in found]
    statement = insert(strands).returning(strands.c.key, sort_by_parameter_order=True)
    keys = list(connection.scalars(statement, rows))
    columns = claims.c.reading_key, claims.c.id, claims.c.key
    by_id = {
        (row.reading_key, row.id): row.key
        for part in slices({reading for reading, _ in found})
        for row in connection.execute(select(*columns).where(claims.c.reading_key.in_(part)))
    }
    own = list(zip(keys, found, strict=True))
    of_claims = [{"claim_key": by_id[reading, c], "strand_key": k} for k, (reading, one) in own for c in one.claims]
    connection.execute(insert(members), of_claims)
    filed = sorted((number(block), key) for key, (_, one) in own for block in one.blocks)
    if filed:
        connection.execute(insert(blocks), [{"block": block, "strand_key": key} for block, key in filed])
    return keys


def number(block: str) -> int:
    """A block's name as the integer that it is filed under."""
    return int.from_bytes(hashlib.blake2b(block.encode(), digest_size=8).digest(), "big", signed=True)


def found_under(connection: Connection, wanted: Mapping[int, Collection[str]]) -> dict[int, set[int]]:
    """For each strand and the blocks it looks under, the keys of the strands that are filed there."""
    askers: defaultdict[int, list[int]] = defaultdict(list)
    for strand, names in wanted.items():
        for name in names:
            askers[number(name)].append(strand)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for part in slices(askers):
        for row in connection.execute(select(blocks.c.block, blocks.c.strand_key).where(blocks.c.block.in_(part))):
            for asker in askers[row.block]:
                found[asker].add(row.strand_key)
    return found


def load(connection: Connection, keys: Iterable[int]) -> dict[int, Kept]:
    """Strands by key."""
    columns = (strands.c.key, strands.c.id, strands.c.incident, strands.c.json)
    found = {}
    for part in slices(keys):
        found.update({row.key: Kept(*row) for row in connection.execute(select(*columns).where(columns[0].in_(part)))})
    return found


def tie(connection: Connection, found: Iterable[tuple[int, int, float]]) -> None:
    """Writes ties between strands, the smaller key first."""
    rows = [{"a_key": min(a, b), "b_key": max(a, b), "value": value} for a, b, value in found]
    if rows:
        connection.execute(insert(ties), rows)


def tied(connection: Connection, keys: Iterable[int]) -> list[tuple[int, int, float]]:
    """The ties at either of whose ends one of the strands is."""
    found = {}
    for part in slices(keys):
        for own in (ties.c.a_key, ties.c.b_key):
            found.update({(r.a_key, r.b_key): r.value for r in connection.execute(select(ties).where(own.in_(part)))})
    return [(a, b, value) for (a, b), value in found.items()]


def move(connection: Connection, incident_of: Mapping[int, str]) -> None:
    """Notes which incident each strand is of."""
    rows = [{"strand": key, "to": incident} for key, incident in incident_of.items()]
    if rows:
        moved = update(strands).where(strands.c.key == bindparam("strand")).values(incident=bindparam("to"))
        connection.execute(moved, rows)


def links_of(connection: Connection, incidents: Iterable[str]) -> dict[str, list[Link]]:
    """The links of each incident."""
    found: defaultdict[str, list[Link]] = defaultdict(list)
    for part in slices(incidents):
        query = (
            select(links)
            .where(links.c.incident.in_(part))
            .order_by(links.c.from_claim, links.c.to_claim, links.c.field)
        )
        for row in connection.execute(query):
            found[row.incident].append(
                Link(
                    from_=row.from_claim,
                    to=row.to_claim,
                    relation=row.relation,
                    field=row.field,
                    why=row.why,
                    by=row.by,
                )
            )
    return found


def put_links(connection: Connection, found: Mapping[str, Sequence[Link]]) -> None:
    """Puts the links of incidents in place of those that they had."""
    for part in slices(found):
        connection.execute(delete(links).where(links.c.incident.in_(part)))
    rows = [
        {
            "incident": incident,
            "from_claim": link.from_,
            "to_claim": link.to,
            "relation": link.relation,
            "field": link.field,
            "by": link.by,
            "why": link.why,
        }
        for incident, of_it in found.items()
        for link in of_it
    ]
    if rows:
        connection.execute(insert(links), rows)


def claims_of(connection: Connection, strand_keys: Iterable[int]) -> Iterator[tuple[int, str, str]]:
    """For each claim of the strands: the strand's key, the header of its report, the claim; both as JSON."""
    for part in slices(strand_keys):
        query = (
            select(members.c.strand_key, readings.c.header, claims.c.json)
            .join_from(members, claims, claims.c.key == members.c.claim_key)
            .join(readings, readings.c.key == claims.c.reading_key)
            .where(members.c.strand_key.in_(part))
            .order_by(claims.c.key)
        )
        for row in connection.execute(query):
            yield row.strand_key, row.header, row.json


def strands_of_claims(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """For each claim that is in one, the key of its strand."""
    found = {}
    for part in slices(ids):
        query = select(claims.c.id, members.c.strand_key).join_from(
            members, claims, claims.c.key == members.c.claim_key
        )
        found.update({row.id: row.strand_key for row in connection.execute(query.where(claims.c.id.in_(part)))})
    return found


def claim_ids(connection: Connection, strand_keys: Iterable[int]) -> list[str]:
    """The claims of strands."""
    query = select(claims.c.id).join(members, members.c.claim_key == claims.c.key)
    return [
        one for part in slices(strand_keys) for one in connection.scalars(query.where(members.c.strand_key.in_(part)))
    ]


def incidents_of_claims(connection: Connection, ids: Iterable[str]) -> set[str]:
    """The incidents that the claims are of."""
    found: set[str] = set()
    for part in slices(set(ids)):
        query = select(strands.c.incident).join_from(claims, members).join(strands).where(claims.c.id.in_(part))
        found.update(one for one in connection.scalars(query) if one)
    return found


def claim_and_text(connection: Connection, id: str) -> tuple[Claim, str]:
    """The claim of this id as it was read in a current reading, and its report's text."""
    query = select(claims.c.json, reports.c.text).join_from(claims, readings).join(reports)
    row = connection.execute(query.where(readings.c.current, claims.c.id == id)).one()
    return msgspec.json.decode(row.json, type=Claim, strict=False), row.text


def readings_of_claims(connection: Connection, ids: Iterable[str]) -> set[int]:
    """Keys of the current readings that the claims stand in."""
    found: set[int] = set()
    for part in slices(ids):
        query = select(readings.c.key).join_from(claims, readings).where(readings.c.current, claims.c.id.in_(part))
        found.update(connection.scalars(query))
    return found


def incident_strands(connection: Connection, incidents: Iterable[str]) -> dict[str, list[int]]:
    """Keys of the strands of each incident, in order."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for part in slices(set(incidents)):
        query = select(strands.c.incident, strands.c.key).where(strands.c.incident.in_(part)).order_by(strands.c.key)
        for row in connection.execute(query):
            found[row.incident].append(row.key)
    return dict(found)


def disputed(connection: Connection) -> list[str]:
    """Incidents of which some claims contradict or deny each other."""
    query = select(links.c.incident).where(links.c.relation.in_(("contradicts", "denies")))
    return sorted(connection.scalars(query.distinct()))


def find_incident(connection: Connection, wanted: str) -> str:
    """The incident whose id is, or alone begins with, `wanted`, or that a claim of this id is of."""
    of_claims = select(strands.c.incident).join_from(claims, members).join(strands)
    for column, query in (
        (strands.c.incident, select(strands.c.incident)),
        (claims.c.id, of_claims),
    ):
        begins = column >= wanted, column < wanted + "\U0010ffff"
        found = sorted({i for i in connection.scalars(query.where(*begins).distinct().limit(SLICE)) if i})
        if wanted in found or (len(found) == 1 and wanted):
            return wanted if wanted in found else found[0]
        if len(found) > 1:
            raise NotFoundError(
                f"several incidents begin with {wanted}, such as {found[0]} and {found[1]}; give more of it"
            )
    raise NotFoundError(f"there is no incident {wanted}; counterclaim incidents lists them")


def find_claim_id(connection: Connection, wanted: str) -> str:
    """The claim in a current reading whose id is, or alone begins with, `wanted`."""
    query = select(claims.c.id).join(readings).where(readings.c.current)
    begins = claims.c.id >= wanted, claims.c.id < wanted + "\U0010ffff"
    found = sorted(set(connection.scalars(query.where(*begins).limit(SLICE))))
    if wanted in found or (len(found) == 1 and wanted):
        return wanted if wanted in found else found[0]
    if found:
        raise NotFoundError(f"several claims begin with {wanted}, such as {found[0]} and {found[1]}; give more of it")
    raise NotFoundError(f"there is no claim {wanted}; counterclaim claims --json lists every id")


def _all(connection: Connection, column: Column[Any], where: Column[Any], values: Iterable[Any]) -> list[Any]:
    return [one for part in slices(values) for one in connection.scalars(select(column).where(where.in_(part)))]
