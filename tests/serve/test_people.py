"""Who may come, at the command line."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.serve.conftest import Command


def test_a_key_is_made_listed_and_ended(command: Command) -> None:
    assert command("people", "list").err.startswith("counterclaim: ")
    made = command("people", "add", "Ana Lima", "--role", "admin")
    assert made.code == 0
    assert "Ana Lima may come as admin" in made.err
    token = made.out.strip()
    assert len(token) >= 32
    name, role, since = command("people", "list").out.rstrip("\n").split("\t")
    assert (name, role, since[-1]) == ("Ana Lima", "admin", "Z")
    assert command("people", "remove", "Ana Lima").code == 0
    gone = command("people", "remove", "Ana Lima")
    assert (gone.code, gone.out) == (1, "")
    assert "nobody of that name" in gone.err


def test_the_ledger_holds_no_token(command: Command) -> None:
    token = command("people", "add", "ana").out.strip()
    with closing(sqlite3.connect("counterclaim.db")) as ledger:
        ((name, role, *digests),) = ledger.execute("SELECT name, role, token, cookie FROM people")
        assert (name, role) == ("ana", "reviewer")
        assert token not in "".join(digests)
        assert {len(digest) for digest in digests} == {64}


def test_a_role_that_is_none_is_refused(command: Command) -> None:
    refused = command("people", "add", "ana", "--role", "owner")
    assert refused.code == 1
    assert "owner: is none of reader, reviewer, admin" in refused.err
