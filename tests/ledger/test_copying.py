from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from counterclaim import crosscheck
from counterclaim.errors import LedgerError
from counterclaim.ledger import schema
from counterclaim.ledger.copying import copy
from counterclaim.ledger.query import records
from counterclaim.ledger.searching import Search, search
from counterclaim.ledger.store import Ledger
from counterclaim.ledger.verify import verify
from tests import make, postgresql


def rows(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    """Every table's rows, in the order of their keys."""
    with ledger.transaction() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in schema.metadata.sorted_tables
        }


@pytest.mark.parametrize("way", ["to a database", "to a file"])
def test_a_copy_holds_the_same_and_goes_on(tmp_path: Path, postgresql_server: postgresql.Server, way: str) -> None:
    file, database = str(tmp_path / "l.db"), postgresql_server.fresh()
    source, target = (file, database) if way == "to a database" else (database, file)
    with Ledger(source, write=True) as old, Ledger(target, write=True) as new:
        old.add(make.record(), old.start("1"))
        crosscheck.settle(old)
        crosscheck.review(old, make.toll().id, by="ada", why="seen")
        assert sum(count for _, count in copy(old, new)) > 10
        assert rows(new) == rows(old)
        assert verify(new).problems == []
        assert [hit.claim.id for hit in search(new, Search("civilians")).hits] == [make.toll().id]
        new.add(make.read(make.report("Another report.", path="b.txt")), new.start("1"))
        assert len(list(records(new))) == 2
        with pytest.raises(LedgerError, match="holds reports already"):
            list(copy(old, new))
