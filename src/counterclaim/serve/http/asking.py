"""What a request may ask with: the parameters of lists, bounded, as plain values."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Depends, Path, Query

from counterclaim.ledger.filing import FACETS
from counterclaim.ledger.searching import LARGEST_PAGE, Search
from counterclaim.serve.http.desk import TheDesk

Text = Annotated[
    str,
    Query(
        max_length=500, description='Words that all must stand, "side by side", begin*, -not.', examples=["hospital"]
    ),
]
Values = Annotated[list[str], Query(max_length=50, description="Any of these values; may be repeated.")]
Day = Annotated[date | None, Query(description="A day, inclusive, such as 2024-03-11.")]
Cursor = Annotated[str | None, Query(max_length=200, description="`next` of the page before.")]
Limit = Annotated[int | None, Query(ge=1, le=LARGEST_PAGE, description="Rows of a page.")]
Id = Annotated[str, Path(max_length=100, description="An id, or a beginning that only one has.")]


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
    return Search(text=q, facets=dict(zip(FACETS, given, strict=True)), after=after, before=before)


Wanted = Annotated[Search, Depends(_search)]
"""Words, facets and days that claims are looked for with."""
