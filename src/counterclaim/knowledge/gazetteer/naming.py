"""Which of a place's many names are worth keeping: those that a look-up would miss without them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

from counterclaim.knowledge.gazetteer.folding import skeleton, sound

_SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC", "ARMENIAN", "GEORGIAN")
_LONGEST = 40


def kept(name: str, alternates: Iterable[str], *, large: bool) -> set[str]:
    """The name and those of its alternates that a look-up would miss without them.

    A `large` place keeps every name that sounds different, in other scripts too; a smaller one every skeleton.
    """
    alike = sound if large else skeleton
    chosen = {alike(name): name}
    for alternate in sorted(filter(_is_useful, alternates), key=lambda text: (len(text), text)):
        if large or _script(alternate[0]) == "LATIN":
            chosen.setdefault(alike(alternate), alternate)
    return set(chosen.values())


def _is_useful(alternate: str) -> bool:
    """Capitalised Latin names and those in scripts that reports of wars quote; no airport codes, no respellings."""
    letters = [letter for letter in alternate if letter.isalpha()]
    if len(letters) < 2 or len(alternate) > _LONGEST:
        return False
    if not all(_script(letter) in _SCRIPTS for letter in letters):
        return False
    if _script(letters[0]) != "LATIN":
        return True
    return letters[0].isupper() and not (alternate.isupper() and len(alternate) <= 4)


@cache
def _script(letter: str) -> str:
    return "LATIN" if letter.isascii() else unicodedata.name(letter, "").split(" ")[0]
