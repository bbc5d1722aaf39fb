"""The door: what comes in, what does not, and what every answer carries."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.serve.http.conftest import TOKEN, Start, contested, form_of


def refusal(answer: httpx.Response) -> str:
    """The word of a refusal; every refusal is the one envelope."""
    assert set(answer.json()) == {"error"}
    assert set(answer.json()["error"]) == {"code", "message", "details", "now"}
    return str(answer.json()["error"]["code"])


@pytest.mark.parametrize(
    "path", ["/desk.json", "/api/v1/claims", "/metrics", "/api/docs", "/api/v1/openapi.json", "/nothing"]
)
def test_without_the_token_nothing_is_told(stranger: httpx.Client, path: str) -> None:
    answer = stranger.get(path)
    assert (answer.status_code, refusal(answer)) == (401, "no_token")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("shown", ["-", "wrong", TOKEN[:-1], TOKEN + "x", "é"])
def test_another_token_is_none(stranger: httpx.Client, shown: str) -> None:
    header = {"Authorization": f"Bearer {shown}".encode()}
    assert stranger.get("/desk.json", headers=header).status_code == 401
    assert stranger.get("/desk.json", params={"token": shown}).status_code == 401
    assert stranger.get("/desk.json", headers={"Authorization": f"Basic {TOKEN}"}).status_code == 401


def test_health_and_the_files_of_the_desk_are_open(stranger: httpx.Client) -> None:
    assert stranger.get("/health").json().keys() == {"status", "version"}
    assert stranger.get("/static/desk.css").status_code == 200


def test_the_token_becomes_a_cookie_and_leaves_the_address(stranger: httpx.Client) -> None:
    answer = stranger.get("/incidents.json", params={"token": TOKEN, "q": "a b", "side": ["x", "y"]})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/incidents.json?q=a+b&side=x&side=y"
    cookie = answer.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert TOKEN not in cookie
    assert stranger.get("/incidents.json").status_code == 200


def test_nobody_is_led_away(stranger: httpx.Client) -> None:
    for path in ("//elsewhere.example/", "/%2F/elsewhere.example", "/\\elsewhere.example"):
        answer = stranger.request("GET", str(stranger.base_url).rstrip("/") + path + f"?token={TOKEN}")
        if answer.status_code == 303:
            assert answer.headers["location"].startswith("/")
            assert not answer.headers["location"].startswith(("//", "/\\"))


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "localhost.evil", "[::2]"]
)
def test_a_name_that_is_not_the_desks_is_not_answered_to(desk: httpx.Client, host: str) -> None:
    answer = desk.get("/desk.json", headers={"Host": host})
    assert (answer.status_code, refusal(answer)) == (421, "other_host")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:99", "127.0.0.1", "[::1]:80"])
def test_the_names_of_this_machine_are_the_desks(desk: httpx.Client, host: str) -> None:
    assert desk.get("/desk.json", headers={"Host": host}).status_code == 200


def test_further_names_are_the_desks_when_it_is_told(start: Start, example: Path) -> None:
    client = start(example, hosts="desk.example, Other.example")
    assert client.get("/desk.json", headers={"Host": "other.example:8080"}).status_code == 200
    assert client.get("/desk.json", headers={"Host": "third.example"}).status_code == 421


def test_without_a_token_everybody_reads_and_nobody_writes(start: Start, example: Path) -> None:
    client = start(example, token="")
    claim = client.get("/claims.json").json()["items"][0]["claim"]["id"]
    answer = client.post(f"/api/v1/claims/{claim}/accept", json={"by": "ana"})
    assert (answer.status_code, refusal(answer)) == (403, "forbidden")
    assert client.get(f"/claim/{claim}.json").json()["review"] == "none"
    assert (
        client.post(f"/api/v1/claims/{claim}/accept", json={}, headers={"Authorization": "Bearer -"}).status_code == 403
    )


SITES = [
    ({"Sec-Fetch-Site": "same-origin"}, 200),
    ({"Sec-Fetch-Site": "cross-site"}, 403),
    ({"Sec-Fetch-Site": "same-site"}, 403),
    ({"Sec-Fetch-Site": "none"}, 403),
    ({"Sec-Fetch-Site": "cross-site", "Origin": "OWN"}, 403),
    ({"Origin": "OWN"}, 200),
    ({"Origin": "http://evil.example"}, 403),
    ({"Origin": "null"}, 403),
    ({"X-CSRF-Token": "guessed"}, 403),
    ({}, 403),
]


@pytest.mark.parametrize(("headers", "status"), SITES)
def test_with_a_cookie_only_pages_of_the_desk_write(
    browser: httpx.Client, headers: dict[str, str], status: int
) -> None:
    origin = str(browser.base_url).rstrip("/")
    sent = {name: origin if value == "OWN" else value for name, value in headers.items()}
    claim = browser.get("/claims.json").json()["items"][0]["claim"]["id"]
    answer = browser.post(f"/api/v1/claims/{claim}/accept", json={"by": "ana"}, headers=sent)
    assert answer.status_code == status
    assert browser.get(f"/claim/{claim}.json").json()["review"] == ("accepted" if status == 200 else "none")


def test_a_form_of_the_desk_is_known_by_its_secret(browser: httpx.Client) -> None:
    form = form_of(browser)
    path = f"/api/v1/incidents/{contested(browser)}/review"
    assert browser.post(path, data={"csrf": form, "by": "ana"}).status_code == 415, "it came in, and is no JSON"
    assert browser.post(path, data={"csrf": form}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert browser.post(path, json={"by": "ana"}, headers={"X-CSRF-Token": form}).status_code == 200


def test_a_form_of_another_site_is_refused_before_anything_reads_it(browser: httpx.Client) -> None:
    incident = contested(browser)
    for fields in ({}, {"csrf": ""}, {"csrf": "guessed"}):
        answer = browser.post(f"/api/v1/incidents/{incident}/review", data=fields)
        assert (answer.status_code, refusal(answer)) == (403, "forbidden")


def test_a_token_in_an_address_does_not_write(own: httpx.Client) -> None:
    claim = own.get("/claims.json").json()["items"][0]["claim"]["id"]
    answer = httpx.post(f"{own.base_url}api/v1/claims/{claim}/accept", params={"token": TOKEN}, json={"by": "ana"})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "path",
    ["/desk.json", "/nothing", "/claims.csv", "/health", "/static/desk.css", "/incidents", "/claims.json?limit=0"],
)
def test_every_answer_is_guarded(desk: httpx.Client, path: str) -> None:
    headers = desk.get(path, headers={"Accept": "text/html"}).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers
    assert headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../settings.py",
        "/static/%2e%2e/%2e%2e/settings.py",
        "/static/..%2f..%2fsettings.py",
        "/static//etc/passwd",
        "/static/%00",
        "/report/..%2f..%2fetc%2fpasswd.json",
        "/incident/%2e%2e%2f.json",
    ],
)
def test_no_path_leads_out(desk: httpx.Client, path: str) -> None:
    answer = raw(desk, path)
    assert answer.partition(b"\r\n")[0].split()[1] in (b"400", b"404", b"405", b"422")
    assert b"root:" not in answer
    assert b"class Settings" not in answer


def raw(desk: httpx.Client, path: str) -> bytes:
    """What the desk answers to a path exactly as it is written."""
    with socket.create_connection((desk.base_url.host, desk.base_url.port or 80), timeout=10) as connection:
        head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TOKEN}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode())
        return b"".join(iter(lambda: connection.recv(65536), b""))


BOMBS = [
    ("/claims.json", {"q": "x" * 3000}, 414),
    ("/claims.json", {"q": "x" * 501}, 422),
    ("/claims.json", {"limit": "1000000"}, 422),
    ("/claims.json", {"limit": "-1"}, 422),
    ("/claims.json", {"cursor": "9" * 300}, 422),
    ("/claims.json", {"cursor": "9" * 100}, 422),
    ("/claims.json", {"side": ["x"] * 51}, 422),
    ("/incidents.json", {"box": "1,2,3"}, 422),
    ("/incidents.json", {"box": "nan,1,1,1"}, 422),
    ("/incidents.json", {"cursor": "99999999999999999999.x"}, 422),
    ("/incidents.json", {"order": "id; DROP TABLE claims"}, 422),
    ("/history.json", {"cursor": str(2**70)}, 422),
    ("/claims.json", {"after": "yesterday"}, 422),
]


@pytest.mark.parametrize(("path", "query", "status"), BOMBS)
def test_a_query_is_bounded(desk: httpx.Client, path: str, query: dict[str, str | list[str]], status: int) -> None:
    answer = desk.get(path, params=query)
    assert (answer.status_code, refusal(answer)) == (status, "too_long" if status == 414 else "not_understood")


@pytest.mark.parametrize(
    "q", ['"', '""', "*", "-", 'NEAR("a" "b")', "a AND", "col:x", "' OR 1=1 --", "((((", "\x00", "%", "😀", "-a -b"]
)
def test_any_words_may_be_looked_for(desk: httpx.Client, q: str) -> None:
    for path in ("/claims.json", "/incidents.json"):
        assert desk.get(path, params={"q": q}).status_code == 200


def test_a_large_body_is_refused_however_it_comes(own: httpx.Client) -> None:
    claim = own.get("/claims.json").json()["items"][0]["claim"]["id"]
    path = f"/api/v1/claims/{claim}/accept"
    big = b'{"by": "' + b"a" * 1_100_000 + b'"}'
    kind = {"Content-Type": "application/json"}
    assert refusal(own.post(path, content=big, headers=kind)) == "too_large"

    def piece_by_piece() -> object:
        for at in range(0, len(big), 65536):
            yield big[at : at + 65536]

    assert refusal(own.post(path, content=piece_by_piece(), headers=kind)) == "too_large"


def test_the_ledgers_place_is_not_told(desk: httpx.Client, example: Path) -> None:
    for path in ("/claim/zzz.json", "/incident/zzz.json", "/report/zzz.json"):
        assert str(example) not in desk.get(path).text


def test_a_person_gets_a_page_and_a_program_the_envelope(desk: httpx.Client) -> None:
    shown = desk.get("/claim/zzz", headers={"Accept": "text/html"})
    assert (shown.status_code, shown.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert refusal(desk.get("/claim/zzz", headers={"Accept": "application/json"})) == "not_found"
    assert refusal(desk.get("/api/v1/claims/zzz", headers={"Accept": "text/html"})) == "not_found"


def test_methods_that_are_not_done_are_named(desk: httpx.Client) -> None:
    answer = desk.delete("/api/v1/claims")
    assert (answer.status_code, refusal(answer)) == (405, "method_not_allowed")


def test_many_at_once_wait_for_their_turn(start: Start, example: Path) -> None:
    client = start(example, readers=2)
    with ThreadPoolExecutor(60) as visitors:
        found = list(visitors.map(lambda _: client.get("/incidents.json").status_code, range(120)))
    assert found == [200] * 120
