from __future__ import annotations

import pytest

from counterclaim.errors import InputError, NotFoundError
from counterclaim.ledger import people
from counterclaim.ledger.people import Key
from counterclaim.ledger.store import Ledger


def test_a_person_is_found_by_either_digest_until_removed(address: str) -> None:
    with Ledger(address, write=True) as ledger, ledger.transaction() as connection:
        ana = people.add(connection, " Ana   Lima ", "reviewer", Key("t" * 64, "c" * 64))
        assert (ana.name, ana.role) == ("Ana Lima", "reviewer")
        assert people.with_token(connection, "t" * 64) == people.with_cookie(connection, "c" * 64) == ana
        assert people.with_token(connection, "c" * 64) is people.with_cookie(connection, "t" * 64) is None
        people.remove(connection, "Ana Lima")
        assert people.everyone(connection) == []
        assert people.with_token(connection, "t" * 64) is None
        with pytest.raises(NotFoundError, match="nobody of that name"):
            people.remove(connection, "Ana Lima")


def test_a_name_is_had_once_in_any_case(address: str) -> None:
    with Ledger(address, write=True) as ledger, ledger.transaction() as connection:
        people.add(connection, "Žofia", "admin", Key("a" * 64, "b" * 64))
        with pytest.raises(InputError, match="has a key already"):
            people.add(connection, "žOFIA", "reader", Key("c" * 64, "d" * 64))
