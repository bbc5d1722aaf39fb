"""Addresses on the web, in the one form that two mentions of a page share."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from counterclaim.knowledge import lexicons

MAX_LENGTH = 2000
_USER = re.compile(r"([\w.+-]+://)[^/?#\s]*@")


def is_web(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


def without_secrets(name: str) -> str:
    """`name` without the user and the password of an address, which are never shown nor kept."""
    return _USER.sub(r"\1***@", name)


def canonical(address: str) -> str | None:
    """`address` without what does not change the page: fragment, tracking, default port; null where it is none."""
    if len(address) > MAX_LENGTH or not is_web(address):
        return None
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return None
    if not host:
        return None
    if ":" in host:
        host = f"[{host}]"
    usual = port in (None, 443 if parts.scheme == "https" else 80)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(name)]
    place = host if usual else f"{host}:{port}"
    found = urlunsplit((parts.scheme.lower(), place, parts.path or "/", urlencode(query), ""))
    return found.encode("utf-8", "replace").decode("utf-8")


def _tracks(name: str) -> bool:
    names = lexicons.load("page_facts")["tracking"].split()
    return any(name.lower() == one or (one.endswith("*") and name.lower().startswith(one[:-1])) for one in names)
