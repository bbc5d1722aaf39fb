"""A figure as one sentence says it."""

from __future__ import annotations

from dataclasses import dataclass

from counterclaim.records import Figure, Victims


@dataclass(frozen=True)
class CountedFigure:
    """A figure as one sentence says it.

    `anchor` is the character of the word that tells the effect; `sub` marks a part of another figure's people, which
    is never added to it; `superseded` an older toll that the sentence replaces; `side_words` the characters that tell
    whose people they were ("Azerbaijani" of "200 Azerbaijani troops"); `reason` the construction that was read;
    `whose` the characters of the owner of people that the count itself does not class ("its" of "two of its guards",
    "the militia's" of "the militia's losses");
    `setting` the class that its sentence speaks of ("police"), which "two officers" of the next one are then of.
    """

    figure: Figure
    anchor: int
    sub: bool = False
    superseded: bool = False
    reason: str = ""
    side_words: tuple[int, int] | None = None
    setting: Victims | None = None
    whose: tuple[int, int] | None = None
