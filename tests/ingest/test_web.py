from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from counterclaim.errors import InputError
from counterclaim.ingest import opening
from counterclaim.ingest.parts import Part, Refused
from counterclaim.ingest.web import Fetcher
from counterclaim.settings import Settings
from tests.ingest.server import Site, answer, serving

OPEN = Settings(private_addresses=True, host_seconds=0, fetch_seconds=5, max_fetch_bytes=100_000)
PAGE = "<p>The ministry said on Monday that four soldiers – all of one unit – were killed in Corvane.</p>".encode()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


def fetcher(settings: Settings = OPEN) -> Fetcher:
    return Fetcher(settings, sleep=lambda _: None)


def test_a_page_comes_with_what_its_server_says(site: Site) -> None:
    site.pages["/a"] = PAGE
    found = fetcher().fetch(f"{site.address}/a")
    assert (found.data, found.media, found.charset, found.status) == (PAGE, "text/html", "utf-8", 200)
    assert site.asked == ["/robots.txt", "/a"]


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://10.0.0.1/",
        "http://192.168.1.1/", "http://172.16.0.1/", "http://169.254.169.254/latest/meta-data/", "http://0.0.0.0/",
        "http://[fd00:ec2::254]/", "http://[fe80::1]/", "http://[64:ff9b::7f00:1]/", "http://2130706433/", "http://0x7f.1/",
        "http://224.0.0.1/", "http://100.64.0.1/",
    ],
)  # fmt: skip
def test_addresses_of_ones_own_network_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: object, **__: object) -> None:
        raise AssertionError("it was connected to")

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(InputError, match=r"own network|not found|no name"):
        fetcher(Settings()).fetch(address)


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://site.invalid/a", "gopher://x", "http://u:p@site.invalid/"]
)
def test_what_is_no_bare_web_address_is_refused(address: str) -> None:
    with pytest.raises(InputError, match=r"not http or https|a name and password"):
        fetcher().fetch(address)


def test_a_port_of_another_service_is_refused(site: Site) -> None:
    settings = Settings(private_addresses=False)
    with pytest.raises(InputError, match="own network"):
        fetcher(settings).fetch(site.address.replace("127.0.0.1", "localhost"))


@pytest.mark.parametrize("to", ["http://169.254.169.254/latest/", "file:///etc/passwd", "http://127.0.0.1:22/"])
def test_a_redirect_is_checked_like_the_first_address(site: Site, to: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from counterclaim.ingest import web

    own = site.address.partition("//")[2].partition(":")[0]
    monkeypatch.setattr(web, "_is_public", lambda place: place == own)  # the site alone counts as public
    monkeypatch.setattr(web, "PORTS", {int(site.address.rpartition(":")[2])})
    site.pages["/a"] = lambda to_: answer(to_, 302, Location=to)
    with pytest.raises(InputError, match=r"own network|not http or https"):
        fetcher(Settings(host_seconds=0)).fetch(f"{site.address}/a")


def test_redirects_end(site: Site) -> None:
    site.pages["/a"] = lambda to: answer(to, 301, Location="/a")
    with pytest.raises(InputError, match="more than 5 redirects"):
        fetcher().fetch(f"{site.address}/a")


def test_robots_are_asked_and_heeded(site: Site) -> None:
    site.pages |= {"/robots.txt": b"User-agent: *\nDisallow: /no\nCrawl-delay: 7\n", "/no/a": PAGE, "/yes": PAGE}
    waited: list[float] = []
    patient = Fetcher(OPEN, sleep=waited.append)
    with pytest.raises(InputError, match=r"asks in robots\.txt not to read it"):
        patient.fetch(f"{site.address}/no/a")
    patient.fetch(f"{site.address}/yes")
    patient.fetch(f"{site.address}/yes")
    assert "/no/a" not in site.asked
    assert site.asked.count("/robots.txt") == 1
    assert len(waited) == 1
    assert 6 < waited[0] <= 7


def endless(to: BaseHTTPRequestHandler) -> None:
    to.send_response(200)
    to.send_header("Transfer-Encoding", "chunked")
    to.end_headers()
    while True:
        to.wfile.write(b"4000\r\n" + b"a" * 0x4000 + b"\r\n")


def test_an_endless_body_is_given_up(site: Site) -> None:
    site.pages["/a"] = endless
    with pytest.raises(InputError, match="longer than 100,000 bytes"):
        fetcher().fetch(f"{site.address}/a")


def test_a_packed_bomb_is_given_up(site: Site) -> None:
    site.pages["/a"] = lambda to: answer(
        to, 200, gzip.compress(bytes(50_000_000)), "text/html", Content_Encoding="gzip"
    )
    with pytest.raises(InputError, match="longer than 100,000 bytes"):
        fetcher().fetch(f"{site.address}/a")


def test_a_server_that_trickles_is_given_up(site: Site) -> None:
    def trickle(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.end_headers()
        while True:
            to.wfile.write(b"a")

    site.pages["/a"] = trickle
    with pytest.raises(InputError, match=r"takes too long|longer than"):
        fetcher(Settings(private_addresses=True, host_seconds=0, fetch_seconds=0.3)).fetch(f"{site.address}/a")


def test_a_server_that_only_sends_heads_is_given_up(site: Site) -> None:
    def heads(to: BaseHTTPRequestHandler) -> None:
        while True:
            to.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)

    site.pages["/a"] = heads
    with pytest.raises(InputError, match="cannot be fetched"):
        fetcher(Settings(private_addresses=True, host_seconds=0, fetch_seconds=0.5)).fetch(f"{site.address}/a")


def test_a_wrong_length_is_told(site: Site) -> None:
    site.pages["/a"] = lambda to: to.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Length: zzz\r\nX: " + b"y" * 70_000)
    with pytest.raises(InputError, match="cannot be fetched"):
        fetcher().fetch(f"{site.address}/a")


def rss(*items: str) -> bytes:
    listed = "".join(items)
    return f"<rss version='2.0'><channel><title>Radio Lonn</title>{listed}</channel></rss>".encode()


def item(site: Site, path: str, text: str = "short", day: str = "Tue, 12 Mar 2024 10:00:00 GMT") -> str:
    link = f"<link>{site.address}{path}</link>"
    return f"<item><title>Shells</title>{link}<description>{text}</description><pubDate>{day}</pubDate></item>"


def test_a_feed_gives_the_pages_that_it_lists(site: Site) -> None:
    long = "The ministry said four were killed. " * 40
    items = (item(site, "/a"), item(site, "/gone"), item(site, "/gone2", long), item(site, "/b", day="Fri, 1 Jan 2999"))
    site.pages |= {"/feed": rss(*items), "/a": PAGE, "/b": PAGE}
    first, gone, instead, second = opening.online(f"{site.address}/feed", OPEN, fetcher())
    assert isinstance(first, Part)
    assert (first.data, first.about.outlet) == (PAGE, "Radio Lonn")
    assert str(first.about.published) == "2024-03-12 10:00:00+00:00"
    assert isinstance(gone, Refused)
    assert "404" in gone.reason
    assert isinstance(instead, Part)
    assert instead.data.decode().startswith("The ministry")
    assert isinstance(second, Part)
    assert second.about.published is None, "a feed that lies about the day is not believed"
