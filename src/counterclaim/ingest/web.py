"""Fetching: http and https only, from public addresses only, politely, and within the bounds of the settings.

An address is looked up once and connected to as it was found, so that it cannot be checked as one and used as another;
each redirect is checked like the first. robots.txt is asked before the first page of a host, and hosts are given time
between two requests.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import SplitResult, quote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from counterclaim import __version__
from counterclaim.errors import InputError
from counterclaim.ingest.addresses import is_web, without_secrets
from counterclaim.settings import Settings

AGENT = f"counterclaim/{__version__} (reads reports for people who compare them)"
MAX_REDIRECTS = 5
MAX_ROBOTS = 500_000
"""Bytes of a robots.txt that are read; the standard asks for 500 KiB at least."""
MAX_DELAY = 30.0
"""Seconds that a robots.txt may ask for between two requests; one that asks for more gets this."""
CHUNK = 65_536
MOVED = frozenset({301, 302, 303, 307, 308})
PORTS = frozenset({80, 443, 8000, 8008, 8080, 8443})
"""Ports that pages are served on; others belong to services that an address must not reach."""


@dataclass(frozen=True)
class Fetched:
    """What a server gave. `status` 304: nothing new since `etag` or `last_modified`; then `data` is empty."""

    address: str
    status: int
    data: bytes = field(repr=False, default=b"")
    media: str = ""
    charset: str = ""
    etag: str | None = None
    last_modified: str | None = None
    at: datetime | None = None


@dataclass
class Fetcher:
    """Fetches for one run; it remembers what hosts allow, and when each was last asked."""

    settings: Settings
    sleep: Callable[[float], None] = time.sleep
    robots: dict[str, RobotFileParser | None] = field(default_factory=dict)
    asked: dict[str, float] = field(default_factory=dict)

    def fetch(self, address: str, since: Mapping[str, str] | None = None) -> Fetched:
        """What is at `address`; InputError, which begins with it, says why it was not fetched.

        `since` holds headers of a conditional request: If-None-Match, If-Modified-Since.
        """
        until = time.monotonic() + self.settings.fetch_seconds
        here = address
        for _ in range(MAX_REDIRECTS + 1):
            parts = _checked(here, address)
            self._ask_leave(parts, address, until)
            fetched, onward = self._get(parts, address, until, self.settings.max_fetch_bytes, since or {})
            if onward is None:
                return fetched
            here = urljoin(here, onward)
        raise InputError(f"{address}: more than {MAX_REDIRECTS} redirects; give the address that they lead to")

    def _ask_leave(self, parts: SplitResult, address: str, until: float) -> None:
        """InputError where the host's robots.txt does not want the page read; waits until the host may be asked."""
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self.robots:
            self.robots[host] = self._rules(urlsplit(f"{host}/robots.txt"), address, until)
        rules = self.robots[host]
        if rules is not None and not rules.can_fetch(AGENT, parts.geturl()):
            raise InputError(
                f"{address}: its host asks in robots.txt not to read it; ask the outlet, or save it yourself"
            )
        delay = min(float((rules and rules.crawl_delay(AGENT)) or 0), MAX_DELAY)
        wait = self.asked.get(host, float("-inf")) + max(delay, self.settings.host_seconds) - time.monotonic()
        if wait > 0:
            self.sleep(wait)
        self.asked[host] = time.monotonic()

    def _rules(self, parts: SplitResult, address: str, until: float) -> RobotFileParser | None:
        """What the host's robots.txt says; null where it has none."""
        for _ in range(MAX_REDIRECTS):
            fetched, onward = self._get(parts, address, until, MAX_ROBOTS, {}, cut=True)
            if onward is None:
                break
            parts = _checked(urljoin(parts.geturl(), onward), address)
        rules = RobotFileParser()
        if fetched.status in (401, 403):
            rules.parse(["User-agent: *", "Disallow: /"])
            return rules
        if fetched.status != 200:
            return None
        rules.parse(fetched.data.decode("utf-8", "replace").splitlines())
        return rules

    def _get(
        self, parts: SplitResult, address: str, until: float, most: int, since: Mapping[str, str], *, cut: bool = False
    ) -> tuple[Fetched, str | None]:
        """One request: what it gave, or where it leads on to."""
        connection = _connected(parts, address, until, self.settings)
        timer = threading.Timer(max(until - time.monotonic(), 0), _hang_up, [connection.sock])
        timer.start()  # a server that sends heads for ever keeps within every time-out of a single read
        try:
            headers = {"Host": parts.netloc, "User-Agent": AGENT, "Accept-Encoding": "gzip", "Connection": "close"}
            path = quote(parts.path or "/", safe="/%:=&?~#+!$,;'@()*[]") + (f"?{parts.query}" if parts.query else "")
            connection.request("GET", quote(path, safe="/%:=&?~#+!$,;'@()*[]"), headers={**headers, **since})
            response = connection.getresponse()
            if response.status in MOVED:
                return Fetched(address, response.status), response.headers.get("Location", "")
            if not cut and response.status not in (200, 304):
                raise InputError(
                    f"{address}: the server answered {response.status} {response.reason[:80]}; try again later"
                )
            data = _body(response, address, until, most, cut=cut) if response.status == 200 else b""
            return Fetched(
                parts.geturl(),
                response.status,
                data,
                response.headers.get_content_type() if response.headers.get("Content-Type") else "",
                response.headers.get_content_charset() or "",
                response.headers.get("ETag"),
                response.headers.get("Last-Modified"),
                datetime.now(UTC).replace(tzinfo=None),
            ), None
        except (OSError, http.client.HTTPException, ValueError) as error:
            said = " ".join(str(error).split())[:200] or type(error).__name__
            raise InputError(f"{address}: cannot be fetched ({said}); check the address and the network") from error
        finally:
            timer.cancel()
            connection.close()


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _checked(address: str, asked: str) -> SplitResult:
    """The parts of an address that may be fetched; InputError where it may not."""
    where = "" if address == asked else f"leads to {without_secrets(address)[:200]}, "
    asked = without_secrets(asked)
    if not is_web(address):
        raise InputError(f"{asked}: {where}not http or https; give a file by its path")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise InputError(f"{asked}: {where}not an address ({error}); check it") from error
    if not parts.hostname or "@" in parts.netloc:
        raise InputError(f"{asked}: {where}no host, or a name and password in it; give the bare address")
    try:
        host = parts.hostname.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise InputError(f"{asked}: {where}its host is no name ({error}); check it") from error
    netloc = f"[{host}]" if ":" in host else host
    return parts._replace(netloc=f"{netloc}:{port}" if port else netloc, fragment="")


def _connected(parts: SplitResult, asked: str, until: float, settings: Settings) -> http.client.HTTPConnection:
    """A connection to the very address that was looked up and found public."""
    secure = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    left = until - time.monotonic()
    if left <= 0:
        raise _slow(asked, settings)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise InputError(f"{asked}: its host is not found ({error}); check the address and the network") from error
    places = [str(entry[4][0]) for entry in found]
    if not settings.private_addresses:
        inner = next((place for place in places if not _is_public(place)), None)
        if inner is not None or port not in PORTS:
            raise InputError(
                f"{asked}: leads into this machine's own network ({inner or f'port {port}'}), which is never fetched "
                "from; save the page as a file, or set COUNTERCLAIM_PRIVATE_ADDRESSES=1"
            )
    try:
        raw = socket.create_connection((places[0], port), timeout=left)
        if secure:
            raw = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
    except OSError as error:
        raise InputError(f"{asked}: its host does not answer ({error}); try again later") from error
    connection = http.client.HTTPConnection(host, port, timeout=left)
    connection.sock = raw
    return connection


def _is_public(place: str) -> bool:
    """Whether an address is one of the open internet's, whatever it is wrapped in."""
    address = ipaddress.ip_address(place.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is not None:
            return inner.is_global
        if address in ipaddress.ip_network("64:ff9b::/96"):
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF).is_global
    return address.is_global and not address.is_multicast


def _body(response: http.client.HTTPResponse, asked: str, until: float, most: int, *, cut: bool) -> bytes:
    """All that the server sends, unpacked; InputError where it is too much or takes too long, or it is `cut` there."""
    unpack = zlib.decompressobj(31) if response.headers.get("Content-Encoding", "").lower() == "gzip" else None
    data = bytearray()
    while True:
        if time.monotonic() > until:
            raise InputError(
                f"{asked}: the server takes too long; try again later, or raise COUNTERCLAIM_FETCH_SECONDS"
            )
        chunk = response.read1(CHUNK)
        if not chunk:
            return bytes(data)
        try:
            data += unpack.decompress(chunk, most + 1 - len(data)) if unpack else chunk
        except zlib.error as error:
            raise InputError(f"{asked}: damaged on the way ({error}); try again later") from error
        if len(data) > most:
            if cut:
                return bytes(data[:most])
            raise InputError(
                f"{asked}: longer than {most:,} bytes; raise COUNTERCLAIM_MAX_FETCH_BYTES if it is a report"
            )


def _slow(asked: str, settings: Settings) -> InputError:
    return InputError(
        f"{asked}: not fetched within {settings.fetch_seconds:g} seconds; try again later, "
        "or raise COUNTERCLAIM_FETCH_SECONDS"
    )
