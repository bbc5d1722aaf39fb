"""Counts that no rule tied and that live by another one: parts, lists, left-out verbs, older tolls, counts recalled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from counterclaim.reading.figures.clause import starts_clause
from counterclaim.reading.figures.counted import CountedFigure
from counterclaim.reading.figures.people import Count
from counterclaim.reading.figures.rules import Bond
from counterclaim.reading.figures.scene import Scene
from counterclaim.records import Effect, Victims

AMONG_THEM = (("among", "them"), ("amongst", "them"), ("among", "these"), ("among", "those"))


def tie_dependents(scene: Scene, bonds: dict[int, Bond], previous: tuple[CountedFigure, ...]) -> None:
    """Bonds for the counts that no rule tied, left to right, from those tied before them."""
    for i, count in enumerate(scene.counts):
        included = scene.including_before(count.first) is not None
        if i in bonds:
            part = included or (count.of_them and (count.noun == "people" or scene.word(count.first - 1) == ","))
            part = part or bonds[i].reason == "of the victims"
            if part and not bonds[i].sub:
                bonds[i] = replace(bonds[i], sub=True)
            if bonds[i].reason == "inside" and count.noun == "them" and _complement(scene, count):
                bonds[i] = replace(bonds[i], sub=True, victims=_complement(scene, count))
            if bonds[i].reason == "among victims":
                bonds[i] = replace(bonds[i], effect=_effect_told(previous))
            continue
        before = [j for j in bonds if j < i]
        found = (
            _of_the_victims(scene, count, previous)
            or _described(scene, count, [bonds[j] for j in before if not bonds[j].sub], previous)
            or _so_badly(scene, count, [bonds[j] for j in before if not bonds[j].sub])
            or _part(scene, count, [bonds[j] for j in before if not bonds[j].sub], included, previous)
            or _among(scene, i, bonds)
            or _among_them(scene, count, previous)
            or _all_of_them(scene, i)
            or _listed(scene, i, bonds)
            or _old_toll(scene, count, [bonds[j] for j in before])
            or _elliptic(scene, i, bonds)
            or _spread(scene, i, bonds)
            or _recalled(scene, count, [bonds[j] for j in before], previous)
            or _counted_too(scene, count, previous)
        )
        if found is not None:
            bonds[i] = found


def spread_parts(scene: Scene, bonds: dict[int, Bond]) -> None:
    """What is joined to a part is a part; so is a list that adds up to the count before it."""
    for i in sorted(bonds):
        joined, whole = _joined_after(scene, i, bonds), scene.counts[i]
        adds_up = sum(scene.counts[j].number.min for j in joined) == whole.number.min
        if bonds[i].sub or (len(joined) > 1 and adds_up and whole.victims in (None, "person", "civilian")):
            for j in joined:
                bonds[j] = replace(bonds[j], sub=True)


def _joined_after(scene: Scene, i: int, bonds: dict[int, Bond]) -> list[int]:
    """The counts that follow count `i` with nothing but marks and "and" between, tied to the same word."""
    joined: list[int] = []
    for j in range(i + 1, len(scene.counts)):
        between = scene.words[scene.counts[j - 1].end : scene.counts[j].first]
        same = j in bonds and (bonds[j].effect, bonds[j].at) == (bonds[i].effect, bonds[i].at)
        if not same or not between or any(w not in (",", "and", "or", ":", "-", "–", "—") for w in between):
            break
        joined.append(j)
    return joined


def _part(
    scene: Scene, count: Count, bonds: Sequence[Bond], included: bool, previous: tuple[CountedFigure, ...]
) -> Bond | None:
    """ "including three children", "four of them children": a part of what was counted before."""
    if count.number.max == 0 or not (included or (count.of_them and _is_part_noun(scene, count))):
        return None
    if count.noun == "them" and scene.is_any(("be", "have"), scene.past_inside(count.end)):
        return None
    if bonds:
        return replace(bonds[-1], sub=True, superseded=False, reason="part", victims=None, bare=False)
    if not included:
        return None
    for m in reversed(
        [m for m in scene.mentions.values() if m.end <= count.first and not (m.word.people_only or m.word.of_crowds)]
    ):
        return Bond(m.word.effect, m.first, "part", sub=True)
    first = scene.including_before(count.first) or 0
    if any(scene.is_("victim", j) for j in range(first, count.first)):
        return Bond(_effect_told(previous), first, "among victims", sub=True)
    opens = first == 0
    return _part_of_previous(count, previous) if count.noun == "people" and opens else None


def _is_part_noun(scene: Scene, count: Count) -> bool:
    """ "Five of them", "five of them children", "five of them Iranians"."""
    text = scene.sentence.tokens[count.head].text if count.head is not None else ""
    named = count.noun == "unknown" and text[:1].isupper() and text.lower().endswith(("s", "ese", "ish"))
    return count.noun in ("people", "them") or named


def _described(scene: Scene, count: Count, bonds: Sequence[Bond], previous: tuple[CountedFigure, ...]) -> Bond | None:
    """ "Three were children": a part that a further clause tells who it is."""
    who = _complement(scene, count)
    if who is None or not (count.noun == "none" or count.of_them) or count.number.max == 0:
        return None
    found = _whole_named(scene, count) or (
        replace(bonds[-1], sub=True, reason="part", bare=False) if bonds else _part_of_previous(count, previous)
    )
    return replace(found, victims=who) if found else None


def _of_the_victims(scene: Scene, count: Count, previous: tuple[CountedFigure, ...]) -> Bond | None:
    """ "Seventeen of the victims were women", "women accounted for 46 of the victims": a part of those told of."""
    head = count.head if count.head is not None else -1
    if not (scene.is_("victim", head) and scene.word(head - 1) in ("the", "its", "their") and count.number.max != 0):
        return None
    who = _complement(scene, count) or _accounted(scene, count)
    return Bond(_effect_told(previous), head, "of the victims", sub=True, victims=who) if who else None


def _accounted(scene: Scene, count: Count) -> Victims | None:
    """Who "accounts for" the count: WOMEN accounted for 46 of the victims."""
    i = scene.left_edge(count)
    for phrase in (("accounted", "for"), ("account", "for"), ("made", "up"), ("make", "up"), ("comprised",)):
        start = i - len(phrase)
        if start > 0 and scene.words[start:i] == phrase:
            found = scene.known.people.ending_at(scene.words, start)
            return found[1] if found else None
    return None


def _whole_named(scene: Scene, count: Count) -> Bond | None:
    """ "Of the dead, nine are children": the clause opens with the people whose part it tells."""
    m = scene.mentions.get(2)
    opens = scene.word(0) in ("of", "from", "among", "amongst") and scene.word(1) in ("the", "those")
    return Bond(m.word.effect, m.first, "part", sub=True) if m and opens and m.end <= count.first else None


def _complement(scene: Scene, count: Count) -> Victims | None:
    """Who the count's people are said to be: "three of the dead are children"."""
    i = scene.past_inside(count.end)
    people = scene.known.people.at(scene.words, _past_adjectives(scene, i + 1)) if scene.is_("be", i) else None
    if people is None:
        return None
    joined = scene.known.people.at(scene.words, people[0] + 1) if scene.is_("conjunction", people[0]) else None
    if joined and joined[1] != people[1]:
        return "person"
    goes_on = scene.word(people[0])[:1].isalpha() and scene.word(people[0]) != "of"
    closed = scene.is_any(("conjunction", "preposition", "relative", "subordinator"), people[0])
    return people[1] if closed or not goes_on else None


def _past_adjectives(scene: Scene, i: int) -> int:
    """The word after `i` and what only describes: "small girls", "mostly unarmed men"."""
    i = scene.past_inside(i)
    while (
        i + 1 < len(scene.words)
        and scene.sentence.tokens[i].upos == "ADJ"
        and not scene.known.people.at(scene.words, i)
    ):
        i += 1
    return i


def _part_of_previous(count: Count, previous: tuple[CountedFigure, ...]) -> Bond | None:
    """A part of the people told of in the sentence before, where they are at least as many."""
    whole = next((f.figure for f in reversed(previous) if not f.sub and not f.superseded), None)
    if whole is None or (whole.max is not None and count.number.min > whole.max):
        return None
    return Bond(whole.effect, count.first, "part", sub=True)


def _all_of_them(scene: Scene, i: int) -> Bond | None:
    """ "12 men had been hiding there and all were killed": a clause that says it of the whole count."""
    after = scene.counts[i + 1].first if i + 1 < len(scene.counts) else len(scene.words)
    if scene.counts[i].number.max == 0 or scene.counts[i].number.article:
        return None
    for j in range(scene.counts[i].end, after):
        if not scene.is_("everyone", j) or not (scene.is_("conjunction", j - 1) or scene.word(j - 1) in ",;"):
            continue
        k = j + 3 if scene.word(j + 1) == "of" else j + 1
        verb = k
        while scene.is_any(("be", "have"), verb) or scene.is_adverb(verb):
            verb += 1
        m = scene.mentions.get(verb)
        passive = m is not None and (m.word.role == "suffer" or (verb > k and m.word.role in ("act", "state")))
        return Bond(m.word.effect, verb, "all of them") if m and passive else None
    return None


def _so_badly(scene: Scene, count: Count, bonds: Sequence[Bond]) -> Bond | None:
    """ "Ten were hurt, three seriously", "five were hurt, two of them fatally": how badly a part of them was hurt."""
    at = count.end
    alone = count.noun in ("none", "them") and not count.number.article and count.number.max != 0
    if not (alone and bonds and bonds[-1].effect == "injured" and scene.is_any(("badly", "fatally"), at)):
        return None
    if scene.word(count.first - 1) != "," or scene.word(at + 1)[:1].isalnum():
        return None
    effect: Effect = "killed" if scene.is_("fatally", at) else "injured"
    return replace(bonds[-1], effect=effect, sub=True, reason="part", victims=None, bare=False)


def _listed(scene: Scene, i: int, bonds: dict[int, Bond]) -> Bond | None:
    """ "35 of the dead, 19 women, 15 men and a child": the next member of a list."""
    if i - 1 not in bonds or scene.counts[i].noun != "people" or starts_clause(scene, scene.counts[i]):
        return None
    between = scene.apart(scene.counts[i - 1].end, scene.counts[i].first)
    mention = scene.mentions.get(scene.counts[i - 1].end)
    if mention is not None:
        between = scene.words[mention.end : scene.counts[i].first]
    if not between or any(w not in (",", "and", ":", "-", "–", "—", "(") for w in between):
        return None
    if mention is not None and between[0] == "and":
        return None
    if _tells_two(scene, i) or _tells_one(scene, i):
        return None
    return replace(bonds[i - 1], reason="listed", sub=bonds[i - 1].sub or mention is not None or "," in between)


def _tells_two(scene: Scene, i: int) -> bool:
    """ "Two civilians, a farmer and his son, died": who the two counted before are."""
    whole, one = scene.counts[i - 1], scene.counts[i]
    pair = scene.word(one.end) == "and" and scene.is_any(("owner", "determiner"), one.end + 1)
    aside = scene.word(one.first - 1) == ","
    return one.number.article and aside and whole.number.min == whole.number.max == 2 and pair


def _tells_one(scene: Scene, i: int) -> bool:
    """ "One civilian, a shepherd of 60, was killed": who the one counted before is."""
    whole, one = scene.counts[i - 1], scene.counts[i]
    aside = scene.word(one.first - 1) == "," and one.first - 1 == whole.end
    closing = next((j for j in range(one.end, min(one.end + 8, len(scene.words))) if scene.word(j) in (",", "and")), -1)
    closed = scene.word(closing) == "," and not scene.is_("conjunction", closing + 1)
    followed = i + 1 < len(scene.counts) and scene.counts[i + 1].first == closing + 1
    return one.number.article and aside and whole.number.min == whole.number.max == 1 and closed and not followed


def _elliptic(scene: Scene, i: int, bonds: dict[int, Bond]) -> Bond | None:
    """ "38 of them died on the spot and 12 in hospital": the verb of the count before is meant again."""
    count = scene.counts[i]
    last = max((j for j in bonds if j < i), default=None)
    if last is None or count.noun not in ("none", "people") or count.number.article:
        return None
    if not _is_joined(scene, count.first) or not _leaves_verb_out(scene, count):
        return None
    between = range(max(scene.counts[last].end, bonds[last].at + 1), count.first - 1)
    if any(scene.is_stop(k) or scene.is_any(("subordinator", "relative", "be"), k) for k in between):
        return None
    whole = bonds[last].victims if bonds[last].reason == "toll" else None
    in_ward = scene.word(count.end) == "in" and scene.is_("ward", count.end + 1)
    if in_ward and bonds[last].effect == "killed" and not any(scene.is_("at_once", k) for k in range(count.first)):
        return replace(bonds[last], effect="injured", reason="elliptic", sub=False, victims=whole)
    return replace(bonds[last], reason="elliptic", sub=bonds[last].reason == "spread", victims=whole)


def _spread(scene: Scene, i: int, bonds: dict[int, Bond]) -> Bond | None:
    """ "Nine civilians died: five in one village and four in the other": where the counted were."""
    count, last = scene.counts[i], bonds.get(i - 1)
    if last is None or count.noun != "none" or count.number.min > scene.counts[i - 1].number.min:
        return None
    opened = scene.word(count.first - 1) in (":", "-", "–", "—", "(")
    placed = scene.is_("place_preposition", scene.past_list(count))
    return replace(last, reason="spread", sub=True) if opened and placed else None


def _leaves_verb_out(scene: Scene, count: Count) -> bool:
    """Does a place or time follow the count, or, where it has no noun, the end of the clause?"""
    if scene.is_("place_preposition", scene.past_list(count)):
        return True
    ends = not scene.word(count.end) or scene.is_stop(count.end) or scene.word(count.end) in (",", "and", "among")
    return count.noun == "none" and ends


def _is_joined(scene: Scene, i: int) -> bool:
    """Does "and" or a comma stand before word `i`, with at most a time or a place between ("and in May 27 pupils")?"""
    if scene.joiner_before(i) is not None:
        return True
    return any(scene.is_("preposition", j) and scene.joiner_before(j) is not None for j in range(i - 2, i - 4, -1))


def _effect_told(previous: Sequence[CountedFigure]) -> Effect:
    """What befell the victims told of before: death, where nothing less is all that was told."""
    told = [f.figure.effect for f in previous if not f.sub and f.figure.effect in ("killed", "injured")]
    return "killed" if "killed" in told or not told else told[-1]


def _old_toll(scene: Scene, count: Count, bonds: Sequence[Bond]) -> Bond | None:
    """ "raised to 64 dead and 180 wounded from 43 and 44": the counts that were replaced."""
    tolls = [b for b in bonds if b.reason == "toll" or b.superseded]
    if count.noun == "none" and scene.word(count.first - 1) == "from" and bonds:
        return replace(bonds[0], superseded=True, reason="older toll", sub=False)
    if count.noun == "none" and scene.word(count.first - 1) == "and" and bonds and bonds[-1].superseded:
        known = [b for b in bonds if not b.superseded]
        return replace(known[-1], superseded=True, reason="older toll", sub=False) if known else None
    return (
        replace(tolls[-1], superseded=True, reason="older toll")
        if tolls and scene.word(count.first - 1) == "was"
        else None
    )


def _recalled(scene: Scene, count: Count, bonds: Sequence[Bond], previous: tuple[CountedFigure, ...]) -> Bond | None:
    """ "the estimate of about 300", "the ministry said at least 500": an effect that was told before."""
    start = count.first
    if count.noun != "none" or count.number.article or count.number.max == 0 or _is_negated(scene, start):
        return None
    named = any(word in scene.known.clue for word in scene.words[max(0, start - 4) : max(0, start - 1)])
    counted = scene.words[max(0, start - 6) : start]
    other = "whose" in counted or counted[-3:] == ("in", "number", "of")
    clue = named and scene.is_("clue_link", start - 1) and not other
    said = scene.known.saying.ending_at(scene.words, start) is not None
    listed = bool(bonds) and scene.word(start - 1) in ("day", "later", "afterwards") and bonds[-1].reason == "recalled"
    ends = scene.word(count.end) in ("", ",", ".", "and", "had", "on") or scene.is_stop(count.end)
    if not (clue or ((said or listed) and ends)):
        return None
    if bonds:
        return replace(bonds[-1], reason="recalled", sub=False, victims=None)
    whole = [f.figure for f in previous if not f.sub]
    if not whole:
        return None
    deaths = any(f.effect == "killed" for f in whole)
    return Bond("killed" if deaths else whole[-1].effect, start, "recalled")


def _counted_too(scene: Scene, count: Count, previous: tuple[CountedFigure, ...]) -> Bond | None:
    """ "Israel counts nine soldiers", after a sentence that told of deaths."""
    deaths = any(f.figure.effect == "killed" and not f.superseded for f in previous)
    after = scene.word(count.end)
    ends = not after[:1].isalnum() or scene.is_any(("conjunction", "adverb", "place_preposition"), count.end)
    counting = scene.is_("counting", count.first - 1) and count.noun in ("people", "none")
    return Bond("killed", count.first, "recalled") if deaths and ends and counting else None


def _is_negated(scene: Scene, i: int) -> bool:
    return any(scene.is_("negation", j) for j in range(max(0, i - 4), i))


def _among(scene: Scene, i: int, bonds: dict[int, Bond]) -> Bond | None:
    """ "nine children were among at least 19 people who died": a part of a count that follows."""
    end = scene.counts[i].end
    if not scene.is_("be", end) or scene.word(end + 1) not in ("among", "amongst") or i + 1 not in bonds:
        return None
    return replace(bonds[i + 1], sub=True, reason="part", victims=None)


def _among_them(scene: Scene, count: Count, previous: Sequence[CountedFigure]) -> Bond | None:
    """ "Most of the victims were men, but two women were among them": a part of those told of before."""
    end = scene.past_inside(count.end)
    if count.noun != "people" or not scene.is_("be", end) or scene.words[end + 1 : end + 3] not in AMONG_THEM:
        return None
    told = [m for m in scene.mentions.values() if m.end <= count.first and not (m.word.people_only or m.word.of_crowds)]
    if told:
        return Bond(told[-1].word.effect, told[-1].first, "part", sub=True)
    if any(scene.is_("victim", j) for j in range(count.first)):
        return Bond(_effect_told(previous), count.first, "among victims", sub=True)
    return _part_of_previous(count, tuple(previous))
