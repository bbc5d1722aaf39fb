"""Who the counted are, where a count does not say it itself."""

from __future__ import annotations

from collections.abc import Mapping

from counterclaim.reading.figures.counted import CountedFigure
from counterclaim.reading.figures.lexicon import FUNCTION
from counterclaim.reading.figures.number import QUOTES
from counterclaim.reading.figures.rules import Bond
from counterclaim.reading.figures.scene import Scene
from counterclaim.records import Victims

ASIDE = 8
"""Words after a count within which it is told who all of them were."""
MARKS = frozenset((",", "-", "–", "—", "(", "--"))
OF_A_SIDE = frozenset(("soldier", "police", "militant", "peacekeeper", "civilian"))
FROM_ALL = frozenset(("of", "them", "whom", "from", "among", "the"))


def victims(scene: Scene, bonds: Mapping[int, Bond], previous: tuple[CountedFigure, ...]) -> dict[int, Victims]:
    """The victims of each tied count: what its noun says, else those of the count before it in the sentence."""
    told: dict[int, Victims] = {}
    for i in sorted(bonds):
        told[i] = (
            _set(scene, i, previous)
            or _all_told(scene, i)
            or _said(scene, i, bonds[i])
            or _of_those_hit(scene, i, bonds[i])
            or _lent(scene, i, bonds, told)
            or _foes(scene, i, bonds[i])
            or _meant(scene, i, previous, raised=_is_raised(scene, bonds[i]))
        )
    return told


def _set(scene: Scene, i: int, previous: tuple[CountedFigure, ...]) -> Victims | None:
    """ "Two officers" after a sentence that spoke of police."""
    setting = next((f.setting for f in previous if f.setting), None)
    head = scene.counts[i].head
    if setting is None or head is None or scene.word(head) not in scene.known.settings[setting][0]:
        return None
    return setting if head == scene.counts[i].number.last else None


def _all_told(scene: Scene, i: int) -> Victims | None:
    """ "34 dead, all civilians", "reached 52, all of them from the defenceless civilians": who all of them were."""
    if scene.counts[i].victims not in (None, "person") or scene.counts[i].number.max == 0:
        return None
    after = scene.counts[i + 1].first if i + 1 < len(scene.counts) else len(scene.words)
    for j in range(scene.counts[i].end, min(after, scene.counts[i].end + ASIDE)):
        if scene.is_stop(j):
            return None
        if scene.word(j) != "all" or scene.word(j - 1) not in MARKS:
            continue
        k = j + 1
        while scene.word(k) in FROM_ALL or (k < after and scene.sentence.tokens[k].upos in ("DET", "ADJ", "AUX")):
            k += 1
        found = scene.known.people.at(scene.words, k)
        ends = found is not None and not scene.word(found[0])[:1].isalpha()
        return found[1] if found and ends and found[1] != "person" else None
    return None


def _said(scene: Scene, i: int, bond: Bond) -> Victims | None:
    """What the toll or the noun says; an unknown noun and a toll of its own are of persons."""
    if bond.victims is not None:
        return bond.victims
    victims = scene.counts[i].victims
    if victims is not None and not (bond.bare and victims in ("person", "prisoner")):
        return victims
    if scene.counts[i].noun == "none" and (among := _among(scene, i)):
        return among
    return "person" if scene.counts[i].noun == "unknown" or _is_apart(scene, bond) else None


def _among(scene: Scene, i: int) -> Victims | None:
    """ "At least ten dead among the escort": of whom a bare count is, said right behind what befell them."""
    j = scene.counts[i].end
    mention = scene.mentions.get(scene.past_inside(j))
    j = mention.end if mention else j
    found = scene.first_people(j + 1, j + 4) if scene.word(j) in ("among", "amongst") else None
    return found if found not in ("person", "child", "woman", None) else None


def _of_those_hit(scene: Scene, i: int, bond: Bond) -> Victims | None:
    """ "Hit a column of fighters, killing more than 40": the band that the verb before has for its object."""
    if scene.counts[i].noun != "none" or not scene.word(bond.at).endswith("ing"):
        return None
    for j in range(bond.at - 1, max(0, bond.at - ASIDE - ASIDE), -1):
        if scene.is_stop(j) or scene.count_at(j) is not None:
            return None
        if scene.is_("collective", j - 1) and scene.word(j) == "of":
            found = scene.first_people(j + 1, j + 3)
            return found if found in OF_A_SIDE and _is_object(scene, j - 1) else None
    return None


def _is_object(scene: Scene, i: int) -> bool:
    """Does a verb stand before the noun phrase of word `i`, and none of saying?"""
    while scene.is_("determiner", i - 1) or scene.word(i - 1) in QUOTES:
        i -= 1
    before = scene.word(i - 1)
    said = scene.known.saying.ending_at(scene.words, i) is not None
    return before[:1].isalpha() and not said and not scene.is_any(FUNCTION, i - 1)


def _foes(scene: Scene, i: int, bond: Bond) -> Victims | None:
    """ "Neutralised several dozen of them": what is only said of those whom somebody fights."""
    return "militant" if scene.counts[i].of_them and scene.is_("of_foes", bond.at) else None


def _is_apart(scene: Scene, bond: Bond) -> bool:
    """A toll counts people of its own, save for "its losses" and "two more soldiers died, taking the number to 84"."""
    return bond.reason == "toll" and scene.word(bond.at) != "losses" and not _is_raised(scene, bond)


def _is_raised(scene: Scene, bond: Bond) -> bool:
    """ "That takes to 84 the number": the toll of the people told of before."""
    raised = any(scene.is_("raising", j) for j in range(max(0, bond.at - 4), bond.at))
    return bond.reason == "toll" and scene.is_("counted", bond.at) and raised


def _lent(scene: Scene, i: int, bonds: Mapping[int, Bond], told: Mapping[int, Victims]) -> Victims | None:
    """ "14 civilians killed and 40 wounded": the noun of the count before is meant; not in "and itself lost two"."""
    if scene.counts[i].noun == "none" and scene.is_("mourning", scene.left_edge(scene.counts[i]) - 1):
        return None
    for j in sorted(told, reverse=True):
        tied, other = bonds[j], scene.counts[j]
        if bonds[i].effect == "displaced" and tied.effect in ("killed", "injured") and not scene.counts[i].of_them:
            continue
        if bonds[i].reason == "part" and tied.reason == "toll" and not tied.sub:
            return told[j]
        if (tied.sub and not bonds[i].sub) or other.number.max == 0 or _is_apart(scene, tied):
            continue
        if bonds[i].reason == "part":
            if tied.sub:
                continue
            return told[j]
        beside = other.number.article and j - 1 in bonds and bonds[j - 1].at == tied.at
        if not beside:
            return told[j] if _may_lend(scene, i, j, bonds) else "person"
    return None


def _may_lend(scene: Scene, i: int, j: int, bonds: Mapping[int, Bond]) -> bool:
    """One child or woman says nothing of the others; nor does one officer of the "12 others" killed with him."""
    if scene.counts[j].number.max != 1:
        return True
    if scene.counts[j].number.article and any(
        scene.is_stop(k) for k in range(scene.counts[j].end, scene.counts[i].first)
    ):
        return False
    together = scene.word(scene.counts[i].end - 1) == "others" and bonds[i].at == bonds[j].at
    return scene.counts[j].victims not in ("child", "woman") and not together


def _meant(scene: Scene, i: int, previous: tuple[CountedFigure, ...], raised: bool) -> Victims:
    """ "38 of them": those that the sentence before counted."""
    count = scene.counts[i]
    named = [c.victims for c in scene.counts[:i] if c.noun == "people" and c.victims is not None]
    if count.of_them and (spoken := _spoken_of(scene, count.first)):
        return spoken
    if count.of_them and named:
        return named[-1]
    if count.noun == "none" and _whole(scene, i):
        return _whole(scene, i) or "person"
    whole = [f.figure for f in previous if not f.sub and f.figure.max != 0]
    if not whole or not (count.of_them or raised or _is_rest(scene, i)):
        return "person"
    kinds = {f.victims for f in whole}
    return whole[-1].victims if count.of_them or len(kinds) == 1 else "person"


def _spoken_of(scene: Scene, start: int) -> Victims | None:
    """ "As for the guerrillas, two of them": the people that the sentence names before, uncounted."""
    first = next((i for i in range(start) if scene.words[i : i + 2] == ("as", "for")), None)
    return None if first is None else scene.first_people(first + 2, start)


def _whole(scene: Scene, i: int) -> Victims | None:
    """ "Of 300 fighters, 40 ...", "put nine guerrillas out of action: four ...": the people whose part is told."""
    for c in reversed(scene.counts[:i]):
        if c.noun == "people" and c.number.min >= max(2, scene.counts[i].number.min):
            between = scene.words[c.end : scene.counts[i].first]
            return c.victims if scene.word(c.first - 1) == "of" or ":" in between or ";" in between else None
    return None


def _is_rest(scene: Scene, i: int) -> bool:
    """ "nine others", "six more": more of the people told of before, as far as the count says."""
    count = scene.counts[i]
    words = scene.words[count.number.core : count.end + 1]
    if "another" in (scene.word(count.first), scene.word(count.first - 1)):
        words = ("another", *words)
    bare = count.noun != "people" and any(w in ("others", "more", "another") for w in words)
    return bare or words[-2:-1] == ("others",)
