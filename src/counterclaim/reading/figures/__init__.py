"""How many: counts of people killed, injured, missing, captured or displaced, as the words of a sentence say them.

numbers   digits, number words, vague amounts, none; dates, ages, money and designations left out
people    a number with its noun phrase: who is counted
scene     the sentence's counts and effect words
rules     what ties a count to an effect
find      ... and counts that live by another: parts, lists, ellipsis, older tolls
"""

from __future__ import annotations

from counterclaim.reading.figures.assemble import CountedFigure, find

__all__ = ["CountedFigure", "find"]
