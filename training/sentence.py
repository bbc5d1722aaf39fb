"""An annotated sentence, and the few edits that keep its layers in step with its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

Layer = tuple[str | None, ...]
Name = tuple[int, int, str]
"""(first word, end, type), in word indexes, end exclusive."""

NAMES = ("PER", "ORG", "LOC", "NORP", "EVENT")
ROLES = ("SOURCE", "CUE", "CONTENT")
ENTITIES = ("Organisation", "Person", "Location", "Temporal", "Weapon", "MilitaryPlatform", "Quantity")
"""Types of re3d that the model learns; the others it marks are taken for none."""


def listed(words: str) -> tuple[str, ...]:
    """A list of words written with spaces between them."""
    return tuple(words.split())


def bio(kinds: Sequence[str]) -> list[str]:
    """The labels of a layer of spans: O, then B- and I- of each kind."""
    return ["O", *(prefix + kind for kind in kinds for prefix in ("B-", "I-"))]


@dataclass(frozen=True, slots=True)
class Tree:
    """A dependency tree: for each word the index of its head, -1 for the root, and the relation to it."""

    head: tuple[int, ...]
    dep: tuple[str, ...]

    @property
    def root(self) -> int:
        return self.head.index(-1)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with those of the layers `upos`, `ner`, `attr`, `entity` and `mention` that are known.

    A layer holds one label a word, None where it is not known.
    """

    words: tuple[str, ...]
    layers: dict[str, Layer] = field(default_factory=dict)
    tree: Tree | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that can be put into a sentence: heads are indexes in the phrase, -1 for the word that joins the root."""

    words: tuple[str, ...]
    upos: tuple[str, ...]
    tree: Tree


def with_names(sentence: Sentence, names: Sequence[Name], unknown: frozenset[int] = frozenset()) -> Sentence:
    """The sentence with a layer of names; words in `unknown` may or may not be part of one."""
    return with_spans(sentence, "ner", names, unknown)


def with_spans(
    sentence: Sentence, layer: str, spans: Sequence[Name], unknown: frozenset[int] = frozenset()
) -> Sentence:
    """The sentence with a layer of spans that do not overlap; words in `unknown` may or may not be part of one."""
    labels: list[str | None] = [None if i in unknown else "O" for i in range(len(sentence.words))]
    for start, end, kind in spans:
        labels[start:end] = ["B-" + kind, *["I-" + kind] * (end - start - 1)]
    return replace(sentence, layers=sentence.layers | {layer: tuple(labels)})


def longest(spans: Sequence[Name]) -> list[Name]:
    """Of spans that overlap the longest, in order."""
    kept: list[Name] = []
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if all(span[1] <= other[0] or span[0] >= other[1] for other in kept):
            kept.append(span)
    return sorted(kept)


def inserted(sentence: Sentence, at: int, phrase: Phrase) -> Sentence:
    """The sentence with a phrase before word `at`, hanging from the root of the tree.

    The phrase is outside every name and role; whether it holds other entities is not known.
    """
    size = len(phrase.words)
    added: dict[str, Layer] = {"upos": phrase.upos, "ner": ("O",) * size, "attr": ("O",) * size}
    layers = {
        name: layer[:at] + added.get(name, (None,) * size) + layer[at:] for name, layer in sentence.layers.items()
    }
    tree = sentence.tree
    if tree is not None:
        moved = [h + size if h >= at else h for h in tree.head]
        root = moved[tree.root], tree.root + size if tree.root >= at else tree.root
        joined = [root[1] if h < 0 else h + at for h in phrase.tree.head]
        tree = Tree((*moved[:at], *joined, *moved[at:]), tree.dep[:at] + phrase.tree.dep + tree.dep[at:])
    return Sentence(sentence.words[:at] + phrase.words + sentence.words[at:], layers, tree)


def without(sentence: Sentence, at: int) -> Sentence:
    """The sentence without word `at`, on which no other may depend; a span that began with it begins with the next."""
    layers = {name: _without(layer, at) for name, layer in sentence.layers.items()}
    tree = sentence.tree
    if tree is not None:
        if at in tree.head:
            raise ValueError(f"word {at} has dependents")
        heads = [h - 1 if h > at else h for i, h in enumerate(tree.head) if i != at]
        tree = Tree(tuple(heads), tree.dep[:at] + tree.dep[at + 1 :])
    return Sentence(sentence.words[:at] + sentence.words[at + 1 :], layers, tree)


def _without(layer: Layer, at: int) -> Layer:
    label, rest = layer[at], layer[at + 1 :]
    if label and label[:2] == "B-" and rest and rest[0] == "I-" + label[2:]:
        rest = (label, *rest[1:])
    return layer[:at] + rest


def respelt(sentence: Sentence, words: Sequence[str]) -> Sentence:
    """The sentence with other words in the same places."""
    if len(words) != len(sentence.words):
        raise ValueError("the number of words differs")
    return replace(sentence, words=tuple(words))


def renamed(sentence: Sentence, start: int, end: int, words: Sequence[str], kind: str) -> Sentence | None:
    """The sentence with another name for words[start:end]; nothing where a layer or the tree cannot follow."""
    size = len(words)
    if (sentence.tree is not None or "upos" in sentence.layers) and size != end - start:
        return None
    layers = dict(sentence.layers)
    if "ner" in layers:
        old = layers["ner"]
        layers["ner"] = (*old[:start], "B-" + kind, *["I-" + kind] * (size - 1), *old[end:])
    if "attr" in layers:
        old = layers["attr"]
        first, *rest = old[start:end]
        inside = "O" if first in (None, "O") else "I-" + str(first)[2:]
        if any(label != inside for label in rest):
            return None
        layers["attr"] = (*old[:start], first, *[inside] * (size - 1), *old[end:])
    return replace(sentence, words=(*sentence.words[:start], *words, *sentence.words[end:]), layers=layers)
