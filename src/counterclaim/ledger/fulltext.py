"""Words found by an index of the database's own. All that differs between databases in searching is here.

The index follows the table `searched` by itself, so that whoever writes there need not know of it. It holds three
columns: the claim's words, its report's title, and tags, which are words that nobody writes (see `searching.tag`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, column, func, select, table, text

from counterclaim.errors import LedgerError

BEGIN, END = "\x01", "\x02"
"""What the database puts around a hit; no text of a claim holds these characters, or its hits are not marked."""
SQLITE = (
    "CREATE VIRTUAL TABLE searched_words USING fts5(quote, title, tags, content='searched', content_rowid='key',"
    " columnsize=0, tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TRIGGER searched_enters AFTER INSERT ON searched BEGIN"
    " INSERT INTO searched_words (rowid, quote, title, tags) VALUES (new.key, new.quote, new.title, new.tags); END",
    "CREATE TRIGGER searched_leaves AFTER DELETE ON searched BEGIN"
    " INSERT INTO searched_words (searched_words, rowid, quote, title, tags)"
    " VALUES ('delete', old.key, old.quote, old.title, old.tags); END",
    "CREATE TRIGGER searched_changes AFTER UPDATE ON searched BEGIN"
    " INSERT INTO searched_words (searched_words, rowid, quote, title, tags)"
    " VALUES ('delete', old.key, old.quote, old.title, old.tags);"
    " INSERT INTO searched_words (rowid, quote, title, tags) VALUES (new.key, new.quote, new.title, new.tags); END",
)
OWN_TABLES = re.compile(r"searched_words(_\w+)?$")
"""Names of the tables that the index of SQLite consists of."""
WORDS = table("searched_words", column("rowid"))


@dataclass(frozen=True)
class Term:
    """Words that stand side by side; `prefix` where the last may go on, `barred` where they must not occur."""

    words: str
    prefix: bool = False
    barred: bool = False


@dataclass(frozen=True)
class Sought:
    """What is looked for: every term, and of each group of tags one."""

    terms: Sequence[Term] = ()
    tags: Sequence[Sequence[str]] = ()


def create(connection: Connection) -> None:
    """Makes the index over `searched`, which is empty."""
    if connection.dialect.name != "sqlite":
        raise LedgerError("only a ledger in a SQLite file can be searched yet; name such a file with --ledger")
    for statement in SQLITE:
        connection.execute(text(statement.replace(":", "\\:")))


def matching(sought: Sought) -> Select[Any]:
    """The keys of `searched` that fit, as the one column `key`; to be narrowed by `WORDS.c.rowid` and ordered."""
    fits = text("searched_words MATCH :sought").bindparams(bindparam("sought", _expression(sought)))
    return select(WORDS.c.rowid.label("key")).where(fits)


def with_marks(query: Select[Any]) -> Select[Any]:
    """`matching` with the columns `quote` and `title`, in which each hit stands between BEGIN and END."""
    shown = [
        func.highlight(text("searched_words"), at, BEGIN, END).label(name) for at, name in enumerate(("quote", "title"))
    ]
    return query.add_columns(*shown)


def order_key() -> Any:
    """The column by which `matching` is narrowed and ordered without sorting."""
    return WORDS.c.rowid


def spans(marked: str, plain: str) -> list[tuple[int, int]]:
    """Where the hits stand in `plain`, of which `marked` is the text with marks; none where they do not agree."""
    found, at, start = [], 0, 0
    parts = re.split(f"([{BEGIN}{END}])", marked)
    if "".join(part for part in parts if part not in (BEGIN, END)) != plain:
        return []
    for part in parts:
        if part == BEGIN:
            start = at
        elif part == END:
            found.append((start, at))
        else:
            at += len(part)
    return found


def _expression(sought: Sought) -> str:
    """The query in the language of FTS5."""
    wanted = [_phrase(term) for term in sought.terms if not term.barred]
    barred = [_phrase(term) for term in sought.terms if term.barred]
    parts = [f"({{quote title}} : ({' AND '.join(wanted)}))"] if wanted else []
    parts += [f"(tags : ({' OR '.join(group)}))" for group in sought.tags]
    whole = " AND ".join(parts)
    return f"({whole}) NOT ({{quote title}} : ({' OR '.join(barred)}))" if barred else whole


def _phrase(term: Term) -> str:
    return f'"{term.words.replace(chr(34), " ")}"' + ("*" if term.prefix else "")
