"""What the rooms found in one report, before claims are made of it."""

from __future__ import annotations

from dataclasses import dataclass

from counterclaim.reading.actors import Mentions
from counterclaim.reading.document import Document
from counterclaim.reading.places import PlaceMention
from counterclaim.reading.times import Timex


@dataclass(frozen=True)
class Findings:
    """The report laid out, with its actors, its expressions of time and its places."""

    document: Document
    mentions: Mentions
    timexes: tuple[Timex, ...]
    spots: tuple[PlaceMention, ...]
