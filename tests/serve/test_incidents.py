"""The commands over incidents, as a user types them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from counterclaim import crosscheck
from counterclaim.ledger.store import Ledger
from tests.accounts import MOVEMENT, event, killed, on, report, said
from tests.serve.conftest import Command

TOLD = report(
    "Meridian",
    11,
    said("On 11 March the Movement shelled Corvane and killed 9 people, the ministry said.",
         event(at="Corvane", when=on(11), by=[MOVEMENT], figures=[killed(9)])),
    said("The Movement denied it.", by="Spokesman", side=MOVEMENT, stance="denies"),
)  # fmt: skip
LATER = report(
    "Telegraph",
    12,
    said("Shells struck Corvane on 11 March and killed 17 people, the ministry now says.",
         event(at="Corvane", when=on(11), figures=[killed(17)])),
)  # fmt: skip
ELSEWHERE = report(
    "Courier",
    13,
    said("On 13 March 4 people died in Brakka.", event(at="Brakka", when=on(13), figures=[killed(4)])),
)


@pytest.fixture
def ledger(command: Command, tmp_path: Path) -> Command:
    """The program, where it finds a ledger of three reports about two incidents."""
    with Ledger(tmp_path / "counterclaim.db", write=True) as opened:
        run = opened.start("1")
        for record in (TOLD, LATER, ELSEWHERE):
            opened.add(record, run)
        crosscheck.settle(opened)
    return command


def lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def ids(ledger: Command) -> tuple[str, str]:
    """The incident of Corvane and that of Brakka."""
    found = {one["place"]["name"]: one["id"] for one in lines(ledger("incidents").out)}
    return found["Corvane"], found["Brakka"]


def test_incidents_as_the_contract_has_them(ledger: Command) -> None:
    corvane, brakka = sorted(lines(ledger("incidents", "--json").out), key=lambda one: -len(one["claims"]))
    assert (corvane["type"], corvane["when"]["from"], len(corvane["reports"])) == ("shelling", "2024-03-11", 2)
    assert [(t["effect"], t["victims"], t["low"], t["high"]) for t in corvane["tolls"]] == [("killed", "person", 9, 17)]
    assert [a["side"] for a in corvane["accounts"]] == [MOVEMENT, "Orvessia"]
    assert {k["relation"] for k in corvane["links"]} == {"denies", "revises"}
    assert brakka["links"] == []


def test_a_table_of_incidents(ledger: Command) -> None:
    out = ledger("incidents", "--table").out
    assert "Corvane, 2024-03-11, shelling" in out
    assert "9 to 17 killed" in out


def test_disputes_show_the_words_at_both_ends(ledger: Command) -> None:
    (dispute,) = lines(ledger("disputes").out)
    assert (dispute["from_claim"]["quote"], dispute["relation"]) == ("The Movement denied it.", "denies")
    assert "“The Movement denied it.”" in ledger("disputes", "--table").out
    assert ledger("disputes", "--field", "killed").out == ""


def test_the_history_of_a_toll(ledger: Command) -> None:
    (toll,) = lines(ledger("toll", ids(ledger)[0]).out)
    assert [(c["min"], c["superseded"]) for c in toll["by"]] == [(9, True), (17, False)]
    assert "(superseded)" in ledger("toll", TOLD.claims[0].id, "--table").out, "a claim's id stands for its incident's"


def test_merge_history_and_undo(ledger: Command) -> None:
    corvane, brakka = ids(ledger)
    merged = ledger("merge", corvane, brakka, "--by", "ana", "--why", "one raid")
    assert [len(one["reports"]) for one in lines(merged.out)] == [3]
    assert "ana: same" in ledger("history", corvane, "--table").out
    act = next(line["act"] for line in lines(ledger("history", corvane).out) if line["by"] == "ana")
    assert lines(ledger("undo", act, "--by", "bo").out)[0]["why"] == "one raid"
    assert len(lines(ledger("incidents").out)) == 2


def test_split(ledger: Command) -> None:
    parts = lines(ledger("split", ids(ledger)[0], LATER.claims[0].id, "--by", "ana").out)
    assert [len(one["reports"]) for one in parts] == [1, 1]


def test_link_and_unlink(ledger: Command) -> None:
    ends = LATER.claims[0].id, TOLD.claims[0].id
    (link,) = lines(ledger("link", *ends, "--relation", "contradicts", "--field", "when", "--by", "ana").out)
    assert (link["relation"], link["by"]) == ("contradicts", "ana")
    assert [k["field"] for k in lines(ledger("unlink", *ends, "--field", "when", "--by", "ana").out)] == ["when"]


def test_review_is_noted(ledger: Command) -> None:
    ledger("review", ids(ledger)[1], "--by", "ana", "--why", "checked against the register")
    assert lines(ledger("history", ids(ledger)[1]).out)[-1]["why"] == "checked against the register"


def test_what_is_wrong_is_said(ledger: Command) -> None:
    assert ledger("link", "c1", "c2", "--relation", "hates", "--field", "type").code == 2
    wrong = ledger("toll", "i999")
    assert wrong.code == 1
    assert "counterclaim incidents lists them" in wrong.err


def test_open_lays_what_it_has_read_side_by_side(command: Command, folder: Path) -> None:
    command("open", folder)
    (incident,) = lines(command("incidents").out)
    assert incident["tolls"][0]["low"] == 12
