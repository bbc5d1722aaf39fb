"""What a request may ask with: the parameters of lists, bounded, as plain values; and what it sends."""

from __future__ import annotations

from datetime import date
from typing import Annotated, TypeVar

import msgspec
from fastapi import Depends, Path, Query
from pydantic import BeforeValidator
from starlette.requests import Request

from counterclaim.errors import InputError
from counterclaim.ledger.filing import FACETS
from counterclaim.ledger.overview import Order, Sought
from counterclaim.ledger.searching import LARGEST_PAGE, Search
from counterclaim.serve.http.desk import TheDesk
from counterclaim.serve.http.problems import Detail, Refusal

T = TypeVar("T")

Blank = BeforeValidator(lambda given: None if given == "" else given)
"""A field of a form that was left empty does not matter."""
Text = Annotated[
    str,
    Query(
        max_length=500, description='Words that all must stand, "side by side", begin*, -not.', examples=["hospital"]
    ),
]
Values = Annotated[list[str], Query(max_length=50, description="Any of these values; may be repeated.")]
Day = Annotated[date | None, Blank, Query(description="A day, inclusive, such as 2024-03-11.")]
Cursor = Annotated[str | None, Query(max_length=200, description="`next` of the page before.")]
Limit = Annotated[int | None, Query(ge=1, le=LARGEST_PAGE, description="Rows of a page.")]
Id = Annotated[str, Path(max_length=100, description="An id, or a beginning that only one has.")]


Act = Annotated[int, Path(ge=0, le=2**62, description="The number of an act, as the history shows it.")]


def _size(desk: TheDesk, limit: Limit = None) -> int:
    return limit or desk.settings.page_size


Size = Annotated[int, Depends(_size)]
"""Rows of a page: as asked, else as the settings have it."""


def _search(
    q: Text = "",
    side: Values = [],  # noqa: B006 - never changed
    speaker: Values = [],  # noqa: B006
    stance: Values = [],  # noqa: B006
    type: Values = [],  # noqa: B006
    place: Values = [],  # noqa: B006
    country: Values = [],  # noqa: B006
    outlet: Values = [],  # noqa: B006
    review: Values = [],  # noqa: B006
    after: Day = None,
    before: Day = None,
) -> Search:
    given = (side, speaker, stance, type, place, country, outlet, review)
    facets = {facet: [value for value in values if value] for facet, values in zip(FACETS, given, strict=True)}
    return Search(text=q, facets=facets, after=after, before=before)


Wanted = Annotated[Search, Depends(_search)]
"""Words, facets and days that claims are looked for with."""


Yes = Annotated[bool | None, Blank, Query(description="Only those that are, or only those that are not.")]
Box = Annotated[
    str | None,
    Query(
        max_length=100,
        pattern=r"^-?[0-9.]{1,20}(,-?[0-9.]{1,20}){3}$",
        description="west,south,east,north in degrees: only what has a point in this box.",
    ),
]
By = Annotated[Order, Query(description="newest, changed, disputes or reports, the most first.")]
Number = Annotated[int | None, Query(ge=0, le=2**62, description="`next` of the page before.")]


def _sought(
    claims: Wanted, contested: Yes = None, reviewed: Yes = None, revised: Yes = None, box: Box = None
) -> Sought:
    return Sought(claims, contested, reviewed, revised, _box(box) if box else None)


def _box(box: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = map(float, box.split(","))
    except ValueError as error:
        raise InputError(f"box={box}: write it as west,south,east,north, four numbers of degrees") from error
    return west, south, east, north


Incidents = Annotated[Sought, Depends(_sought)]
"""Which incidents: those with a claim that fits, contested, reviewed, revised or not, in a box."""


async def body(request: Request, kind: type[T]) -> T:
    """What a request sends as JSON; Refusal where it is no `kind`."""
    if request.headers.get("content-type", "").partition(";")[0].strip().casefold() != "application/json":
        raise Refusal(415, "send this as JSON, with Content-Type: application/json")
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        details = [Detail(where="body", message=str(error))]
        raise Refusal(422, f"this was not understood: {error}; /api/docs shows it", details=details) from error
