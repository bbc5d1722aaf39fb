"""Who may come to the desk of a ledger with a key of their own, and what for. Keys are kept as digests alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal, NamedTuple, get_args

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from counterclaim.errors import InputError, NotFoundError
from counterclaim.ledger.schema import people

Role = Literal["reader", "reviewer", "admin"]
"""A reader looks; a reviewer also judges, under their own name, and takes back what they judged; an admin also takes
back what others judged, and says who may come."""
ROLES: tuple[Role, ...] = get_args(Role)
LONGEST_NAME = 64
_COLUMNS = (people.c.name, people.c.role, people.c.since)


class Person(NamedTuple):
    """Somebody with a key; `since` is UTC."""

    name: str
    role: Role
    since: datetime


class Key(NamedTuple):
    """What a key is known by: the SHA-256 of the token, and of the cookie that a browser keeps for it."""

    token: str
    cookie: str


def add(connection: Connection, name: str, role: str, key: Key) -> Person:
    """Lets somebody come; InputError where the name is none or taken, or the role is none."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InputError(f"{name!r}: a name has 1 to {LONGEST_NAME} printable characters; give another")
    if role not in ROLES:
        raise InputError(f"{role}: is none of {', '.join(ROLES)}")
    if any(person.name.casefold() == name.casefold() for person in everyone(connection)):
        raise InputError(f"{name}: has a key already; remove it first, or give another name")
    person = Person(name, role, datetime.now(UTC).replace(tzinfo=None))
    connection.execute(insert(people).values(**person._asdict(), **key._asdict()))
    return person


def remove(connection: Connection, name: str) -> None:
    """Ends somebody's key; what they judged stays, under their name. NotFoundError where nobody has that name."""
    if not connection.execute(delete(people).where(people.c.name == name)).rowcount:
        raise NotFoundError(f"{name}: nobody of that name has a key; counterclaim people list shows who does")


def everyone(connection: Connection) -> list[Person]:
    """Who may come, by name."""
    return [Person(*row) for row in connection.execute(select(*_COLUMNS).order_by(people.c.name))]


def with_token(connection: Connection, digest: str) -> Person | None:
    """Who the token is of whose SHA-256 this is."""
    return _first(connection, people.c.token == digest)


def with_cookie(connection: Connection, digest: str) -> Person | None:
    """Who the cookie is of whose SHA-256 this is."""
    return _first(connection, people.c.cookie == digest)


def _first(connection: Connection, wanted: ColumnElement[bool]) -> Person | None:
    row = connection.execute(select(*_COLUMNS).where(wanted)).first()
    return Person(*row) if row else None
