"""The rules that tie a count of people to what befell them. Each takes the scene and a count and gives a bond or null.

The rules read the words in their order; closed word classes and effect words carry them, the tags of the model only
help to see other verbs. They are tried in the order of `RULES`, the surest first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from counterclaim.reading.figures.people import Count
from counterclaim.reading.figures.scene import PARENTHESES, QUOTES, Mention, Scene
from counterclaim.records import Effect, Victims

REACH = 30
"""Words that may stand between a count and the effect word of its clause."""


@dataclass(frozen=True)
class Bond:
    """What befell the counted, the word that says so, and the construction that ties them."""

    effect: Effect
    at: int
    reason: str
    sub: bool = False
    superseded: bool = False
    victims: Victims | None = None
    declined: bool = False


DECLINED = Bond("killed", 0, "declined", declined=True)

Rule = Callable[[Scene, Count], Bond | None]


def bond(scene: Scene, count: Count) -> Bond | None:
    """The bond that the first fitting rule gives; null where none fits or one declines."""
    for rule in RULES:
        found = rule(scene, count)
        if found is not None:
            return None if found.declined else found
    return None


def _from(m: Mention, reason: str) -> Bond:
    return Bond(m.word.effect, m.first, reason)


def by_frame(scene: Scene, count: Count) -> Bond | None:
    """ "took 12 soldiers prisoner", "claimed the lives of 30"."""
    for frame in scene.known.frames:
        start = _left_edge(scene, count)
        before = frame.before.ending_at(scene.words, start)
        if frame.lead and before and frame.lead not in scene.words[max(0, before[0] - 5) : before[0]]:
            continue
        if before is None or _is_unreal(scene, before[0]):
            continue
        if frame.after is None:
            return Bond(frame.effect, before[0], "frame")
        for i in range(count.number.last, min(count.end + 4, len(scene.words))):
            if i >= count.end and (scene.is_stop(i) or scene.word(i) == "," or scene.is_("subordinator", i)):
                break
            if frame.after.at(scene.words, i):
                return Bond(frame.effect, i, "frame")
    return None


def by_company(scene: Scene, count: Count) -> Bond | None:
    """ "the bodies of nine soldiers were found", "50 hostages remain"."""
    for together in scene.known.together:
        head = scene.word(count.head) if count.head is not None else scene.word(count.end - 1)
        nouns = head in together.nouns or (
            scene.word(count.first - 1) == "of" and scene.word(count.first - 2) in together.nouns
        )
        if not nouns:
            continue
        for i in range(max(0, count.first - 5), min(count.end + 7, len(scene.words))):
            if i > count.end and (scene.is_stop(i)):
                break
            if scene.word(i) in together.company:
                return Bond(together.effect, count.head or i, "company")
        return DECLINED if head in ("lives",) else None
    return None


def by_following(scene: Scene, count: Count) -> Bond | None:
    """The effect word right behind: "14 civilians killed", "more than 50 dead", "five deaths"."""
    i = scene.past_inside(count.end)
    while (scene.is_("report", i) and scene.word(i) not in ("to", "left")) or scene.word(i) in QUOTES:
        i += 1
    m = scene.mentions.get(i)
    if m is None or m.word.role == "of":
        return None
    if m.word.role == "state" and (m.word.people_only and count.noun not in ("people",)):
        return None
    if m.word.role == "suffer" or (m.word.role == "act" and m.word.form in ("base", "third", "ing")):
        return None
    if count.number.article and (m.word.role == "act" or not scene.is_stop(m.end)):
        return None
    if m.word.role == "act" and (scene.has_object(m) or (m.word.people_only and count.noun != "people")):
        return None
    if _one_for_two(scene, m, count):
        return DECLINED
    return _from(m, "effect follows")


def by_subject(scene: Scene, count: Count) -> Bond | None:
    """The effect word further on in the clause whose subject is the count: "five in the car were killed"."""
    m = _predicate(scene, count)
    if m is None:
        return None
    if m.word.people_only and count.noun != "people":
        return None
    if _is_unreal(scene, m.first) or _one_for_two(scene, m, count):
        return DECLINED
    return _from(m, "subject")


def by_object(scene: Scene, count: Count) -> Bond | None:
    """ "killing at least 50", "wounded the mayor and two guards", "the death of 21"."""
    m, near = _governor(scene, count)
    if m is None:
        return None
    role, past = m.word.role, m.word.form == "past"
    if scene.word(m.first - 1) == "i":
        return DECLINED
    if role == "act" and m.word.people_only and count.noun != "people":
        return None
    if role == "act" and not (past and scene.is_passive(m)):
        if m.word.form in ("base",) and _is_unreal(scene, m.first):
            return DECLINED
        if _is_unreal(scene, m.first) or _one_for_two_before(scene, m):
            return DECLINED
        return _from(m, "object")
    if role == "of" and near:
        return _from(m, "of")
    if near and (count.noun == "people") and not count.number.article:
        return _from(m, "inverted")
    return None


def by_inside(scene: Scene, count: Count) -> Bond | None:
    """ "98 wounded people"."""
    if count.inside is None:
        return None
    at, word = count.inside
    return Bond(word.effect, at, "inside")


def by_among(scene: Scene, count: Count) -> Bond | None:
    """ "Five children are among the dead", "among the dead are two children", "the dead include three women"."""
    i = scene.past_inside(count.end)
    i = _skip_of_phrase(scene, i)
    if scene.is_("be", i) or scene.word(i) in ("number", "figure"):
        j = scene.past_inside(i + 1)
        if scene.word(j) in ("among", "amongst"):
            m = next((scene.mentions.get(k) for k in range(j + 1, j + 4) if scene.mentions.get(k)), None)
            if m:
                return Bond(m.word.effect, m.first, "among", sub=True)
    start = _left_edge(scene, count)
    if not (scene.is_("be", start - 1) or scene.word(start - 1) in ("include", "included", "includes")):
        return None
    for j in range(start - 2, max(-1, start - 8), -1):
        m = scene.mentions.get(j)
        if m and m.word.role in ("state", "act", "tally") and m.word.form in ("past", "other"):
            among = any(scene.word(k) in ("among", "amongst") for k in range(max(0, j - 3), j)) or scene.word(
                start - 1
            ).startswith("includ")
            return Bond(m.word.effect, m.first, "among" if among else "inverted", sub=among)
        if scene.is_stop(j) or scene.word(j) == ",":
            return None
    return None


def by_toll(scene: Scene, count: Count) -> Bond | None:
    """ "the death toll rose to 39", "a toll of more than 300", "bringing its losses to 84"."""
    if (
        count.noun not in ("none", "people")
        or count.number.article
        or (count.noun == "people" and count.number.min == 0 == count.number.max)
    ):
        return None
    start = count.first
    link = scene.word(start - 1)
    for toll in reversed([t for t in scene.tolls if t.end <= start and start - t.end < REACH]):
        between = range(toll.end, start - 1)
        if any(scene.is_stop(i) for i in between):
            return None
        if link == "of" and start - 1 != toll.end:
            continue
        if not (
            scene.is_("toll_link", start - 1)
            or link in ("from", "was", "between", ",")
            or (
                count.number.qualifier in ("at_most", "at_least", "more_than", "range")
                and scene.is_("toll_link", start - 1)
            )
        ):
            return None
        if any(scene.is_("modal", i) for i in between) and link not in ("at",):
            return DECLINED
        return Bond(
            toll.effect,
            toll.first,
            "toll",
            superseded=_is_old(scene, start),
            victims=_toll_victims(scene, toll.first, toll.end),
        )
    return None


RULES: tuple[Rule, ...] = (by_frame, by_company, by_following, by_among, by_subject, by_object, by_inside, by_toll)


# -- walks over the words


def _left_edge(scene: Scene, count: Count) -> int:
    """The first word of the count with the determiners before it."""
    i = count.first
    while i > 0 and (scene.is_("determiner", i - 1) or scene.word(i - 1) in QUOTES):
        i -= 1
    return i


def _skip_of_phrase(scene: Scene, i: int) -> int:
    """After "of the village of X"."""
    while scene.word(i) in ("of", "from", "in"):
        i += 1
        while (i < len(scene.words) and not _is_function(scene, i) and not scene.is_verb(i)) or scene.is_(
            "determiner", i
        ):
            i += 1
    return i


def _is_function(scene: Scene, i: int) -> bool:
    kinds = (
        "be",
        "have",
        "modal",
        "negation",
        "preposition",
        "subordinator",
        "relative",
        "conjunction",
        "pronoun",
        "determiner",
    )
    return not scene.word(i)[:1].isalnum() or any(scene.is_(kind, i) for kind in kinds)


def _predicate(scene: Scene, count: Count) -> Mention | None:
    """The effect word that says what happened to the count as its clause's subject, found by walking right."""
    i, be, chain, relative, commas = count.end, False, False, False, 0
    zero = count.number.max == 0
    while i < len(scene.words) and i - count.end < REACH:
        other = scene.count_at(i)
        mention = scene.mentions.get(i)
        if other is not None and other is not count and i == other.first:
            if chain or not _may_list(scene, i):
                return None
            i = max(other.end, i + 1)
            continue
        if mention is not None:
            fits = _says_it(scene, count, mention, be, chain, relative)
            if fits or not mention.word.role == "state":
                return mention if fits else None
            i = mention.end
            continue
        word = scene.word(i)
        if scene.is_stop(i):
            return None
        if word == "," or word in PARENTHESES:
            commas += 1
            if chain or not _is_aside(scene, i):
                return None
            i = _past_aside(scene, i)
            continue
        if scene.is_("be", i):
            be = chain = True
        elif scene.is_("have", i) or scene.is_("modal", i):
            chain = True
        elif scene.is_("negation", i) and not zero:
            return None
        elif scene.is_("relative", i):
            if chain:
                return None
            relative = True
        elif (
            scene.is_("subordinator", i)
            or (scene.is_("conjunction", i) and (chain or not _may_list(scene, i + 1)))
            or (
                chain
                and not relative
                and not (
                    scene.is_adverb(i) or scene.is_("report", i) or word in QUOTES or _is_participle_pair(scene, i)
                )
            )
            or (
                scene.is_verb(i)
                and not relative
                and not chain
                and not word.endswith("ing")
                and not _is_reduced(scene, i)
            )
        ):
            return None
        i += 1
    return None


def _says_it(scene: Scene, count: Count, m: Mention, be: bool, chain: bool, relative: bool) -> bool:
    role, form = m.word.role, m.word.form
    if role == "of" or role == "tally":
        return False
    if role == "suffer":
        return form != "base" or scene.is_("report", m.first - 1) or not scene.is_("preposition", m.first - 1)
    if role == "state":
        return (
            be
            or chain
            or scene.is_("report", m.first - 1)
            or scene.word(m.first - 1) in ("remain", "remained", "still", "went", "found")
        )
    if form != "past":
        return False
    if relative and not be:
        return not scene.has_object(m)
    if be:
        return True
    if chain:
        return False
    return not scene.has_object(m) and not count.number.article


def _may_list(scene: Scene, i: int) -> bool:
    """Does a further member of a list, a part or an aside start here?"""
    before = scene.word(i - 1)
    return (
        scene.count_at(i) is not None
        or before in ("and", "or", ",", "of", "(")
        or scene.is_("preposition", i - 1)
        or scene.is_("determiner", i)
        or scene.including_before(i) is not None
    )


def _is_aside(scene: Scene, i: int) -> bool:
    """Does the comma open or close something that the clause goes on after?"""
    nxt = i + 1
    if (
        scene.count_at(nxt)
        or scene.known.including.at(scene.words, nxt)
        or scene.is_("conjunction", nxt)
        or scene.is_("be", nxt)
        or scene.is_("have", nxt)
    ):
        return True
    if scene.mentions.get(nxt) is not None:
        return True
    if (
        scene.is_("preposition", nxt)
        or scene.is_("relative", nxt)
        or scene.is_adverb(nxt)
        or scene.is_("determiner", nxt)
        or scene.word(nxt) in ("most", "many", "some", "aged", "mostly", "half")
    ):
        return _closing(scene, nxt) is not None
    return scene.word(i) in "()[]" or (scene.word(i) in "-–—" and _closing(scene, nxt) is not None)


def _closing(scene: Scene, i: int) -> int | None:
    """The comma or bracket that closes what starts at `i`, right before the verb; null where there is none near."""
    for j in range(i, min(i + 16, len(scene.words))):
        if scene.is_stop(j):
            return None
        if scene.word(j) in PARENTHESES and (
            scene.is_("be", j + 1) or scene.is_("have", j + 1) or scene.mentions.get(j + 1) or scene.is_adverb(j + 1)
        ):
            return j
    return None


def _past_aside(scene: Scene, i: int) -> int:
    """The word after the comma, or after the whole aside where it has no part in counting."""
    nxt = i + 1
    if (
        scene.count_at(nxt)
        or scene.is_("conjunction", nxt)
        or scene.is_("be", nxt)
        or scene.is_("have", nxt)
        or scene.mentions.get(nxt)
    ):
        return nxt
    closing = _closing(scene, nxt)
    return closing + 1 if closing is not None and closing > nxt else nxt


def _is_participle_pair(scene: Scene, i: int) -> bool:
    """ "were shot and killed", "were taken away and executed": another participle before the effect word."""
    for j in range(i, min(i + 5, len(scene.words))):
        if scene.mentions.get(j) is not None and scene.word(j - 1) in ("and", "or", "then", "to"):
            return True
        if (
            scene.is_("conjunction", j)
            or scene.is_verb(j)
            or scene.is_adverb(j)
            or j == i
            or scene.is_("preposition", j)
            or scene.word(j).endswith("ed")
        ):
            continue
        return False
    return False


def _is_reduced(scene: Scene, i: int) -> bool:
    """A participle that only describes: "suspected of", "trapped in", "living"."""
    return scene.word(i).endswith(("ed", "en", "t")) and scene.is_("preposition", i + 1)


def _governor(scene: Scene, count: Count) -> tuple[Mention | None, bool]:
    """The effect word that the count is the object of, found by walking left; and whether it stands right before."""
    i = _left_edge(scene, count) - 1
    while i >= 0 and (scene.is_adverb(i) or scene.is_("more", i)):
        i -= 1
    near = scene.mentions_at(i)
    if near is not None:
        return near, True
    if scene.is_("be", i) and scene.mentions_at(i - 1):
        return scene.mentions_at(i - 1), True
    if not (scene.is_("conjunction", i) or scene.word(i) == "," or scene.including_before(i + 1) is not None):
        return None, False
    if scene.including_before(i + 1) is not None or _is_new_subject(scene, count):
        return None, False
    for j in range(i - 1, max(-1, i - REACH), -1):
        m = scene.mentions_at(j)
        if m is not None:
            return (m, False) if m.word.role in ("act", "of", "suffer", "state") else (None, False)
        if (
            scene.is_stop(j)
            or scene.is_("subordinator", j)
            or scene.is_("relative", j)
            or scene.is_("be", j)
            or scene.is_("pronoun", j)
        ):
            return None, False
        if scene.is_verb(j) and scene.count_at(j) is None and not scene.word(j).endswith("ing"):
            return None, False
    return None, False


def _is_new_subject(scene: Scene, count: Count) -> bool:
    """After "and": does the count start a clause of its own ("and 300 fighters passed through")?"""
    for i in range(count.end, min(count.end + 10, len(scene.words))):
        if scene.is_stop(i) or scene.word(i) in PARENTHESES or scene.is_("relative", i) or scene.is_("subordinator", i):
            return False
        if scene.is_("be", i) or scene.is_("have", i) or scene.is_("modal", i) or scene.known.saying.at(scene.words, i):
            return True
        if scene.is_verb(i) and not scene.word(i).endswith("ing"):
            return i <= count.end + 1 or not _is_reduced(scene, i)
    return False


is_new_subject = _is_new_subject


def _one_for_two(scene: Scene, m: Mention, count: Count) -> bool:
    """ "550 killed or wounded": one count for two effects. None of either is a count of both."""
    if count.number.max == 0:
        return False
    return _paired(scene, m) is not None


def _paired(scene: Scene, m: Mention) -> Mention | None:
    i = m.end
    if scene.word(i) not in ("and", "or", "and/or", "/", ","):
        return None
    if scene.word(i) == "/" or scene.word(i + 1) in ("or", "/"):
        i += 1
    i = i + 1
    while scene.is_adverb(i) or scene.is_("report", i):
        i += 1
    other = scene.mentions.get(i)
    if (
        other is None
        or other.word.effect == m.word.effect
        or other.word.form in ("ing", "base", "third")
        or other.word.role in ("of", "tally", "suffer")
    ):
        return None
    if scene.has_object(other) or scene.word(m.end) == ",":
        return None
    if {m.word.effect, other.word.effect} == {"captured", "killed"} and scene.word(m.end) == "and":
        return None
    return other


def _one_for_two_before(scene: Scene, m: Mention) -> bool:
    """ "killed or wounded 550": the effect word nearest to the count is the second of two."""
    if scene.word(m.first - 1) not in ("and", "or"):
        return False
    other = scene.mentions_at(m.first - 2)
    return (
        other is not None
        and other.word.role == "act"
        and other.word.effect != m.word.effect
        and {m.word.effect, other.word.effect} != {"captured", "killed"}
    )


def _is_unreal(scene: Scene, at: int) -> bool:
    """Is the effect wished, feared to come, or denied: "could kill", "to kill", "did not kill", "if 12 were killed"?"""
    i = at - 1
    while i >= 0 and (scene.is_adverb(i) or scene.word(i) in ("be", "have", "been", "and", "get")) and at - i < 6:
        i -= 1
    word = scene.word(i)
    if scene.is_("negation", i):
        return True
    if word == "to" and scene.mentions_at(at) and scene.word(at - 1) != "been" and "have" not in scene.words[i:at]:
        return not any(scene.is_("infinitive_done", j) for j in range(max(0, i - 3), i)) and not any(
            scene.is_("be", j) for j in range(max(0, i - 2), i) if scene.is_("report", i - 1)
        )
    if scene.is_("modal", i) and word not in ("may", "might"):
        mention = scene.mentions_at(at)
        return not (word == "would" and mention is not None and mention.word.role == "state")
    for j in range(at - 1, max(-1, at - 14), -1):
        if scene.is_stop(j) or scene.word(j) == ",":
            return False
        if scene.is_("hypothetical", j):
            return True
    return False


def _is_old(scene: Scene, start: int) -> bool:
    """Is this the count that the toll was raised from?"""
    return scene.word(start - 1) == "from"


def _toll_victims(scene: Scene, first: int, end: int) -> Victims | None:
    """ "the military death toll", "the number of civilians killed"."""
    for i in range(max(0, first - 2), end):
        found = scene.known.beside.at(scene.words, i) or (scene.known.people.at(scene.words, i) if i > first else None)
        if found and scene.known.effects.at(scene.words, i) is None and found[1] != "person":
            return found[1]
    return None
