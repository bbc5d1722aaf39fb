"""From the counts of a sentence to figures: the rules first, then the counts that live by another one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from counterclaim.reading.document import Sentence
from counterclaim.reading.figures.counted import CountedFigure
from counterclaim.reading.figures.dependents import spread_parts, tie_dependents
from counterclaim.reading.figures.number import QUOTES
from counterclaim.reading.figures.people import Count
from counterclaim.reading.figures.rules import Bond, bond
from counterclaim.reading.figures.scene import Scene
from counterclaim.reading.figures.victims import victims
from counterclaim.records import Effect, Figure, Victims

TOLL_REACH = 12
"""Words before a count within which "its losses" tells whose people it counts."""


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
    tie_dependents(scene, bonds, previous)
    spread_parts(scene, bonds)
    who = victims(scene, bonds, previous)
    figures = [f for i in sorted(bonds) for f in _figures(scene, i, bonds[i], who[i])]
    return tuple(sorted((*figures, *_zeros(scene, figures)), key=lambda f: (f.figure.start, f.figure.effect)))


def _figures(scene: Scene, i: int, b: Bond, who: Victims) -> Iterator[CountedFigure]:
    """The figure of count `i`; none killed or injured is two."""
    count = scene.counts[i]
    if b.sub and count.number.article and _is_only_named(scene, count, b, who):
        return
    tokens = scene.sentence.tokens
    start, end = scene.sentence.span(count.first, _last_word(scene, count))
    number = count.number
    effects = [b.effect]
    mention = scene.mentions.get(b.at)
    if number.max == 0 and mention is not None:
        effects += [m for m in _further_effects(scene, mention.end) if m not in effects]
    for effect in effects:
        figure = Figure(
            effect=effect, min=number.min, max=number.max, qualifier=number.qualifier, victims=who,
            cumulative=_is_cumulative(scene, i, b), repaired=number.slip, start=start, end=end,
        )  # fmt: skip
        side = scene.sentence.span(*count.side) if count.side else None
        owner = count.owner or (_owner_lent(scene, i) if b.victims is None and count.noun == "none" else None)
        whose = scene.sentence.span(*owner) if owner and who == "person" else None
        yield CountedFigure(figure, tokens[b.at].start, b.sub, b.superseded, b.reason, side, scene.setting, whose)


def _is_only_named(scene: Scene, count: Count, b: Bond, who: Victims) -> bool:
    """ "Among them a pharmacist and his wife", "a driver and six children were among the dead": no part counted."""
    pair = scene.is_("conjunction", count.end) and scene.word(count.end + 1) in ("his", "her", "their")
    return (pair and who not in ("child", "woman")) or (b.reason == "among" and who == "person")


def _owner_lent(scene: Scene, i: int) -> tuple[int, int] | None:
    """Whose people a bare count tells: those of its toll or verb, or of the count before ("two of its men, nine")."""
    before = scene.counts[i - 1] if i else None
    between = range(before.end, scene.counts[i].first) if before else ()
    joined = any(scene.is_("conjunction", j) or scene.word(j) in ("while", "whereas") for j in between)
    lent = before.owner or _mourner(scene, before) if before and joined else None
    return _toll_owner(scene, scene.counts[i]) or _mourner(scene, scene.counts[i]) or lent


def _mourner(scene: Scene, count: Count) -> tuple[int, int] | None:
    """Whose dead are counted by a verb: OUR FORCES count four martyrs, THE ENEMY left behind 83 dead."""
    before = scene.left_edge(count) - 1
    while scene.is_adverb(before) or scene.word(before) in ("behind", "on", "the", "field"):
        before -= 1
    if not (before > 0 and scene.is_("mourning", before)):
        return None
    first = before
    while first > 0 and (
        scene.sentence.tokens[first - 1].upos in ("NOUN", "PROPN", "ADJ", "DET", "PRON") or scene.is_("have", first - 1)
    ):
        first -= 1
    end = before
    while end > first and scene.is_("have", end - 1):
        end -= 1
    if scene.is_("owner", first):
        return first, first + 1
    return (first, end) if first < end else None


def _toll_owner(scene: Scene, count: Count) -> tuple[int, int] | None:
    """Whose losses are counted: "its losses at 12", "the militia's losses at 250 dead and 87 captured"."""
    for at in range(count.first - 1, max(0, count.first - TOLL_REACH), -1):
        if scene.is_stop(at):
            return None
        if scene.is_("losses", at) and (found := _owner_before(scene, at)):
            return found
    return None


def _owner_before(scene: Scene, at: int) -> tuple[int, int] | None:
    """The owner that stands before word `at`: "its", "the militia's", "Seld" of "Seld losses"."""
    at -= scene.word(at - 1) == "own"
    if scene.is_("owner", at - 1):
        return at - 1, at
    possessive = scene.word(at - 1) in ("'s", "’s", "'", "’")
    end = at - 1 if possessive else at
    first = end
    while first > 0 and scene.sentence.tokens[first - 1].upos in ("NOUN", "PROPN", "ADJ", "DET"):
        first -= 1
    named = possessive or scene.sentence.tokens[first].text[:1].isupper()
    return (first, end) if first < end and named else None


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


def _is_cumulative(scene: Scene, i: int, b: Bond) -> bool:
    """Does the count's part of the sentence say "so far", "since Monday", or "bringing ... to" before it?"""
    count = scene.counts[i]
    low = scene.counts[i - 1].end if i else 0
    low = next((j for j in range(count.first - 1, low - 1, -1) if scene.is_stop(j)), low)
    high = scene.counts[i + 1].first if i + 1 < len(scene.counts) else len(scene.words)
    raised = b.reason != "frame" and any(scene.is_("raising", j) for j in range(low, count.first))
    return raised or scene.known.cumulative.starts_in(scene.words, low, high)


def _zeros(scene: Scene, figures: Sequence[CountedFigure]) -> Iterator[CountedFigure]:
    """ "no casualties": none killed and none injured; "no casualties were reported" is no figure."""
    for i in scene.known.zero.places(scene.words):
        hit = scene.known.zero.at(scene.words, i)
        if hit is None or _is_unsaid(scene, i, hit[0]):
            continue
        start, end = scene.sentence.span(i, hit[0])
        if any(f.figure.start < end and start < f.figure.end for f in figures):
            continue
        among = scene.word(hit[0]) in ("among", "amongst")
        people = scene.first_people(hit[0], hit[0] + 4) if among else None
        civilian = scene.known.zero_civilian.at(scene.words, i) is not None
        who: Victims = "civilian" if civilian else people or "person"
        effects: tuple[Effect, ...] = ("killed", "injured") if hit[1] == "both" else (hit[1],)  # type: ignore[assignment]
        for effect in effects:
            figure = Figure(effect=effect, min=0, max=0, victims=who, start=start, end=end)
            yield CountedFigure(figure, start, reason="none")


def _is_unsaid(scene: Scene, i: int, end: int) -> bool:
    after = scene.words[end : end + 6]
    if any(w in scene.known.unsaid_after for w in after[: after.index(",") if "," in after else None]):
        return True
    return (
        any(scene.known.unsaid_before.ending_at(scene.words, j) for j in range(max(1, i - 2), i + 1))
        or scene.known.unsaid_before.at(scene.words, i) is not None
    )
