from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.serve.http.conftest import contested


def a_claim(desk: httpx.Client, **query: str) -> dict[str, Any]:
    """A claim with its page."""
    found = desk.get("/claims.json", params=query).json()["items"][0]["claim"]["id"]
    view: dict[str, Any] = desk.get(f"/claim/{found}.json").json()
    return view


def post(desk: httpx.Client, path: str, **word: Any) -> dict[str, Any]:
    answer = desk.post(f"/api/v1{path}", json=word)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize(("deed", "state"), [("accept", "accepted"), ("reject", "rejected"), ("review", "reviewed")])
def test_a_claim_is_judged_with_name_and_reason(own: httpx.Client, deed: str, state: str) -> None:
    view = a_claim(own)
    id = view["claim"]["id"]
    done = post(own, f"/claims/{id}/{deed}", by="Ana  Lima", why="as it stands there", version=view["version"])
    assert done["claim"]["review"] == state
    history = own.get(f"/claim/{id}.json").json()["history"]
    (line,) = (one for one in history if one["by"] == "Ana Lima")
    assert (line["verdict"], line["why"], line["act"]) == (deed, "as it stands there", done["act"])
    assert own.get("/claims.json", params={"review": state}).json()["total"] == 1
    assert id not in {one["claim"]["id"] for one in own.get("/review.json", params={"limit": 500}).json()["items"]}


def test_an_edit_shows_at_once_and_the_reading_stays(own: httpx.Client) -> None:
    view = a_claim(own, q="wounded")
    claim = view["claim"]
    other = {"name": "A Ministry", "id": None, "kind": "actor", "side": "Orvessia", **span(claim["content"])}
    done = post(own, f"/claims/{claim['id']}/edit", by="ana", values={"speaker": other}, version=view["version"])
    assert done["claim"]["claim"]["speaker"]["name"] == "A Ministry"
    assert done["claim"]["as_read"]["speaker"] == view["as_read"]["speaker"]
    speaker = next(field for field in done["claim"]["fields"] if field["path"] == "speaker")
    assert "ana" in speaker["reason"]
    assert own.get("/claims.json", params={"speaker": "A Ministry"}).json()["total"] == 1
    pieces = own.get(f"/report/{view['report']['id']}.json").json()["pieces"]
    assert "A Ministry" in {piece["speaker"] for piece in pieces}


def span(of: dict[str, Any]) -> dict[str, Any]:
    return {"start": of["start"], "end": of["end"]}


def test_what_was_done_is_undone_and_done_again(own: httpx.Client) -> None:
    view = a_claim(own)
    id = view["claim"]["id"]
    first = post(own, f"/claims/{id}/reject", by="ana")["act"]
    second = post(own, f"/acts/{first}/undo", by="ben")
    assert second["claim"]["review"] == "none"
    post(own, f"/acts/{second['act']}/undo", by="ana")
    shown = own.get(f"/claim/{id}.json").json()
    assert shown["review"] == "rejected"
    assert [line["verdict"] for line in shown["history"] if line["by"] in ("ana", "ben")] == ["reject", "undo", "undo"]


def test_nobody_overwrites_what_they_have_not_seen(own: httpx.Client) -> None:
    view = a_claim(own)
    path = f"/claims/{view['claim']['id']}"
    post(own, path + "/accept", by="ana", why="seen", version=view["version"])
    answer = own.post(f"/api/v1{path}/reject", json={"by": "ben", "version": view["version"]})
    assert answer.status_code == 409
    error = answer.json()["error"]
    assert error["code"] == "conflict"
    assert [(line["by"], line["verdict"], line["why"]) for line in error["now"]["lines"]] == [("ana", "accept", "seen")]
    assert own.get(f"{path.replace('claims', 'claim')}.json").json()["review"] == "accepted"
    again = own.post(f"/api/v1{path}/reject", json={"by": "ben", "version": error["now"]["version"]})
    assert again.status_code == 200


def test_a_rejected_claim_leaves_its_incident(own: httpx.Client) -> None:
    incident = contested(own)
    before = own.get(f"/incident/{incident}.json").json()
    leaving = before["incident"]["claims"][-1]
    post(own, f"/claims/{leaving}/reject", by="ana")
    after = own.get(f"/incident/{incident}.json").json()
    assert leaving not in after["incident"]["claims"]
    assert after["version"] >= before["version"]


def test_incidents_are_merged_split_and_put_back(own: httpx.Client) -> None:
    one, other = (
        row["id"] for row in own.get("/incidents.json", params={"order": "disputes", "limit": 2}).json()["items"]
    )
    kept = {id: own.get(f"/incident/{id}.json").json() for id in (one, other)}
    version = max(view["version"] for view in kept.values())
    done = post(own, f"/incidents/{one}/merge", by="ana", other=other, version=version)
    (whole,) = done["incidents"]
    assert set(whole["incident"]["claims"]) == {claim for view in kept.values() for claim in view["incident"]["claims"]}
    post(own, f"/acts/{done['act']}/undo", by="ana")
    assert own.get(f"/incident/{other}.json").json()["incident"] == kept[other]["incident"]
    leaving = [claim for claim in kept[one]["claims"] if claim["report"] == kept[one]["claims"][0]["report"]]
    parts = post(own, f"/incidents/{one}/split", by="ana", claims=[claim["claim"] for claim in leaving])["incidents"]
    assert len(parts) == 2
    gone = {claim["claim"] for claim in leaving}
    assert gone <= set(parts[1]["incident"]["claims"])
    assert not gone & set(parts[0]["incident"]["claims"])


def test_an_incident_is_looked_at(own: httpx.Client) -> None:
    incident = contested(own)
    (view,) = post(own, f"/incidents/{incident}/review", by="ana", why="checked")["incidents"]
    assert any(line["by"] == "ana" and line["verdict"] == "review" for line in view["history"])
    row = next(one for one in own.get("/incidents.json").json()["items"] if one["id"] == incident)
    assert row["reviewed"]
    assert [one["by"] for one in own.get("/history.json").json()["items"]] == ["ana"]


def test_claims_are_linked_and_unlinked(own: httpx.Client) -> None:
    view = own.get(f"/incident/{contested(own)}.json").json()
    linked = {frozenset((link["from"]["claim"], link["to"]["claim"])) for link in view["links"]}
    claims = view["incident"]["claims"]
    a, b = next((a, b) for a in claims for b in claims if a < b and frozenset((a, b)) not in linked)
    done = post(own, f"/claims/{a}/link", by="ana", other=b, relation="contradicts", field="place", why="far apart")
    (link,) = (one for one in done["claim"]["links"] if one["by"] == "ana")
    assert (link["from"]["claim"], link["to"]["claim"], link["field"]) == (a, b, "place")
    done = post(own, f"/claims/{a}/unlink", by="ben", other=b)
    assert not any({one["from"]["claim"], one["to"]["claim"]} == {a, b} for one in done["claim"]["links"])


WRONG = [
    ("/claims/{claim}/accept", {"by": "ana", "colour": "red"}, 422, "colour"),
    ("/claims/{claim}/accept", {"by": "x" * 65}, 422, "name"),
    ("/claims/{claim}/accept", {"by": "ana", "version": "new"}, 422, "version"),
    ("/claims/{claim}/edit", {"by": "ana"}, 422, "values"),
    ("/claims/{claim}/edit", {"by": "ana", "values": {}}, 422, "field"),
    ("/claims/{claim}/edit", {"by": "ana", "values": {"id": "c1"}}, 422, "cannot be edited"),
    ("/claims/{claim}/edit", {"by": "ana", "values": {"stance": "sings"}}, 422, "cannot stand there"),
    ("/claims/{claim}/edit", {"by": "ana", "values": {"content": {"start": 0, "end": 10**9}}}, 422, ""),
    ("/claims/{claim}/link", {"by": "ana", "other": "c", "relation": "likes", "field": "place"}, 422, "relation"),
    ("/claims/zzz/accept", {"by": "ana"}, 404, "zzz"),
    ("/claims/{claim}/link", {"by": "ana", "other": "zzz", "relation": "agrees", "field": "place"}, 404, "zzz"),
    ("/incidents/{incident}/merge", {"by": "ana", "other": "{incident}"}, 422, "one incident already"),
    ("/incidents/{incident}/split", {"by": "ana", "claims": []}, 422, "name some"),
    ("/acts/999999/undo", {"by": "ana"}, 404, "999999"),
    ("/acts/1/undo", {"by": "ana"}, 422, "overrule"),
]


@pytest.mark.parametrize(("path", "word", "status", "says"), WRONG)
def test_what_cannot_be_judged_is_said(own: httpx.Client, path: str, word: Any, status: int, says: str) -> None:
    known = {"claim": a_claim(own)["claim"]["id"], "incident": contested(own)}
    word = {name: value.format(**known) if isinstance(value, str) else value for name, value in word.items()}
    answer = own.post("/api/v1" + path.format(**known), json=word)
    assert (answer.status_code, says in answer.json()["error"]["message"]) == (status, True), answer.text
    assert own.get("/history.json").json()["items"] == []


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b'{"by": "\xff"}', b'"ana"'])
def test_a_body_that_is_no_judgement_is_refused(own: httpx.Client, body: bytes) -> None:
    claim = a_claim(own)["claim"]["id"]
    answer = own.post(f"/api/v1/claims/{claim}/accept", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "not_understood")


def test_a_form_is_no_judgement(own: httpx.Client) -> None:
    claim = a_claim(own)["claim"]["id"]
    assert own.post(f"/api/v1/claims/{claim}/accept", data={"by": "ana"}).status_code == 415


def test_a_judgement_changes_the_tag(own: httpx.Client) -> None:
    view = own.get("/claims.json")
    claim = view.json()["items"][0]["claim"]["id"]
    post(own, f"/claims/{claim}/accept", by="ana")
    assert own.get("/claims.json", headers={"If-None-Match": view.headers["etag"]}).status_code == 200


def test_of_many_at_once_one_is_first_and_the_others_see_it(own: httpx.Client) -> None:
    view = a_claim(own)
    path = f"/api/v1/claims/{view['claim']['id']}/accept"

    def judge(number: int) -> int:
        return own.post(path, json={"by": f"reviewer {number}", "version": view["version"]}).status_code

    with ThreadPoolExecutor(6) as reviewers:
        found = sorted(reviewers.map(judge, range(6)))
    assert found == [200, 409, 409, 409, 409, 409]


def test_of_many_at_once_on_different_claims_nothing_is_lost(own: httpx.Client) -> None:
    claims = [one["claim"]["id"] for one in own.get("/claims.json", params={"limit": 6}).json()["items"]]

    def judge(claim: str) -> int:
        return own.post(f"/api/v1/claims/{claim}/reject", json={"by": claim, "version": 0}).status_code

    with ThreadPoolExecutor(6) as reviewers:
        assert list(reviewers.map(judge, claims)) == [200] * 6
    assert {line["by"] for line in own.get("/history.json").json()["items"]} == set(claims)
