"""The rules that tie a count of people to what befell them. Each takes the scene and a count and gives a bond or null.

The rules read the words in their order; closed word classes and effect words carry them, the tags of the model only
help to see other verbs. They are tried in the order of `RULES`, the surest first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from counterclaim.reading.figures.clause import predicate, starts_clause
from counterclaim.reading.figures.doubt import (
    is_one_fate,
    is_one_for_two,
    is_only_possible,
    is_over,
    is_rate,
    is_second_of_two,
    is_title,
    is_undone,
    is_unreal,
    pair,
)  # fmt: skip
from counterclaim.reading.figures.number import QUOTES
from counterclaim.reading.figures.people import Count
from counterclaim.reading.figures.scene import REACH, Mention, Scene, Toll
from counterclaim.records import Effect, Victims

CROWD = 100
"""People from whom on going somewhere is flight: fewer may only travel."""
FEW = 10
"""People of no kind told who, when fewer flee, get away: "two fled"."""
NEAR = 5
"""Words before a count within which the company of a noun like "bodies" is looked for."""
FAR = 12
"""Words after it, where the noun is one of the dead."""


@dataclass(frozen=True)
class Bond:
    """What befell the counted, the word that says so, and the construction that ties them.

    `bare` marks a count whose noun only tells the effect ("took six prisoner"); who they were is told elsewhere.
    """

    effect: Effect
    at: int
    reason: str
    sub: bool = False
    superseded: bool = False
    victims: Victims | None = None
    bare: bool = False
    declined: bool = False


DECLINED = Bond("killed", 0, "declined", declined=True)

Rule = Callable[[Scene, Count], Bond | None]


def bond(scene: Scene, count: Count) -> Bond | None:
    """The bond that the first fitting rule gives; null where none fits or one declines."""
    if is_title(scene, count) or (scene.word(count.first - 1) == "not" and count.number.max != 0):
        return None
    for rule in _rules_for(scene, count):
        found = rule(scene, count)
        if found is not None:
            mention = scene.mention_over(found.at)
            rate = is_rate(scene, count, mention.end if mention else count.end)
            none = count.number.max == 0 and not _may_be_none(found.effect, count)
            if found.declined or rate or none:
                return None
            return replace(found, sub=True) if _holds_its_whole(scene, count) else found
    return None


def _holds_its_whole(scene: Scene, count: Count) -> bool:
    """Does the phrase name all of whom the count is a part: 19 of THE 125 WOUNDED?"""
    return any(count.first < other.first < count.end for other in scene.counts)


FIGHTERS = ("soldier", "police", "militant", "peacekeeper")


def _may_be_none(effect: Effect, count: Count) -> bool:
    """Is none of them a count: nobody killed or hurt, none of a force captured? "No one was arrested" is none."""
    return effect in ("killed", "injured") or (effect == "captured" and count.victims in FIGHTERS)


def _rules_for(scene: Scene, count: Count) -> tuple[Rule, ...]:
    """A part ("including five members of one family, ...") does not reach for the verb beyond it."""
    part = scene.including_before(count.first) is not None or count.of_them
    if not part and not _after_part(scene, count):
        return RULES
    after = scene.past_inside(count.end)
    own_verb = scene.is_any(("be", "have"), after) or scene.mentions.get(after) is not None
    if count.of_them and scene.mention_over(scene.left_edge(count) - 1) is not None and not own_verb:
        return by_frame, by_near_object, by_following, by_inside
    return (
        (by_frame, by_following, by_among, by_subject, by_inside) if own_verb else (by_frame, by_following, by_inside)
    )


def _after_part(scene: Scene, count: Count) -> bool:
    """Is the count joined to a part: the children of "among them 12 women and eight children"?"""
    at = scene.counts.index(count)
    if at == 0:
        return False
    before = scene.counts[at - 1]
    gap = scene.apart(before.end, scene.left_edge(count))
    part = scene.including_before(before.first) is not None or _after_part(scene, before)
    return count.noun == "people" and 0 < len(gap) <= 2 and set(gap) <= {",", "and"} and part


def _from(m: Mention, reason: str) -> Bond:
    return Bond(m.word.effect, m.first, reason)


def _fits_noun(scene: Scene, m: Mention, count: Count) -> bool:
    """A verb that also takes things ("lost", "captured") wants people named, by the count or by one before it."""
    if m.word.of_crowds:
        return _is_crowd(scene, m, count)
    if m.word.effect == "displaced" and count.noun == "none" and (count.number.max or FEW) < FEW:
        return False
    if not m.word.people_only or count.noun == "people":
        return True
    if count.of_them and scene.is_("of_foes", m.first):
        return True
    if m.word.effect == "displaced" and (count.number.max or count.number.min) >= CROWD:
        return True
    before = [c for c in scene.counts if c.first < count.first]
    named = any(c.noun == "people" or scene.mentions.get(scene.past_inside(c.end)) for c in before)
    return count.noun in ("none", "them") and named


def _is_crowd(scene: Scene, m: Mention, count: Count) -> bool:
    """ "5,000 villagers have crossed", but no squad, no march, and nobody who "was left" or reached a number."""
    head = scene.word(count.head) if count.head is not None else ""
    named = count.noun == "unknown" and count.head is not None and scene.sentence.tokens[count.head].text.istitle()
    if count.victims == "prisoner":
        return False
    many = count.number.min >= CROWD and (count.noun == "none" or named or scene.known.is_("crowd", head))
    if any(scene.is_("homeward", j) for j in range(m.end, min(m.end + NEAR, len(scene.words)))):
        return False
    passive = m.word.form == "past" and scene.is_passive(m)
    return many and not passive and scene.count_at(scene.past_inside(m.end)) is None


def by_frame(scene: Scene, count: Count) -> Bond | None:
    """ "took 12 soldiers prisoner", "claimed the lives of 30"."""
    start = scene.left_edge(count)
    for frame in scene.known.frames_by_end.get(scene.word(start - 1), ()):
        before = frame.before.ending_at(scene.words, start)
        if before is None or is_unreal(scene, before[0]):
            continue
        who = count.victims or ("person" if _is_a_people(scene, count) else None)
        if (frame.whom and who not in frame.whom) or scene.word(before[0] - 1) in frame.unless:
            continue
        if frame.lead and frame.lead not in scene.words[max(0, before[0] - NEAR) : before[0]]:
            continue
        if frame.after is None:
            return Bond(frame.effect, before[0], "frame") if count.noun != "unknown" or not frame.lead else None
        for i in range(count.number.last, min(count.end + 4, len(scene.words))):
            if i >= count.end and (scene.is_stop(i) or scene.word(i) == "," or scene.is_("subordinator", i)):
                break
            if frame.after.at(scene.words, i) and not scene.known.idioms.at(scene.words, i):
                m = scene.mentions.get(i)
                if m is not None and is_one_for_two(scene, m, count):
                    return DECLINED
                at = i if m is not None else before[0]
                return Bond(frame.effect, at, "frame", bare=count.head is not None and i <= count.head)
    return None


def _is_a_people(scene: Scene, count: Count) -> bool:
    """ "Tens of thousands of Dinaris": a name in the plural that nobody knows for people."""
    named = count.noun == "unknown" and count.head is not None and scene.sentence.tokens[count.head].text.istitle()
    return named and count.number.min >= CROWD and scene.word(count.head or 0).endswith("s")


def by_company(scene: Scene, count: Count) -> Bond | None:
    """ "12 bodies were found", "50 hostages remain": a noun that tells an effect together with another word."""
    head = scene.word(count.head) if count.head is not None else scene.word(count.end - 1)
    of = scene.word(count.first - 2) if scene.word(count.first - 1) == "of" else ""
    for together in scene.known.together:
        if head not in together.nouns and of not in together.nouns:
            continue
        reach = FAR if together.effect == "killed" else NEAR + 2
        for i in range(max(0, count.first - NEAR), min(count.end + reach, len(scene.words))):
            if i > count.end and scene.is_stop(i):
                break
            if scene.word(i) in together.company and not is_undone(scene, count):
                return Bond(together.effect, count.end - 1, "company")
    return None


def by_following(scene: Scene, count: Count) -> Bond | None:
    """The effect word right behind: "14 civilians killed", "more than 50 dead", "five deaths"."""
    i = scene.past_inside(count.end)
    while i not in scene.mentions and (scene.is_("report", i) or scene.word(i) in QUOTES):
        i += 1
    m = scene.mentions.get(i)
    if m is not None and m.word.role == "state" and m.word.effect == "displaced":
        m = scene.mentions.get(m.end, m)
    if m is None or not _is_nominal(scene, m) or not _fits_noun(scene, m, count):
        return None
    if m.word.effect == "displaced" and count.number.article:
        return None
    another = count.number.article and count.noun == "none"
    if count.number.article and not another and (m.word.role == "act" or not scene.is_stop(m.end)):
        return None
    if count.noun == "them" and not count.of_them and count.number.max in (0, 1):
        return None
    if is_one_for_two(scene, m, count):
        return DECLINED
    toll = next((t for t in reversed(scene.tolls) if t.end <= count.first and count.first - t.end < REACH), None)
    return replace(_from(m, "effect follows"), victims=_toll_of(scene, toll) if toll and count.noun == "none" else None)


def by_euphemism(scene: Scene, count: Count) -> Bond | None:
    """ "More than 40 terrorists “treated”": what armies call killing, said of those they fight."""
    i = count.end
    while scene.word(i) in QUOTES or scene.is_any(("be", "have"), i):
        i += 1
    meant = count.victims == "militant" and scene.is_("euphemism", i)
    return Bond("killed", i, "euphemism") if meant else None


def _is_nominal(scene: Scene, m: Mention) -> bool:
    """Can the effect word stand behind a count without a verb?"""
    if m.word.role == "act":
        return m.word.form == "past" and not scene.has_object(m)
    if m.word.role == "tally" and is_only_possible(scene, m):
        return False
    if m.word.role == "of":
        return scene.word(m.first).endswith("s") and scene.is_("tallied", m.first) and not is_only_possible(scene, m)
    return m.word.role in ("state", "tally") and not scene.describes_thing(m)


def by_subject(scene: Scene, count: Count) -> Bond | None:
    """The effect word further on in the clause whose subject is the count: "five in the car were killed"."""
    m = predicate(scene, count)
    if m is None or not _fits_noun(scene, m, count):
        return None
    if m.word.effect == "displaced" and count.number.article and count.number.max == 1:
        return None
    if is_unreal(scene, m.first) or is_one_for_two(scene, m, count) or is_over(scene, m):
        return DECLINED
    other = pair(scene, m)
    worse = other is not None and is_one_fate(scene, m, other) and other.word.effect != "displaced"
    return _from(other if other is not None and worse else m, "subject")


def by_near_object(scene: Scene, count: Count) -> Bond | None:
    """ "killing at least 50", "the death of 21", where the effect word stands right before."""
    m = _right_before(scene, count)
    active = m is not None and m.word.role == "act" and not (m.word.form == "past" and scene.is_passive(m))
    return by_object(scene, count) if active or (m is not None and m.word.role == "of") else None


def by_object(scene: Scene, count: Count) -> Bond | None:
    """ "wounded the mayor and two guards", "were killed five persons"; a word that stands right before as well."""
    m, near = _governor(scene, count)
    if (
        m is None
        or not _fits_noun(scene, m, count)
        or (m.word.people_only and count.number.article and near and count.victims == "person")
    ):
        return None
    if m.word.effect == "displaced" and count.inside is not None and count.inside[1].effect in ("killed", "injured"):
        return None
    if m.word.role == "act" and not (m.word.form == "past" and scene.is_passive(m)):
        alone = scene.word(m.first - 1) == "i"
        return DECLINED if alone or is_unreal(scene, m.first) or is_second_of_two(scene, m) else _from(m, "object")
    if m.word.role == "of":
        return _from(m, "of") if near and not is_unreal(scene, m.first) and not is_only_possible(scene, m) else None
    after = scene.word(count.end)
    alone = count.noun == "none" and (
        not after[:1].isalpha() or scene.is_any(("conjunction", "preposition"), count.end)
    )
    if m.word.role == "state" and m.end - m.first > 1:
        return None
    fits = (count.noun == "people" and not count.number.article) or (alone and m.word.role in ("suffer", "act"))
    opens = m.word.role == "suffer" and not scene.word(m.first - 1)[:1].isalnum()
    return _from(m, "inverted") if (near or opens) and fits else None


def by_inside(scene: Scene, count: Count) -> Bond | None:
    """ "98 wounded people"; "one of its dead" is a way of speaking."""
    if count.inside is None or (count.number.max == 1 and count.noun != "people") or scene.is_stop(count.first - 1):
        return None
    at, word = count.inside
    if word.effect in ("missing", "captured", "displaced") and is_undone(scene, count):
        return None
    return Bond(word.effect, at, "inside")


def by_among(scene: Scene, count: Count) -> Bond | None:
    """ "Five children are among the dead", "among the dead are two children", "the dead include three women"."""
    i = scene.past_list(count)
    while scene.is_any(("be", "have", "modal"), i):
        i = scene.past_inside(i + 1)
    if scene.word(i) in ("among", "amongst"):
        m = scene.first_mention(i + 1, i + 5)
        fits = m is not None and m.word.form in ("past", "other")
        return Bond(m.word.effect, m.first, "among", sub=True) if m and fits else _among_victims(scene, i + 1, i + 4)
    start = scene.list_start(scene.left_edge(count))
    return _named_after(scene, start) if start is not None else None


def _among_victims(scene: Scene, start: int, end: int) -> Bond | None:
    """ "among the victims": what befell them, the sentence before may tell."""
    at = next((j for j in range(start, end) if scene.is_("victim", j)), None)
    return Bond("killed", at, "among victims", sub=True) if at is not None else None


def _named_after(scene: Scene, start: int) -> Bond | None:
    """Who is named from word `start` on, behind "among the dead are" or "the dead include"."""
    includes = scene.is_("includes", start - 1)
    m = scene.last_mention(start - 7, start - 1)
    if m is None:
        among = includes or any(w in ("among", "amongst") for w in scene.words[max(0, start - 5) : start - 1])
        return _among_victims(scene, start - 3, start - 1) if among else None
    if m.word.role not in ("state", "act") or m.word.form not in ("past", "other"):
        return None
    if any(scene.is_stop(j) or scene.word(j) == "," for j in range(m.end, start)):
        return None
    among = includes or any(w in ("among", "amongst") for w in scene.words[max(0, m.first - 3) : m.first])
    if not (among or m.end == start - 1 or scene.is_("preposition", m.end)):
        return None
    return Bond(m.word.effect, m.first, "among" if among else "inverted", sub=among)


def by_toll(scene: Scene, count: Count) -> Bond | None:
    """ "the death toll rose to 39", "a toll of more than 300", "bringing its losses to 84"."""
    if count.noun not in ("none", "people") or count.number.article or count.number.max == 0:
        return None
    start = count.first - 1 if scene.word(count.first - 1) in QUOTES else count.first
    ahead = next((t for t in scene.tolls if 0 <= t.first - count.end <= 2), None)
    put = (scene.word(start - 1) in ("to", "at") or scene.word(count.end) == "as") and any(
        scene.is_any(("rise", "putting"), j) for j in range(start - 3, start)
    )
    if ahead and put:
        return Bond(ahead.effect, ahead.first, "toll", victims=_toll_victims(scene, ahead))
    for toll in reversed([t for t in scene.tolls if t.end <= start and start - t.end < REACH]):
        if any(scene.is_stop(i) for i in range(toll.end, start - 1)):
            return None
        if scene.word(start - 1) == "of" and start - 1 != toll.end:
            continue
        open_ = count.number.qualifier in ("range", "more_than", "at_least")
        labelled = start == toll.end and (open_ or _ends(scene, count))
        if not (scene.is_("toll_link", start - 1) or labelled):
            return None
        if any(scene.is_("modal", i) for i in range(toll.end, start - 1)):
            return DECLINED
        old = scene.word(start - 1) == "from"
        return Bond(toll.effect, toll.first, "toll", superseded=old, victims=_toll_victims(scene, toll))
    return None


def _ends(scene: Scene, count: Count) -> bool:
    """ "displaced persons 900,000;": does a label's number close its part of the sentence?"""
    return count.noun == "none" and not scene.word(scene.past_inside(count.end))[:1].isalnum()


RULES: tuple[Rule, ...] = (
    by_frame, by_company, by_euphemism, by_following, by_near_object, by_among, by_subject, by_object, by_inside,
    by_toll,
)  # fmt: skip


def _governor(scene: Scene, count: Count) -> tuple[Mention | None, bool]:
    """The effect word that the count is the object of, found by walking left; and whether it stands right before."""
    near = _right_before(scene, count)
    if near is not None:
        return near, True
    i = scene.joiner_before(scene.left_edge(count))
    if i is None or starts_clause(scene, count):
        return None, False
    for j in range(i - 1, max(-1, i - REACH), -1):
        m, other = scene.mention_over(j), scene.count_at(j)
        if m is not None and other is None and scene.count_at(m.first - 1) is None:
            return m, False
        if other is not None and scene.word(other.first - 1) == "from":
            return None, False
        verb = scene.is_verb(j) and other is None and not scene.word(j).endswith("ing")
        if verb or scene.is_stop(j) or scene.is_any(("subordinator", "relative", "be", "pronoun"), j):
            return None, False
    return None, False


def _right_before(scene: Scene, count: Count) -> Mention | None:
    i = scene.left_edge(count) - 1
    while i >= 0 and (scene.is_adverb(i) or scene.is_("more", i)):
        i -= 1
    return scene.mention_over(i) or (scene.mention_over(i - 1) if scene.is_("be", i) else None)


def _toll_victims(scene: Scene, toll: Toll) -> Victims | None:
    """ "the military death toll", "the number of civilians killed"."""
    goes_on = scene.known.effects.at(scene.words, toll.end - 1) is not None and scene.word(toll.end) != "of"
    for i in range(max(0, toll.first - 2), min(toll.end + goes_on, len(scene.words))):
        found = scene.known.beside.at(scene.words, i)
        if found is None and i > toll.first and scene.known.effects.at(scene.words, i) is None:
            found = scene.known.people.at(scene.words, i)
        if found and found[1] not in ("person", "official"):
            return found[1]
    return None


def _toll_of(scene: Scene, toll: Toll) -> Victims | None:
    """ "The toll of the mercenaries stands at 175 dead": whose toll it is."""
    named = scene.word(toll.end) in ("of", "among", "amongst")
    return scene.first_people(toll.end + 1, toll.end + 4) if named else None
