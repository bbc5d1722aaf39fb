"""When a count and an effect word are no figure: things wished, feared or denied, and one count for two effects."""

from __future__ import annotations

from counterclaim.reading.figures.number import QUOTES
from counterclaim.reading.figures.people import Count
from counterclaim.reading.figures.scene import Mention, Scene

CONDITION = 14
"""Words back from the effect word within which an "if" governs it."""


def is_unreal(scene: Scene, at: int) -> bool:
    """Is what word `at` tells wished, feared, conditional or denied: "could kill", "to kill", "did not kill"?"""
    i = at - 1
    while at - i < 7 and (scene.is_adverb(i) or scene.word(i) in ("be", "have", "been", "and", "get")):
        i -= 1
    if scene.is_("negation", i):
        return True
    mention = scene.mention_over(at)
    if mention is not None and mention.word.form == "base" and scene.word(at - 1) in ("and", "or"):
        i = next((j for j in range(at - 2, max(-1, at - CONDITION), -1) if scene.is_("wish", j)), i)
    done = mention is not None and mention.word.form == "past" and not scene.is_any(("be", "have"), at - 1)
    if scene.word(i) == "to" and done and i < at - 1:
        return False
    if scene.word(i) == "to":
        return "have" not in scene.words[i:at] and not _was_done(scene, i)
    if scene.is_("modal", i) and scene.word(i) not in ("may", "might"):
        return not (scene.word(i) == "would" and mention is not None and mention.word.role == "state")
    return _is_conditional(scene, at)


def _was_done(scene: Scene, i: int) -> bool:
    """Does what stands before "to" tell that it came to pass: "managed to", "is said to"?"""
    if scene.is_("have", i - 1):
        return True
    return any(scene.is_("infinitive_done", j) or scene.is_("report", j) for j in range(max(0, i - 3), i))


def _is_conditional(scene: Scene, at: int) -> bool:
    for j in range(at - 1, max(-1, at - CONDITION), -1):
        if scene.is_stop(j) or scene.word(j) == ",":
            return False
        if scene.is_("hypothetical", j):
            return True
    return False


def is_rate(scene: Scene, count: Count, end: int) -> bool:
    """ "9,000 people a day", "killed each week", "an average of 63": how often, not how many."""
    average = any(scene.is_("average", j) for j in range(max(0, count.first - 3), count.number.core))
    return average or any(_per(scene, i) for i in (count.number.last, count.end, end) if i != count.first)


def _per(scene: Scene, i: int) -> bool:
    timed = scene.is_("rate", i) and scene.is_("rate_unit", i + 1) and not scene.is_("moment", i + 2)
    return timed or scene.word(i) in ("daily", "weekly", "monthly", "annually")


def is_undone(scene: Scene, count: Count) -> bool:
    """ "freed 50 hostages", "two of the missing were found alive": what was so is so no longer."""
    undone, words = scene.known.undone, scene.words
    before = undone.starts_in(words, max(0, count.first - 4), count.first)
    return before or undone.starts_in(words, count.end, count.end + 6)


def is_over(scene: Scene, m: Mention) -> bool:
    """ "who had been held were freed": those taken, missing or driven out are so no longer."""
    if m.word.effect in ("killed", "injured"):
        return False
    for i in range(m.end, min(m.end + 6, len(scene.words))):
        if scene.is_stop(i) or scene.word(i) in (",", "and", "but"):
            return False
        if scene.is_any(("be", "have"), i) and scene.known.undone.at(scene.words, scene.past_inside(i + 1)):
            return True
    return False


def is_title(scene: Scene, count: Count) -> bool:
    """ "Thirty Dead Men", a film: capitalised words that a quotation mark opens."""
    if scene.word(count.first - 1) not in QUOTES:
        return False
    words = [t.text for t in scene.sentence.tokens[count.first : count.end] if t.text.isalpha()]
    return len(words) > 1 and all(w.istitle() for w in words)


def is_only_possible(scene: Scene, m: Mention) -> bool:
    """ "the risk of injury to", "accused of the murder of": a noun tells that it may be, or was charged."""
    return any(scene.is_("doubt_noun", j) for j in range(max(0, m.first - 3), m.first))


def pair(scene: Scene, m: Mention) -> Mention | None:
    """The second of two effect words that share one count: "killed or wounded", "kidnapped and murdered"."""
    i = m.end
    if not (scene.is_("conjunction", i) or scene.word(i) == "/"):
        return None
    i += 1
    while scene.is_any(("conjunction", "report", "be"), i) or scene.is_adverb(i):
        i += 1
    other = scene.mentions.get(i)
    if other is None or other.word.effect == m.word.effect or other.word.role in ("of", "tally", "suffer"):
        return None
    return other if other.word.form in ("past", "other") and not scene.has_object(other) else None


def is_one_for_two(scene: Scene, m: Mention, count: Count) -> bool:
    """ "550 killed or wounded": one count for two effects. None of either is a count of both."""
    other = pair(scene, m)
    return other is not None and count.number.max != 0 and not is_one_fate(scene, m, other)


def is_one_fate(scene: Scene, m: Mention, other: Mention) -> bool:
    """The same people in turn: "kidnapped and killed", "hurt and evacuated"; the worst of it counts."""
    in_turn = ({"captured", "killed"}, {"injured", "displaced"}, {"killed", "displaced"})
    return {m.word.effect, other.word.effect} in in_turn and scene.word(m.end) == "and"


def is_second_of_two(scene: Scene, m: Mention) -> bool:
    """ "killed or wounded 550": the effect word nearest to the count is the second of two."""
    if not scene.is_("conjunction", m.first - 1):
        return False
    other = scene.mention_over(m.first - 2)
    if other is None or other.word.role != "act" or other.word.effect == m.word.effect:
        return False
    return not is_one_fate(scene, other, m)
