"""Templates with what they may call. Everything is escaped; what a template is not given, it may not use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from counterclaim import __version__, words
from counterclaim.records import Toll
from counterclaim.serve.web.lists import field_name, tags

STATIC = Path(__file__).parent / "static"
PAGES = (
    ("Desk", "/"),
    ("Incidents", "/incidents"),
    ("Claims", "/claims"),
    ("Map", "/map"),
    ("Timeline", "/timeline"),
    ("Parties", "/parties"),
    ("Sources", "/sources"),
    ("Review", "/review"),
)
"""What the head of every page leads to."""
ISO = re.compile(r"\d{4}-\d\d-\d\d")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def html(request: Request, template: str, code: int = 200, /, **context: Any) -> HTMLResponse:
    """The page that `template` makes of `context`."""
    path = request.url.path
    every: dict[str, Any] = {
        "here": partial(with_query, request),
        "current": next((at for _, at in PAGES[1:] if path.startswith(at)), "/" if path == "/" else ""),
        "visitor": request.state.visitor,
        "q": request.query_params.get("q", ""),
        **context,
    }
    return HTMLResponse(environment().get_template(template).render(**every), code)


@cache
def environment() -> Environment:
    """The templates; an unknown name in one is an error and no blank."""
    made = Environment(
        loader=PackageLoader("counterclaim.serve.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        pages=PAGES,
        version=__version__,
        static=static,
        address=address,
        report_at=report_at,
        plural=words.plural,
        counted=words.range_of,
        is_machine=is_machine,
    )
    made.filters.update(
        day=day,
        moment=moment,
        days=days,
        label=label,
        when=words.when,
        place=words.place,
        figures=words.figures,
        speaker=words.speaker,
        kinds=words.kinds,
        described=words.described,
        one_line=words.one_line,
        hits=hits,
        tags=tags,
        field_name=field_name,
        total=total,
        value=value,
    )
    return made


@cache
def static(name: str) -> str:
    """The address of a file of the desk, with what it holds in it, so that browsers keep it and still see changes."""
    return f"/static/{name}?v={sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


def address(path: str, /, **query: Any) -> str:
    """A path of the desk with a query; what is None or empty is left out, a list stands once for each of its values."""
    pairs = [(name, one) for name, value in query.items() for one in _values(value)]
    return quote(path, safe="/:@!$&'()*+,;=-._~") + (f"?{urlencode(pairs)}" if pairs else "")


def report_at(report: str, start: int | None = None, end: int | None = None) -> str:
    """The address of characters of a report: in the query for the server, behind the # for the browser."""
    if start is None or end is None:
        return address(f"/report/{report}")
    return f"{address(f'/report/{report}', c=f'{start}-{end}')}#c={start}-{end}"


def _values(value: Any) -> list[str]:
    found = value if isinstance(value, list | tuple) else [value]
    return [str(one) for one in found if one not in (None, "")]


def with_query(request: Request, /, *, to: str | None = None, **changes: Any) -> str:
    """This page's address with some of its query changed: `with_query(request, type="shelling", cursor=None)`.

    `to` is another page that is to be narrowed down in the same way.
    """
    query: dict[str, Any] = {}
    for name, one in parse_qsl(request.url.query):
        query.setdefault(name, []).append(one)
    return address(to or request.url.path, **{**query, **changes})


def is_machine(by: str) -> bool:
    """Whether a line of the log is by a version of reconcile and by nobody."""
    return by.startswith("reconcile ")


def day(value: date | datetime | str | None) -> Markup:
    """A day as people write it: "11 Mar 2024"; the ISO form stands in the element for programs."""
    if value is None or value == "":
        return Markup("")
    at = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    shown = f"{at.day} {MONTHS[at.month - 1]} {at.year}"
    return Markup('<time datetime="{}">{}</time>').format(at.strftime("%Y-%m-%d"), shown)


def days(value: str) -> Markup:
    """The ISO days in a text as people write them: "11 Mar 2024 to 14 Mar 2024"."""
    return Markup(" ").join(day(part) if ISO.fullmatch(part) else escape(part) for part in value.split())


def moment(value: datetime) -> Markup:
    """A time of the log, in UTC."""
    shown = f"{value.day} {MONTHS[value.month - 1]} {value.year}, {value:%H:%M}"
    return Markup('<time datetime="{}Z">{} UTC</time>').format(value.isoformat(timespec="seconds"), shown)


def value(json: str) -> str:
    """A value of the log, which is kept as JSON, as people read it."""
    found = msgspec.json.decode(json)
    if isinstance(found, dict):
        return str(found.get("name") or ", ".join(f"{name} {one}" for name, one in found.items() if one is not None))
    return "nothing" if found is None else str(found)


def total(toll: Toll) -> str:
    """The least and the greatest total of a toll; empty where nobody states one."""
    if toll.low is None or toll.high is None:
        return ""
    return f"{toll.low:,}" if toll.low == toll.high else f"{toll.low:,} – {toll.high:,}"


def label(value: str) -> str:
    """A word of the record as people read it: "air_strike" is "air strike"."""
    return value.replace("_", " ")


def hits(text: str, spans: list[tuple[int, int]]) -> Markup:
    """`text` with the characters of `spans` marked."""
    parts, at = [], 0
    for start, end in sorted(spans):
        if start < at:
            continue
        parts += [escape(text[at:start]), Markup('<mark class="hit">{}</mark>').format(text[start:end])]
        at = end
    return Markup("").join([*parts, escape(text[at:])])


def context_of(text: str, start: int, end: int, around: int = 60) -> Mapping[str, str]:
    """Characters with what stands around them, cut at spaces."""
    before, after = text[max(0, start - around) : start], text[end : end + around]
    if start > around:
        before = "… " + before.partition(" ")[2]
    if end + around < len(text):
        after = after.rpartition(" ")[0] + " …"
    return {"before": before, "words": text[start:end], "after": after}
