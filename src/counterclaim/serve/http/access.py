"""Who may come in: by the desk's own token or by a person's, shown once and then kept as a cookie, or in a header; and
the names the desk answers to.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address
from typing import NamedTuple

from counterclaim.ledger import people
from counterclaim.ledger.people import Key, Person, Role
from counterclaim.ledger.store import Ledger
from counterclaim.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")
TOKEN_BYTES = 24
"""Of chance in a token that is made here; too many to be guessed."""


class Pass(NamedTuple):
    """What somebody came in with. `name` is whom a key is of; nobody's where it is the desk's own token, with which
    one signs as one likes. `form` is what the hidden field of their forms holds.
    """

    role: Role
    name: str
    cookie: str
    form: str


@dataclass(frozen=True)
class Access:
    """Who may come to a desk, and what it is called. `ledger` holds the keys of people.

    Who shows the desk's own token is an admin. Without one everybody who reaches the desk may read, and nobody write.
    """

    token: str
    hosts: frozenset[str]
    ledger: Ledger

    def by_token(self, shown: str) -> Pass | None:
        """Whom a token lets in, one by one compared as whole digests: a nearly right one takes as long as any other."""
        if self.token and hmac.compare_digest(_digest(shown), _digest(self.token)):
            return self._own
        with self.ledger.transaction() as connection:
            return _pass(people.with_token(connection, _digest(shown)), _cookie(shown))

    def by_cookie(self, shown: str) -> Pass | None:
        """Whom a cookie of this desk lets in."""
        if self.token and hmac.compare_digest(_digest(shown), _digest(self._own.cookie)):
            return self._own
        with self.ledger.transaction() as connection:
            return _pass(people.with_cookie(connection, _digest(shown)), shown)

    def answers_to(self, host: str) -> bool:
        """Whether a Host header names this desk; its port does not matter."""
        return host_name(host) in self.hosts

    @cached_property
    def cookie_name(self) -> str:
        """A name of its own for each token, as browsers share cookies among all ports of a host."""
        return "counterclaim_" + _derived(self.token, "name")[:8]

    @cached_property
    def _own(self) -> Pass:
        cookie = _cookie(self.token)
        return Pass("admin", "", cookie, _derived(cookie, "form"))


def access(settings: Settings, ledger: Ledger) -> Access:
    """The access that `settings` and the keys in `ledger` describe."""
    named = [name.strip().casefold() for name in settings.hosts.split(",") if name.strip()]
    own = [] if is_everywhere(settings.host) else [settings.host.casefold().strip("[]")]
    return Access(settings.token, frozenset([*LOOPBACK, *own, *named]), ledger)


def key_of(token: str) -> Key:
    """What a ledger keeps of a person's token."""
    return Key(_digest(token), _digest(_cookie(token)))


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


def _pass(person: Person | None, cookie: str) -> Pass | None:
    return Pass(person.role, person.name, cookie, _derived(cookie, "form")) if person else None


def _cookie(token: str) -> str:
    """What the cookie holds: not the token itself, but what only the token gives."""
    return _derived(token, "cookie")


def _derived(secret: str, purpose: str) -> str:
    return hmac.new(secret.encode("utf-8", "surrogatepass"), purpose.encode(), hashlib.sha256).hexdigest()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
