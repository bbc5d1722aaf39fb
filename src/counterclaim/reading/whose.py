"""What people are by whom they serve: the guards of an army are soldiers, the staff of a charity aid workers.

`figures` reads a sentence and knows nobody; here the words for an owner get their actor, and its kind gives the class.
"""

from __future__ import annotations

import msgspec

from counterclaim.knowledge.actors import key
from counterclaim.reading import actors
from counterclaim.reading.figures import CountedFigure
from counterclaim.reading.findings import Findings
from counterclaim.reading.mentions import antecedent
from counterclaim.records import Actor, Figure, Victims

SERVING: dict[str, Victims] = {
    "military": "soldier", "police": "police", "armed_group": "militant", "ngo": "aid_worker", "outlet": "journalist",
    "agency": "journalist",
}  # fmt: skip
"""Types of actors with the class of those who serve them."""
FOES: dict[str, Victims] = {"armed_group": "militant", "state": "soldier", "military": "soldier"}
"""Types of a side's opponents with the class of those who fight for them."""
STAFF = frozenset(("staff", "staffers", "employees", "workers", "colleagues", "volunteers", "nurses", "drivers"))
"""Words for those who work for a body of whatever kind: aid workers, by what news calls so."""
OURS = frozenset(("our", "my"))


def classed(findings: Findings, counted: CountedFigure, speaker: Actor | None) -> Figure:
    """The figure with the class and side of its people, where the report's words for their owner tell them."""
    if counted.whose is None:
        return counted.figure
    if _is_enemy(findings, counted.whose):
        return _of_the_enemy(findings, counted.figure, speaker)
    owner = _owner(findings, counted.whose, speaker)
    kind = _serving(findings, owner) if owner else None
    if owner and kind is None and _works_for(findings, counted, owner):
        kind = "aid_worker"
    if owner is None or kind is None:
        return counted.figure
    return msgspec.structs.replace(counted.figure, victims=kind, side=counted.figure.side or owner.side)


def _is_enemy(findings: Findings, span: tuple[int, int]) -> bool:
    return findings.document.text[slice(*span)].lower().removesuffix("'s").removesuffix("’s").split()[-1:] == ["enemy"]


def _of_the_enemy(findings: Findings, figure: Figure, speaker: Actor | None) -> Figure:
    """The enemy's dead are of whom the speaker's side fights on that day, where all of those are of one kind."""
    known = findings.mentions.knowledge
    side = (speaker.side or speaker.name) if speaker else ""
    foes = [known.named(name) for name in known.opponents(side, findings.document.dated)]
    kinds = {FOES.get(foe.type) if foe else None for foe in foes}
    kind = next(iter(kinds)) if len(kinds) == 1 else None
    if kind is None:
        return figure
    only = foes[0].name if len(foes) == 1 and foes[0] else None
    return msgspec.structs.replace(figure, victims=kind, side=figure.side or only)


def _owner(findings: Findings, span: tuple[int, int], speaker: Actor | None) -> Actor | None:
    """Whom the words mean; "our" is the speaker's."""
    words = findings.document.text[slice(*span)].lower()
    if words in OURS:
        return speaker
    document, mentions = findings.document, findings.mentions
    pronoun = mentions.words.pronouns.get(mentions.words.possessives.get(words, ""))
    sentence = document.sentence_at(span[0])
    if pronoun is None or sentence is None:
        return actors.actor_at(document, mentions, *span)
    meant = antecedent(mentions.near(sentence.index), pronoun, sentence.index, span[0])
    return meant.actor(*span) if meant else None


def _works_for(findings: Findings, counted: CountedFigure, owner: Actor) -> bool:
    """Is it the staff of a body that is no state's?"""
    referent = findings.mentions.referent(owner.name)
    words = key(findings.document.text[counted.figure.start : counted.figure.end]).split()
    return bool(STAFF & set(words)) and referent is not None and referent.type == "body"


def _serving(findings: Findings, owner: Actor) -> Victims | None:
    """The class of those who serve the owner; an officer's men are soldiers, a person's those of his side."""
    referent = findings.mentions.referent(owner.name)
    kind = SERVING.get(referent.type) if referent else None
    if kind or referent is None:
        return kind
    officers = set(key(owner.name).split()) | {role for role, _ in referent.roles}
    if officers & findings.mentions.words.officers:
        return "soldier"
    side = findings.mentions.knowledge.named(owner.side or "")
    return SERVING.get(side.type) if side else None
