"""What a running desk holds: one ledger, open for reading, and how it may be used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from counterclaim.ledger.store import Ledger
from counterclaim.serve.http.access import Access
from counterclaim.serve.http.guard import Visitor, visitor
from counterclaim.serve.http.metrics import Meter
from counterclaim.serve.http.problems import Refusal
from counterclaim.settings import Settings


@dataclass(frozen=True)
class Desk:
    """One ledger and its door."""

    ledger: Ledger
    settings: Settings
    access: Access
    meter: Meter = field(default_factory=Meter)

    def writing(self) -> Ledger:
        """The ledger, to be written to and closed."""
        return Ledger(
            self.ledger.path, write=True, busy_seconds=self.settings.busy_seconds, cache_mb=self.settings.cache_mb
        )


def desk_of(request: Request) -> Desk:
    """The desk that is asked."""
    found = request.app.state.desk
    assert isinstance(found, Desk)
    return found


def _one_state(request: Request) -> Iterator[Ledger]:
    with desk_of(request).ledger.at_once() as held:
        yield held


TheDesk = Annotated[Desk, Depends(desk_of)]
Reading = Annotated[Ledger, Depends(_one_state)]
"""The ledger as it is while one request is answered: read only, all questions of one state."""
Asker = Annotated[Visitor, Depends(visitor)]


def _admin(asker: Asker) -> Visitor:
    if not asker.overrules:
        raise Refusal(403, "only an admin says who may come to the desk")
    return asker


Admin = Annotated[Visitor, Depends(_admin)]
"""Who asks, where only an admin may."""
