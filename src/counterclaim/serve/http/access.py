"""Who may come in: a token, shown once and then kept as a cookie, or in a header; and the names the desk answers to."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address

from counterclaim.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")
TOKEN_BYTES = 24
"""Of chance in a token that is made here; too many to be guessed."""


@dataclass(frozen=True)
class Access:
    """The desk's token and names. Without a token everybody who reaches the desk may read, and nobody write."""

    token: str
    hosts: frozenset[str]

    def knows_token(self, shown: str) -> bool:
        """Whether this is the token; takes as long for a nearly right one as for any other."""
        return bool(self.token) and hmac.compare_digest(_digest(shown), _digest(self.token))

    def knows_cookie(self, shown: str) -> bool:
        return bool(self.token) and hmac.compare_digest(shown.encode(), self.cookie.encode())

    def knows_form(self, shown: str) -> bool:
        """Whether a form was made by this desk for somebody with its cookie."""
        return bool(self.token) and hmac.compare_digest(shown.encode(), self.form.encode())

    def answers_to(self, host: str) -> bool:
        """Whether a Host header names this desk; its port does not matter."""
        return host_name(host) in self.hosts

    @cached_property
    def cookie(self) -> str:
        """What the cookie holds: not the token itself, but what only the token gives."""
        return self._derived("cookie")

    @cached_property
    def form(self) -> str:
        """What the hidden field of a form holds."""
        return self._derived("form")

    @cached_property
    def cookie_name(self) -> str:
        """A name of its own for each token, as browsers share cookies among all ports of a host."""
        return "counterclaim_" + self._derived("name")[:8]

    def _derived(self, purpose: str) -> str:
        return hmac.new(self.token.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def access(settings: Settings) -> Access:
    """The access that `settings` describe."""
    named = [name.strip().casefold() for name in settings.hosts.split(",") if name.strip()]
    own = [] if is_everywhere(settings.host) else [settings.host.casefold().strip("[]")]
    return Access(settings.token, frozenset([*LOOPBACK, *own, *named]))


def new_token() -> str:
    """A token of chance."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server that listens at `host`."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.casefold() == "localhost"


def is_everywhere(host: str) -> bool:
    """Whether `host` stands for every address of this machine."""
    try:
        return not host or ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return False


def host_name(host: str) -> str:
    """The name or address in a Host header, without its port; IPv6 addresses without their brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0].casefold()
    return host.partition(":")[0].casefold()


def bearer(headers: Iterable[str]) -> str | None:
    """The token of an Authorization header, None where there is none."""
    for header in headers:
        kind, _, token = header.partition(" ")
        if kind.casefold() == "bearer":
            return token.strip()
    return None


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
