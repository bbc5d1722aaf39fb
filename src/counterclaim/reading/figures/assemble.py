"""From the counts of a sentence to figures: the rules first, then the counts that live by another one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from counterclaim.reading.document import Sentence
from counterclaim.reading.figures.clause import starts_clause
from counterclaim.reading.figures.number import QUOTES
from counterclaim.reading.figures.people import Count
from counterclaim.reading.figures.rules import Bond, bond
from counterclaim.reading.figures.scene import Scene
from counterclaim.records import Effect, Figure, Victims


@dataclass(frozen=True)
class CountedFigure:
    """A figure as one sentence says it.

    `anchor` is the character of the word that tells the effect; `sub` marks a part of another figure's people, which
    is never added to it; `superseded` an older toll that the sentence replaces; `side_words` the characters that tell
    whose people they were ("Azerbaijani" of "200 Azerbaijani troops"); `reason` the construction that was read.
    """

    figure: Figure
    anchor: int
    sub: bool = False
    superseded: bool = False
    reason: str = ""
    side_words: tuple[int, int] | None = None


def find(sentence: Sentence, *, previous: tuple[CountedFigure, ...] = ()) -> tuple[CountedFigure, ...]:
    """The figures of the sentence, in order. `previous` are those of the sentences before it, nearest last:
    a bare count ("an estimate of 300", "38 of them") takes from them what it does not say itself.
    """
    scene = Scene(sentence)
    bonds: dict[int, Bond] = {}
    for i, count in enumerate(scene.counts):
        found = bond(scene, count)
        if found is not None:
            bonds[i] = found
    _tie_dependents(scene, bonds, previous)
    _spread_parts(scene, bonds)
    figures = [f for i, b in sorted(bonds.items()) for f in _figures(scene, i, b, bonds, previous)]
    return tuple(sorted((*figures, *_zeros(scene, figures)), key=lambda f: (f.figure.start, f.figure.effect)))


def _tie_dependents(scene: Scene, bonds: dict[int, Bond], previous: tuple[CountedFigure, ...]) -> None:
    """Bonds for the counts that no rule tied, left to right, from those tied before them."""
    for i, count in enumerate(scene.counts):
        included = scene.including_before(count.first) is not None
        if i in bonds:
            part = included or (count.of_them and (count.noun == "people" or scene.word(count.first - 1) == ","))
            if part and not bonds[i].sub:
                bonds[i] = replace(bonds[i], sub=True)
            continue
        before = [j for j in bonds if j < i]
        found = (
            _part(scene, count, [bonds[j] for j in before if not bonds[j].sub], included, previous)
            or _described(scene, count, [bonds[j] for j in before if not bonds[j].sub], previous)
            or _listed(scene, i, bonds)
            or _old_toll(scene, count, [bonds[j] for j in before])
            or _elliptic(scene, i, bonds)
            or _recalled(scene, count, [bonds[j] for j in before], previous)
        )
        if found is not None:
            bonds[i] = found


def _spread_parts(scene: Scene, bonds: dict[int, Bond]) -> None:
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
    if count.number.max == 0 or not (included or (count.of_them and count.noun in ("people", "them"))):
        return None
    if bonds:
        return replace(bonds[-1], sub=True, superseded=False, reason="part", victims=None)
    if not included:
        return None
    for m in reversed([m for m in scene.mentions.values() if m.end <= count.first and not m.word.people_only]):
        return Bond(m.word.effect, m.first, "part", sub=True)
    return _part_of_previous(count, previous) if count.noun == "people" else None


def _described(scene: Scene, count: Count, bonds: Sequence[Bond], previous: tuple[CountedFigure, ...]) -> Bond | None:
    """ "Three were children": a part that a further clause tells who it is."""
    people = scene.known.people.at(scene.words, count.end + 1) if scene.is_("be", count.end) else None
    if people is None or not (count.noun == "none" or count.of_them) or count.number.max == 0:
        return None
    if scene.word(people[0])[:1].isalpha() and not scene.is_("conjunction", people[0]):
        return None
    found = replace(bonds[-1], sub=True, reason="part") if bonds else _part_of_previous(count, previous)
    return replace(found, victims=people[1]) if found else None


def _part_of_previous(count: Count, previous: tuple[CountedFigure, ...]) -> Bond | None:
    """A part of the people told of in the sentence before, where they are at least as many."""
    whole = next((f.figure for f in reversed(previous) if not f.sub and not f.superseded), None)
    if whole is None or (whole.max is not None and count.number.min > whole.max):
        return None
    return Bond(whole.effect, count.first, "part", sub=True)


def _listed(scene: Scene, i: int, bonds: dict[int, Bond]) -> Bond | None:
    """ "35 of the dead, 19 women, 15 men and a child": the next member of a list."""
    if i - 1 not in bonds or scene.counts[i].noun != "people" or starts_clause(scene, scene.counts[i]):
        return None
    between = scene.words[scene.counts[i - 1].end : scene.counts[i].first]
    mention = scene.mentions.get(scene.counts[i - 1].end)
    if mention is not None:
        between = scene.words[mention.end : scene.counts[i].first]
    if not between or any(w not in (",", "and", ":", "-", "–", "—", "(") for w in between):
        return None
    if mention is not None and between[0] == "and":
        return None
    return replace(bonds[i - 1], reason="listed", sub=bonds[i - 1].sub or mention is not None or "," in between)


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
    return replace(bonds[last], reason="elliptic", sub=False, victims=None)


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
    if count.noun != "none" or count.number.article or count.number.max == 0:
        return None
    start = count.first
    named = any(word in scene.known.clue for word in scene.words[max(0, start - 4) : max(0, start - 1)])
    clue = named and scene.is_("clue_link", start - 1)
    said = scene.known.saying.ending_at(scene.words, start) is not None
    listed = bool(bonds) and scene.word(start - 1) in ("day", "later", "afterwards") and bonds[-1].reason == "recalled"
    after = scene.word(count.end)
    if not (clue or ((said or listed) and (after in ("", ",", ".", ";", "and", "had") or scene.is_stop(count.end)))):
        return None
    if bonds:
        return replace(bonds[-1], reason="recalled", sub=False)
    if clue and previous:
        return Bond(previous[-1].figure.effect, start, "recalled")
    return None


def _figures(
    scene: Scene, i: int, b: Bond, bonds: dict[int, Bond], previous: tuple[CountedFigure, ...]
) -> Iterator[CountedFigure]:
    """The figure of count `i`; none killed or injured is two."""
    count = scene.counts[i]
    victims = b.victims or (None if b.bare else count.victims) or _carried(scene, i, b, bonds, previous)
    tokens = scene.sentence.tokens
    start, end = scene.sentence.span(count.first, _last_word(scene, count))
    number = count.number
    effects = [b.effect]
    mention = scene.mentions.get(b.at)
    if number.max == 0 and mention is not None:
        effects += [m for m in _further_effects(scene, mention.end) if m not in effects]
    for effect in effects:
        figure = Figure(
            effect=effect, min=number.min, max=number.max, qualifier=number.qualifier, victims=victims,
            cumulative=_is_cumulative(scene, i), repaired=number.slip, start=start, end=end,
        )  # fmt: skip
        side = scene.sentence.span(*count.side) if count.side else None
        yield CountedFigure(figure, tokens[b.at].start, b.sub, b.superseded, b.reason, side)


def _last_word(scene: Scene, count: Count) -> int:
    end = count.end
    while end > count.number.last and scene.word(end - 1) in (*QUOTES, ",", "and", "or", "-", "–"):
        end -= 1
    return end


def _further_effects(scene: Scene, i: int) -> Iterator[Effect]:
    """ "no one was hurt or killed": the effects joined by "or"."""
    while scene.word(i) in ("or", "and", "nor", ","):
        i += 1
        mention = scene.mentions.get(i)
        if mention is None:
            return
        yield mention.word.effect
        i = mention.end


def _carried(scene: Scene, i: int, b: Bond, bonds: dict[int, Bond], previous: tuple[CountedFigure, ...]) -> Victims:
    """Who the counted are where the count has no noun: those of the count before it in the sentence."""
    count = scene.counts[i]
    if count.noun == "unknown" or (b.reason == "toll" and not _is_own_toll(scene, b)):
        return "person"
    for j in range(i - 1, -1, -1):
        other, tied = scene.counts[j], bonds.get(j)
        if tied is None or (tied.sub and not b.sub) or other.victims is None or other.number.max == 0:
            continue
        if other.number.article and j > 0 and j - 1 in bonds and bonds[j - 1].at == tied.at:
            continue
        return other.victims if _may_lend(scene, other, tied, count, b) else "person"
    whole = next((f.figure for f in reversed(previous) if not f.sub and f.figure.max != 0), None)
    return whole.victims if count.of_them and whole is not None else "person"


def _may_lend(scene: Scene, other: Count, tied: Bond, count: Count, b: Bond) -> bool:
    """One child or woman says nothing of the others; nor does one officer of the "12 others" killed with him."""
    if other.number.max != 1:
        return True
    together = scene.word(count.end - 1) == "others" and tied.at == b.at
    return other.victims not in ("child", "woman") and not together


def _is_own_toll(scene: Scene, b: Bond) -> bool:
    """ "its losses": the toll of those just told of."""
    return scene.word(b.at) == "losses"


def _is_cumulative(scene: Scene, i: int) -> bool:
    count = scene.counts[i]
    low = scene.counts[i - 1].end if i else 0
    high = next((c.first for c in scene.counts[i + 1 :]), len(scene.words))
    for j in range(count.first - 1, low - 1, -1):
        if scene.is_stop(j):
            low = j
            break
    return any(scene.known.cumulative.at(scene.words, j) for j in range(low, high))


def _zeros(scene: Scene, figures: Sequence[CountedFigure]) -> Iterator[CountedFigure]:
    """ "no casualties": none killed and none injured; "no casualties were reported" is no figure."""
    for i in range(len(scene.words)):
        hit = scene.known.zero.at(scene.words, i)
        if hit is None or _is_unsaid(scene, i, hit[0]):
            continue
        start, end = scene.sentence.span(i, hit[0])
        if any(f.figure.start < end and start < f.figure.end for f in figures):
            continue
        among = scene.word(hit[0]) in ("among", "amongst")
        people = scene.first_people(hit[0], hit[0] + 4) if among else None
        civilian = scene.known.zero_civilian.at(scene.words, i) is not None
        victims: Victims = "civilian" if civilian else people or "person"
        effects: tuple[Effect, ...] = ("killed", "injured") if hit[1] == "both" else (hit[1],)  # type: ignore[assignment]
        for effect in effects:
            figure = Figure(effect=effect, min=0, max=0, victims=victims, start=start, end=end)
            yield CountedFigure(figure, start, reason="none")


def _is_unsaid(scene: Scene, i: int, end: int) -> bool:
    after = scene.words[end : end + 6]
    if any(w in scene.known.unsaid_after for w in after[: after.index(",") if "," in after else None]):
        return True
    return (
        any(scene.known.unsaid_before.ending_at(scene.words, j) for j in range(max(1, i - 2), i + 1))
        or scene.known.unsaid_before.at(scene.words, i) is not None
    )
