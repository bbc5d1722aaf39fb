"""Who the counted are, where a count does not say it itself."""

from __future__ import annotations

from collections.abc import Mapping

from counterclaim.reading.figures.counted import CountedFigure
from counterclaim.reading.figures.rules import Bond
from counterclaim.reading.figures.scene import Scene
from counterclaim.records import Victims


def victims(scene: Scene, bonds: Mapping[int, Bond], previous: tuple[CountedFigure, ...]) -> dict[int, Victims]:
    """The victims of each tied count: what its noun says, else those of the count before it in the sentence."""
    told: dict[int, Victims] = {}
    for i in sorted(bonds):
        told[i] = (
            _set(scene, i, previous)
            or _said(scene, i, bonds[i])
            or _lent(scene, i, bonds, told)
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


def _said(scene: Scene, i: int, bond: Bond) -> Victims | None:
    """What the toll or the noun says; an unknown noun and a toll of its own are of persons."""
    if bond.victims is not None:
        return bond.victims
    victims = scene.counts[i].victims
    if victims is not None and not (bond.bare and victims in ("person", "prisoner")):
        return victims
    return "person" if scene.counts[i].noun == "unknown" or _is_apart(scene, bond) else None


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
    if count.of_them and named:
        return named[-1]
    if count.noun == "none" and _whole(scene, i):
        return _whole(scene, i) or "person"
    whole = [f.figure for f in previous if not f.sub and f.figure.max != 0]
    if not whole or not (count.of_them or raised or _is_rest(scene, i)):
        return "person"
    kinds = {f.victims for f in whole}
    return whole[-1].victims if count.of_them or len(kinds) == 1 else "person"


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
