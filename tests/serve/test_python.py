"""What a script sees: the names of the package, and a ledger of two reports that speak of one incident."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import counterclaim as cc
from counterclaim import extras
from counterclaim.crosscheck import settle
from counterclaim.errors import ExportError, InputError, LedgerError
from counterclaim.ledger.store import Ledger as Store
from tests import make

TOLL = make.toll().id


@pytest.fixture
def path(tmp_path: Path) -> Path:
    where = tmp_path / "f.db"
    with Store(where, write=True) as store:
        run = store.start("by hand")
        store.add(make.record(outlet="The Courier", title="Shells hit Corvane market"), run)
        store.finish(run)
        settle(store)
    return where


@pytest.fixture
def ledger(path: Path) -> Iterator[cc.Ledger]:
    with cc.open(path) as opened:
        yield opened


def test_the_public_names_are_these() -> None:
    assert cc.__all__ == [
        "Claim", "CounterclaimError", "Incident", "Ledger", "Reading", "Record", "__version__", "open", "read",
    ]  # fmt: skip
    assert all(getattr(cc, name) is not None for name in cc.__all__)
    assert set(cc.__all__) <= set(dir(cc))


def test_a_name_that_is_not_there_is_told() -> None:
    with pytest.raises(AttributeError, match="it has Claim, CounterclaimError"):
        cc.opne  # noqa: B018


def test_claims_are_chosen(ledger: cc.Ledger) -> None:
    assert [claim.id for claim in ledger.claims(side="orvessia")] == [TOLL]
    assert len(ledger.claims()) == 2
    assert len(ledger.claims(stance="denies", type="shelling")) == 0
    assert len(ledger.claims(after="2024-03-12")) == 2
    assert len(ledger.claims(after=date(2024, 3, 13))) == 0
    assert len(ledger.claims(before="2024-03-11")) == 0


def test_claims_become_tables_of_the_same_rows(ledger: cc.Ledger) -> None:
    wanted = ledger.claims(side="Orvessia")
    (row,) = wanted.to_records()
    assert (row["claim"], row["speaker"], row["said_from"]) == (TOLL, "Interior Ministry", date(2024, 3, 12))
    assert wanted.to_arrow().to_pylist() == [row]
    assert wanted.to_polars().to_dicts() == [row]
    assert wanted.to_pandas()["quote"].tolist() == [row["quote"]]


def test_no_claim_is_a_table_of_no_row(ledger: cc.Ledger) -> None:
    none = ledger.claims(side="Nobody")
    assert none.to_polars().shape == (0, len(none.table.columns))


def test_why(ledger: cc.Ledger) -> None:
    (answer,) = ledger.why(TOLL, "killed.min")
    assert (answer.value, answer.reason) == (12, "a count before a noun for people")
    assert make.TEXT[answer.start : answer.end] == "at least 12"
    assert ledger.why(ledger.claim(TOLL), "killed.min") == [answer]
    reading = ledger.report(make.report().id)
    assert reading.why(TOLL, "killed.min") == [answer]
    with pytest.raises(InputError, match="0 claims"):
        reading.why("zzz", "speaker")


def test_incidents(ledger: cc.Ledger) -> None:
    (incident,) = [one for one in ledger.incidents() if TOLL in one.incident.claims]
    assert ledger.incident(TOLL).incident == incident.incident
    assert [(toll.effect, toll.low) for toll in incident.tolls()] == [("killed", 12)]
    assert TOLL in [claim.id for claim in incident.claims()]
    assert "at least 12" in incident._repr_html_()


def test_a_toll_is_plotted(ledger: cc.Ledger) -> None:
    matplotlib = pytest.importorskip("matplotlib", reason="matplotlib is not installed")
    matplotlib.use("agg")
    incident = ledger.incident(TOLL)
    with pytest.raises(ExportError, match="nothing to draw"):
        incident.plot()  # its only toll is of civilians


def test_what_is_missing_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LedgerError, match="there is no such ledger"):
        cc.open(path.with_name("none.db"))
    monkeypatch.setattr(extras, "import_module", _missing)
    with cc.open(path) as ledger, pytest.raises(ExportError, match=r"pip install 'counterclaim\[parquet\]'"):
        ledger.claims().to_arrow()


def _missing(name: str) -> None:
    raise ImportError(name)


def test_a_text_is_read() -> None:
    reading = cc.read(
        "Four police officers died when a mine blew up, the interior ministry said on Tuesday.", published="2023-09-19"
    )
    (claim,) = reading
    assert (claim.stance, claim.events[0].figures[0].min) == ("asserts", 4)
    assert reading.to_records()[0]["quote"] == claim.quote
    assert "<mark" in reading._repr_html_()
    with pytest.raises(InputError, match="is no day"):
        cc.read("Nothing.", published="Tuesday")


def test_a_hostile_text_stays_text_in_a_notebook() -> None:
    shown = cc.read("<script>alert(1)</script> Two people were killed, the army said.")._repr_html_()
    assert "<script" not in shown
