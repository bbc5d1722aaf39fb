"""A report as the desk shows it: its text in pieces, each voice with a number, the chosen characters marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from counterclaim.export.marking import Piece, pieces
from counterclaim.records import Claim, Record

COLOURED = 5
"""Voices of a report that have a colour; the others share one. The numbers go on."""
CHARACTERS = re.compile(r"(\d{1,9})-(\d{1,9})")


class Voice(NamedTuple):
    """Who speaks in a report; `number` is shown beside their words, `key` is the name that claims have."""

    number: int
    key: str
    name: str
    side: str | None
    kind: str
    claims: int

    @property
    def style(self) -> str:
        return f"s{min(self.number, COLOURED + 1)}"


class Part(NamedTuple):
    """A piece of the text. `begins` is its voice's number where a claim begins, `target` the id of the chosen words."""

    piece: Piece
    voice: Voice | None
    begins: bool
    anchor: str | None


class Reading(NamedTuple):
    """A report on the page; `claim` is the innermost that the chosen characters stand in."""

    record: Record
    voices: list[Voice]
    parts: list[Part]
    chosen: tuple[int, int] | None
    claim: Claim | None

    def voice(self, claim: Claim) -> Voice:
        """Who speaks in a claim of the report."""
        return next(one for one in self.voices if (one.kind, one.key) == _key(claim))


def characters(wanted: str | None) -> tuple[int, int] | None:
    """The span that "120-168" names; None for anything else."""
    found = CHARACTERS.fullmatch(wanted or "")
    if found is None:
        return None
    start, end = int(found[1]), int(found[2])
    return (start, end) if start < end else None


def reading(record: Record, chosen: tuple[int, int] | None) -> Reading:
    """`record` with the characters `chosen` marked, if they lie in its text."""
    if chosen is not None and chosen[1] > len(record.report.text):
        chosen = None
    voices = _voices(record.claims)
    return Reading(
        record, list(voices.values()), list(_parts(record, voices, chosen)), chosen, _claim_at(record, chosen)
    )


def _claim_at(record: Record, chosen: tuple[int, int] | None) -> Claim | None:
    if chosen is None:
        return None
    around = (claim for claim in record.claims if claim.start <= chosen[0] and chosen[1] <= claim.end)
    return min(around, key=lambda claim: claim.end - claim.start, default=None)


def _voices(claims: Sequence[Claim]) -> dict[tuple[str, str], Voice]:
    """Who speaks, in the order in which they first do."""
    found: dict[tuple[str, str], Voice] = {}
    for claim in claims:
        key = _key(claim)
        before = found.get(key)
        if before is None:
            name = "the report itself" if claim.speaker.kind == "report" else claim.speaker.name
            found[key] = Voice(len(found) + 1, key[1], name, claim.speaker.side, claim.speaker.kind, 1)
        else:
            found[key] = before._replace(claims=before.claims + 1)
    return found


def _key(claim: Claim) -> tuple[str, str]:
    return claim.speaker.kind, "" if claim.speaker.kind == "report" else claim.speaker.name


def _parts(record: Record, voices: dict[tuple[str, str], Voice], chosen: tuple[int, int] | None) -> Iterator[Part]:
    named: set[tuple[int, int]] = set()
    last: Claim | None = None
    for piece in pieces(record, [chosen] if chosen else []):
        anchor = None
        span = chosen if piece.target else (piece.claim.start, piece.claim.end) if piece.claim else None
        if span is not None and span not in named and (piece.target or piece.start == span[0]):
            named.add(span)
            anchor = f"c={span[0]}-{span[1]}"
        voice = voices[_key(piece.claim)] if piece.claim else None
        yield Part(piece, voice, piece.claim is not None and piece.claim is not last, anchor)
        last = piece.claim or last
