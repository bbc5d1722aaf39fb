"""How many: counts of people killed, injured, missing, captured or displaced, as the words of a sentence say them.

number, numbers   digits, number words, ranges, vague amounts, none, with what qualifies them
uncounted         dates, ages, money, designations: numbers that count no people
slips             words that sound like a number and stand where only one can
people            a number with its noun phrase: who is counted
scene             the sentence's counts and effect words
clause, doubt     the walk from a count to its verb; what is wished, feared, denied, or one count for two
rules             what ties a count to an effect, the surest construction first
assemble          the figures, with counts that live by another: parts, lists, ellipsis, older tolls
"""

from __future__ import annotations

from counterclaim.reading.figures.assemble import find
from counterclaim.reading.figures.counted import CountedFigure

__all__ = ["CountedFigure", "find"]
