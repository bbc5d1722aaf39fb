"""What stands before every route: the host that was meant, sizes, who asks, where a form came from; and the headers
of every answer. Plain ASGI, so that nothing is answered around it.
"""

from __future__ import annotations

import asyncio
import getpass
import hmac
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from time import perf_counter
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from counterclaim.errors import CounterclaimError
from counterclaim.ledger.people import Role
from counterclaim.serve.http import problems
from counterclaim.serve.http.access import Access, Pass, bearer
from counterclaim.serve.http.metrics import Meter
from counterclaim.serve.http.problems import Refusal
from counterclaim.settings import Settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN = ("/health", "/static/", "/favicon.ico")
"""Paths that tell nothing of a ledger and need no token."""
REVIEWER = "counterclaim_reviewer"
"""The cookie that keeps the name under which somebody reviews."""
YEAR = 365 * 24 * 3600
CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""No script or style but the desk's own files, nothing from anywhere else."""
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


FOREIGN = Refusal(403, "this did not come from a page of the desk; open the desk again and repeat it")
NOT_PROVEN = Refusal(403, "nothing tells that this came from a page of the desk; open the desk again and repeat it")
FORM = "application/x-www-form-urlencoded"


class Visitor(NamedTuple):
    """Who asks: as what (None: a stranger), under which name, and what a form of theirs has to hold.

    Who came with a key of their own is `known`, and signs with the name that the key is of.
    """

    role: Role | None = None
    by_cookie: bool = False
    name: str = ""
    form: str = ""
    known: bool = False

    @property
    def writes(self) -> bool:
        return self.role in ("reviewer", "admin")

    @property
    def overrules(self) -> bool:
        """Whether they may take back what others judged, and say who may come."""
        return self.role == "admin"

    def wrote(self, form: str) -> bool:
        """Whether a form was made by this desk for them."""
        return bool(self.form) and hmac.compare_digest(form.encode("utf-8", "replace"), self.form.encode())


class Guard:
    """The application behind its door.

    As many are let in at once as there are connections to the ledger; the others wait here, where they keep no thread
    from those that are in.
    """

    def __init__(self, inner: ASGIApp, access: Access, settings: Settings, meter: Meter) -> None:
        self.inner, self.access, self.settings, self.meter = inner, access, settings, meter
        self.room = asyncio.Semaphore(settings.readers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        request = Request(scope, receive)
        answered = _Answered(send, head=request.method == "HEAD")
        try:
            scope.setdefault("state", {})["visitor"] = Visitor()
            refused = self._refuse(request)
            if refused:
                raise refused
            found = await self._pass(request)
            receive = _bounded(receive, self.settings.max_body_bytes)
            if "token" in request.query_params:
                await self._enter(request, found)(scope, receive, answered)
                return
            refused = self._refuse_stranger(request, found)
            if refused is NOT_PROVEN and _is_form(request):
                receive, refused = await self._read_form(request, receive)
            if refused:
                raise refused
            scope["method"] = "GET" if scope["method"] == "HEAD" else scope["method"]
            async with self.room:
                await self.inner(scope, receive, answered)
        except (Refusal, CounterclaimError) as error:
            refusal = error if isinstance(error, Refusal) else problems.refusal_of(request, error)
            await problems.respond(request, refusal)(scope, receive, answered)
        finally:
            self.meter.answered(scope, answered.status, perf_counter() - answered.begun)

    def _refuse(self, request: Request) -> Refusal | None:
        """Why this request is not let in, whoever asks."""
        scope = request.scope
        if not self.access.answers_to(request.headers.get("host", "")):
            known = "COUNTERCLAIM_HOSTS"
            return Refusal(421, f"this desk does not go by that name; name it in {known} when it is started")
        longest = self.settings.max_query_chars
        if len(scope["query_string"]) > longest or len(scope["path"]) > longest:
            return Refusal(414, f"the query is longer than {longest:,} characters; ask for less at once")
        if not request.headers.get("content-length", "0").isdigit():
            return Refusal(400, "Content-Length is no number")
        if int(request.headers.get("content-length", "0")) > self.settings.max_body_bytes:
            return Refusal(413, f"the request is larger than {self.settings.max_body_bytes:,} bytes; send less at once")
        if "token" in request.query_params and request.method not in SAFE:
            return Refusal(400, "a token in an address is for reading; write with Authorization: Bearer")
        return None

    async def _pass(self, request: Request) -> Pass | None:
        """What somebody comes in with; the ledger is asked as one more of those that are in."""
        if request.url.path.startswith(OPEN):
            return None
        find, shown = self._shown(request)
        if not shown:
            return None
        async with self.room:
            return await run_in_threadpool(find, shown)

    def _shown(self, request: Request) -> tuple[Callable[[str], Pass | None], str]:
        """The token or the cookie that a request shows, and how it is looked up."""
        if "token" in request.query_params:
            return self.access.by_token, request.query_params["token"]
        shown = bearer(request.headers.getlist("authorization"))
        if shown is not None:
            return self.access.by_token, shown
        return self.access.by_cookie, _cookies(request).get(self.access.cookie_name, "")

    def _refuse_stranger(self, request: Request, found: Pass | None) -> Refusal | None:
        """Why this request is not let in from who asks; notes who that is."""
        if self.access.token and not found and not request.url.path.startswith(OPEN):
            return Refusal(401, "the desk wants its token: open the address that counterclaim serve printed")
        visitor = _visitor(request, found)
        request.scope["state"]["visitor"] = visitor
        if request.method in SAFE:
            return None
        if not found:
            return Refusal(403, "this desk is for reading only; start it with a token to write")
        if not visitor.writes:
            return Refusal(403, "your key is for reading only; ask an admin of the desk for one to review with")
        if visitor.by_cookie and not _own_page(request, visitor):
            return NOT_PROVEN if request.headers.get("sec-fetch-site") is None else FOREIGN
        return None

    async def _read_form(self, request: Request, receive: Receive) -> tuple[Receive, Refusal | None]:
        """Whether a form that came without a word of the browser's holds what only a form of the desk can; and the form
        to be read again."""
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message["type"] == "http.request" and message.get("more_body", False)
        said = dict(parse_qsl(body.decode("utf-8", "replace"))).get("csrf", "")

        unread = [body]

        async def again() -> Message:
            return {"type": "http.request", "body": unread.pop(), "more_body": False} if unread else await receive()

        return again, None if visitor(request).wrote(said) else NOT_PROVEN

    def _enter(self, request: Request, found: Pass | None) -> RedirectResponse:
        """The same address without the token, which from now on is a cookie."""
        if self.access.token and not found:
            raise Refusal(401, "this is not the desk's token; use the address that counterclaim serve printed")
        rest = urlencode([pair for pair in parse_qsl(request.url.query, True) if pair[0] != "token"])
        path = "/" + quote(request.url.path.lstrip("/"), safe="/:@!$&'()*+,;=-._~")
        response = RedirectResponse(path + (f"?{rest}" if rest else ""), status_code=303)
        if found:
            secure = request.url.scheme == "https"
            name, value = self.access.cookie_name, found.cookie
            response.set_cookie(name, value, httponly=True, samesite="strict", secure=secure, path="/")
        response.headers["Cache-Control"] = "no-store"
        return response


class _Answered:
    """Sends an answer with the headers of every answer, and how many milliseconds it took; remembers its status."""

    def __init__(self, send: Send, *, head: bool) -> None:
        self.send, self.head = send, head
        self.begun = perf_counter()
        self.status = 500

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            there = {name.lower() for name, _ in message["headers"]}
            more = [
                (name.lower().encode(), value.encode())
                for name, value in HEADERS.items()
                if name.lower().encode() not in there
            ]
            taken = (perf_counter() - self.begun) * 1000
            more.append((b"server-timing", f"total;dur={taken:.1f}".encode()))
            if b"cache-control" not in there:
                more.append((b"cache-control", b"private, no-cache"))
            message = {**message, "headers": [*message["headers"], *more]}
        elif self.head and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self.send(message)


def _visitor(request: Request, found: Pass | None) -> Visitor:
    """Who asks; without a key of their own they sign as they said they would, or as whoever runs the desk."""
    by_cookie = bearer(request.headers.getlist("authorization")) is None
    if found is None:
        return Visitor()
    if found.name:
        return Visitor(found.role, by_cookie, found.name, found.form, known=True)
    name = unquote(_cookies(request).get(REVIEWER, "")) or _login()
    return Visitor(found.role, by_cookie, name, found.form)


def _own_page(request: Request, visitor: Visitor) -> bool:
    """Whether a page of the desk sent it: the browser says so, or it carries what only such a page can know."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    said = request.headers.get("x-csrf-token", "")
    return site == "same-origin" or request.headers.get("origin") == own or visitor.wrote(said)


def _is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").partition(";")[0].strip().casefold() == FORM


def _bounded(receive: Receive, most: int) -> Receive:
    """`receive` up to `most` bytes, whatever the sender said there would be."""
    got = 0

    async def bounded() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > most:
            raise Refusal(413, f"the request is larger than {most:,} bytes; send less at once")
        return message

    return bounded


def _cookies(request: Request) -> dict[str, str]:
    try:
        found: SimpleCookie = SimpleCookie(request.headers.get("cookie", ""))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in found.items()}


def remember(request: Request, response: Response, name: str) -> None:
    """Keeps the name under which somebody reviews with their browser."""
    secure = request.url.scheme == "https"
    response.set_cookie(REVIEWER, quote(name), YEAR, httponly=True, samesite="strict", secure=secure, path="/")


def _login() -> str:
    """The name of whoever runs the desk: on one's own machine, mostly the one who sits before it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def visitor(request: Request) -> Visitor:
    """Who asks."""
    found: Any = request.state.visitor
    assert isinstance(found, Visitor)
    return found
