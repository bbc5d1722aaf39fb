"""People with keys of their own: what a reader, a reviewer and an admin may do, and under which name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from counterclaim.ledger import people
from counterclaim.ledger.store import Ledger
from counterclaim.serve.http.access import key_of
from tests.serve.http.conftest import TOKEN, Start, form_of

PEOPLE = "/api/v1/people"


def invited(own: httpx.Client, name: str, role: str) -> httpx.Client:
    """Somebody who shows the key that an admin made for them."""
    answer = own.post(PEOPLE, json={"name": name, "role": role})
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"]
    return httpx.Client(base_url=own.base_url, headers={"Authorization": f"Bearer {answer.json()['token']}"})


def judge(who: httpx.Client, **word: Any) -> httpx.Response:
    claim = who.get("/claims.json").json()["items"][0]["claim"]["id"]
    return who.post(f"/api/v1/claims/{claim}/accept", json=word)


def signed(view: dict[str, Any]) -> list[str]:
    """Who accepted a claim."""
    return [line["by"] for line in view["history"] if line["verdict"] == "accept"]


def undo(who: httpx.Client, act: int) -> int:
    return who.post(f"/api/v1/acts/{act}/undo", json={}).status_code


def test_a_reader_looks_and_does_not_judge(own: httpx.Client) -> None:
    with invited(own, "Rosa", "reader") as rosa:
        answer = judge(rosa)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")
        assert "for reading only" in answer.json()["error"]["message"]
        assert rosa.get(PEOPLE).status_code == 403
        assert rosa.get("/claims.json", params={"review": "accepted"}).json()["total"] == 0
        page = rosa.get("/review", headers={"Accept": "text/html"}).text
    assert "your key is a reader&#39;s" in page
    assert "/accept" not in page


def test_a_reviewer_signs_with_the_name_of_the_key_and_no_other(own: httpx.Client) -> None:
    with invited(own, "Ana Lima", "reviewer") as ana:
        assert judge(ana, by="Somebody Else").status_code == 403
        done = judge(ana).json()
        assert signed(done["claim"]) == ["Ana Lima"]
        assert judge(ana, by="Ana Lima").status_code == 200
        page = ana.get("/review", headers={"Accept": "text/html"}).text
        assert "Ana Lima" in page
        assert "not you?" not in page
        assert ana.post("/review/name", data={"name": "Boris"}).status_code == 403


def test_only_its_author_and_an_admin_take_a_judgement_back(own: httpx.Client) -> None:
    with invited(own, "ana", "reviewer") as ana, invited(own, "ben", "reviewer") as ben:
        first, second = judge(ana).json()["act"], judge(ana).json()["act"]
        assert undo(ben, first) == 403
        assert ben.post("/review/undo", data={"act": str(first)}).status_code == 403
        assert undo(ana, first) == 200
        with invited(own, "eva", "admin") as eva:
            assert undo(eva, second) == 200
        assert undo(ben, 10**9) == 404


def test_an_admin_says_who_may_come_and_a_key_ends_at_once(own: httpx.Client) -> None:
    with invited(own, "eva", "admin") as eva, invited(eva, "ana", "reviewer") as ana:
        found = eva.get(PEOPLE).json()["items"]
        assert [(one["name"], one["role"]) for one in found] == [("ana", "reviewer"), ("eva", "admin")]
        assert "token" not in found[0]
        assert ana.get("/desk.json").status_code == 200
        assert ana.post(f"{PEOPLE}/eva/remove").status_code == 403
        assert eva.post(f"{PEOPLE}/ana/remove").json()["total"] == 1
        assert ana.get("/desk.json").status_code == 401
        assert eva.post(f"{PEOPLE}/ana/remove").status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        {"name": "", "role": "reader"},
        {"name": "x" * 65, "role": "reader"},
        {"name": "a\u0000b", "role": "reader"},
        {"name": "eva", "role": "owner"},
        {"name": "eva"},
        {"name": "eva", "role": "reader", "token": "mine"},
    ],
)
def test_a_name_or_role_that_is_none_is_refused(own: httpx.Client, given: dict[str, str]) -> None:
    assert own.post(PEOPLE, json=given).status_code == 422
    assert own.get(PEOPLE).json()["total"] == 0


def test_a_name_has_one_key(own: httpx.Client) -> None:
    with invited(own, "Eva", "reader"):
        answer = own.post(PEOPLE, json={"name": " eva ", "role": "admin"})
    assert answer.status_code == 422
    assert "has a key already" in answer.json()["error"]["message"]


def test_a_key_becomes_a_cookie_of_its_own(own: httpx.Client) -> None:
    token = own.post(PEOPLE, json={"name": "ana", "role": "reviewer"}).json()["token"]
    with httpx.Client(base_url=own.base_url, follow_redirects=True) as browser:
        assert browser.get("/desk.json", params={"token": token}).status_code == 200
        assert token not in str(browser.cookies.jar)
        assert judge(browser).status_code == 403, "nothing tells that a page of the desk sent it"
        form = form_of(browser)
        claim = browser.get("/claims.json").json()["items"][0]["claim"]["id"]
        sent = browser.post(f"/review/{claim}/accept", data={"csrf": form, "version": "0"})
        assert sent.status_code == 200
        assert signed(browser.get(f"/claim/{claim}.json").json()) == ["ana"]
        with httpx.Client(base_url=own.base_url, follow_redirects=True) as other:
            assert other.get("/desk.json", params={"token": TOKEN}).status_code == 200
            assert form_of(other) != form
            claim = other.get("/claims.json").json()["items"][1]["claim"]["id"]
            assert other.post(f"/review/{claim}/accept", data={"csrf": form}).status_code == 403


def test_on_a_desk_without_a_token_a_key_still_writes(start: Start, example: Path, tmp_path: Path) -> None:
    desk = start(example, token="")
    with Ledger(tmp_path / f"{example.stem}.db", write=True) as ledger, ledger.transaction() as connection:
        people.add(connection, "ana", "reviewer", key_of("a key"))
    assert judge(desk, by="ana").status_code == 403
    with httpx.Client(base_url=desk.base_url, headers={"Authorization": "Bearer a key"}) as ana:
        assert judge(ana).status_code == 200
