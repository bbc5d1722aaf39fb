"""What a page says of itself: title, outlet, author, times, address, language; JSON-LD before metas before `time`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from counterclaim.ingest.dates import parse
from counterclaim.ingest.html.blocks import Page
from counterclaim.ingest.parts import About
from counterclaim.knowledge import lexicons

MAX_DATA = 500_000
"""Characters of one JSON-LD script that is read."""
MAX_FOUND = 200
"""Objects of JSON-LD that are looked at."""
MAX_DEPTH = 6
MAX_NAME = 300
"""Characters of a title or a name."""
_SITE = re.compile(r"\s+[|\-–—·»:]\s+")


def about(page: Page, source: str, headings: Iterable[str] = ()) -> About:
    """What `page` says of itself; null where it is silent. One of its story's `headings` may be its title."""
    article = _article(page, source)
    metas = _metas(page.metas)
    fields = lexicons.load("page_facts")["metas"]

    def meta(field: str) -> str | None:
        return next((metas[name] for name in fields[field].split() if metas.get(name)), None)

    shown = next((heading for heading in headings if heading in page.title), None)
    stated = clean(_text(article.get("headline"))) or clean(meta("title")) or clean(shown)
    return About(
        url=_web(meta("url")) or _web(_link(page.links, "canonical")) or _web(_text(article.get("url"))),
        title=stated or _without_site(page.title, meta("outlet")),
        outlet=clean(_name(article.get("publisher"))) or clean(meta("outlet")),
        author=clean(_name(article.get("author"))) or clean(meta("author")),
        published=parse(_text(article.get("datePublished"))) or parse(meta("published")) or _time(page.times),
        modified=parse(_text(article.get("dateModified"))) or parse(meta("modified")),
        language=_language(page.language or _text(article.get("inLanguage")) or meta("language")),
    )


def clean(text: str | None) -> str | None:
    """`text` on one line, without halves of characters, null where nothing is left."""
    if not text:
        return None
    kept = " ".join(text[: 4 * MAX_NAME].split())[:MAX_NAME]
    return kept.encode("utf-8", "replace").decode("utf-8").replace("\x00", "") or None


def _article(page: Page, source: str) -> Mapping[str, Any]:
    """The JSON-LD object that describes the article, empty where there is none."""
    kinds = lexicons.load("page_facts")["articles"].split()
    best: tuple[int, Mapping[str, Any]] = (len(kinds), {})
    for thing in _things(page, source):
        for kind in _list(thing.get("@type")):
            if kind in kinds and kinds.index(kind) < best[0]:
                best = (kinds.index(kind), thing)
    return best[1]


def _things(page: Page, source: str) -> Iterator[Mapping[str, Any]]:
    left = MAX_FOUND
    for start, end in page.data:
        if end - start > MAX_DATA:
            continue
        try:
            data = msgspec.json.decode(source[start:end].encode("utf-8", "replace"))
        except (msgspec.DecodeError, RecursionError):
            continue
        for thing in _objects(data, MAX_DEPTH):
            left -= 1
            if left < 0:
                return
            yield thing


def _objects(data: object, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth and isinstance(data, list):
        for one in data:
            yield from _objects(one, depth - 1)
    elif depth and isinstance(data, dict):
        yield data
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(data.get(name), depth - 1)


def _list(value: object) -> Iterable[object]:
    return value if isinstance(value, list) else (value,)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _name(value: object) -> str | None:
    """The name or names of a person or an organisation, however JSON-LD gives them."""
    names = [one.get("name") if isinstance(one, dict) else one for one in _list(value)]
    return ", ".join(name for name in names if isinstance(name, str) and name and not name.startswith("http")) or None


def _metas(metas: Iterable[Mapping[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in metas:
        name = (
            meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        ).lower()
        if name and meta.get("content", "").strip():
            found.setdefault(name, meta["content"].strip())
    return found


def _link(links: Iterable[Mapping[str, str]], relation: str) -> str | None:
    return next((link.get("href") for link in links if relation in link.get("rel", "").lower().split()), None)


def _web(address: str | None) -> str | None:
    return clean(address) if address and address.startswith(("http://", "https://")) else None


def _time(times: Iterable[Mapping[str, str]]) -> datetime | None:
    """The `time` that says it is the day of publication, or else the first within the story."""
    known = list(times)
    told = [t for t in known if "pubdate" in t or t.get("itemprop") == "datePublished"]
    inside = [t for t in known if "story" in t]
    return next((moment for t in (*told, *inside) if (moment := parse(t.get("datetime")))), None)


def _without_site(title: str, outlet: str | None) -> str | None:
    """A page's title without the site's name that is put behind or before it."""
    parts = _SITE.split(title)
    if len(parts) > 1 and outlet and parts[-1].casefold() == outlet.casefold():
        return clean(title[: title.rindex(parts[-1])].rstrip(" |-–—·»:"))
    if len(parts) > 1 and outlet and parts[0].casefold() == outlet.casefold():
        return clean(title[len(parts[0]) :].lstrip(" |-–—·»:"))
    return clean(title)


def _language(code: str | None) -> str | None:
    first = re.match(r"[A-Za-z]{2,3}(?=[-_]|\Z)", code.strip()) if code else None
    return first[0].lower() if first else None
