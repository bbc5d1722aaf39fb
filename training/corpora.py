"""The corpora as annotated sentences. One folder holds them all; README.md names each, its licence and its use."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from counterclaim.reading.segment import sentences, words
from training.mentions import names_of_mentions, phrases_of_mentions
from training.sentence import ENTITIES, Layer, Name, Sentence, Tree, listed, longest, with_names, with_spans

SOURCES = ("ewt", "gum", "uner-ewt", "uner-pud", "crossner", "polnear", "re3d")

_GUM_GENRES = frozenset(
    listed(
        """
    academic bio conversation court interview news speech textbook vlog voyage
    """
    )
)
"""Under CC BY, CC BY-SA or in the public domain; essay, fiction, letter, podcast, whow and reddit are not read."""
_CROSSNER = {
    "politician": "PER", "person": "PER", "politicalparty": "ORG", "organisation": "ORG", "location": "LOC",
    "country": "LOC", "election": "EVENT", "event": "EVENT",
}  # fmt: skip
_RE3D_LEFT_OUT = frozenset(("BBC Online",))
"""Publishers of re3d whose texts may not be used (CC BY-NC)."""
_DEMONYM = re.compile(r"(an|ish|ese|ic|i|ch|ek|iss|lim|ite)$")


@dataclass(frozen=True, slots=True)
class Rows:
    """One sentence of a CoNLL-U file, column by column; heads as in the file, 0 for the root."""

    sent_id: str
    words: tuple[str, ...]
    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    head: tuple[int, ...]
    dep: tuple[str, ...]
    misc: tuple[str, ...]

    def sentence(self) -> Sentence:
        return Sentence(self.words, {"upos": self.upos}, Tree(tuple(h - 1 for h in self.head), self.dep))


def conllu(text: str) -> Iterator[Rows]:
    """The sentences of a CoNLL-U file; multi-word ranges and empty nodes are left out."""
    for block in re.split(r"\n\s*\n", text):
        lines = block.split("\n")
        sent_id = next((line.split("=", 1)[1].strip() for line in lines if line.startswith("# sent_id")), "")
        rows = [line.split("\t") for line in lines if line and line[0] != "#"]
        rows = [row for row in rows if row[0].isdecimal()]
        if rows:
            columns = list(zip(*rows, strict=True))
            heads = tuple(int(h) for h in columns[6])
            yield Rows(sent_id, columns[1], columns[3], columns[4], heads, columns[7], columns[9])


def ewt(data: Path) -> dict[str, list[Rows]]:
    """UD English EWT; its train part is put together from the sources, without the sentences of dev and test."""
    parts = {part: list(conllu(_read(data / "ewt" / f"en_ewt-ud-{part}.conllu"))) for part in ("dev", "test")}
    held = {rows.sent_id for part in parts.values() for rows in part}
    files = sorted((data / "ewt" / "not-to-release" / "sources").rglob("*.conllu"))
    parts["train"] = [rows for path in files for rows in conllu(_read(path)) if rows.sent_id not in held]
    return parts


def gum(data: Path) -> dict[str, list[Rows]]:
    """GUM, the genres whose texts may be used, in its published parts."""
    part_of: dict[str, str] = {}
    part = ""
    for line in _read(data / "gum" / "splits.md").split("\n"):
        if line.startswith("## "):
            part = line[3:].strip()
        elif found := re.match(r"\s*\* (\S+)", line):
            part_of[found[1]] = part
    parts: defaultdict[str, list[Rows]] = defaultdict(list)
    for path in sorted((data / "gum" / "dep").glob("GUM_*.conllu")):
        if path.stem.split("_")[1] in _GUM_GENRES and part_of.get(path.stem) in ("train", "dev", "test"):
            parts[part_of[path.stem]] += conllu(_read(path))
    return dict(parts)


def gum_with_names(rows: Iterable[Rows], demonyms: frozenset[str]) -> list[Sentence]:
    """GUM's trees with its mentions, as names and as phrases."""
    found = []
    for row in rows:
        sentence = row.sentence()
        names = names_of_mentions(row.words, row.xpos, row.misc)
        sentence = with_names(sentence, with_demonyms(row.words, names, demonyms, row.xpos))
        if sentence.tree:
            sentence = with_spans(
                sentence, "mention", phrases_of_mentions(row.words, row.xpos, row.misc, sentence.tree)
            )
        found.append(sentence)
    return found


def demonyms(rows: Iterable[Rows]) -> frozenset[str]:
    """Adjectives of peoples and faiths: written with a capital in mid-sentence more often than without."""
    upper: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    for row in rows:
        for i, (word, xpos) in enumerate(zip(row.words, row.xpos, strict=True)):
            if xpos == "JJ" and word[0].islower():
                lower[word.capitalize()] += 1
            elif xpos == "JJ" and i > 0 and word[0].isupper() and not word.isupper():
                upper[word] += 1
    return frozenset(w for w, n in upper.items() if n > lower[w] and len(w) > 3 and _DEMONYM.search(w))


def with_demonyms(
    words: Sequence[str], names: Sequence[Name], demonyms: frozenset[str], xpos: Sequence[str] | None = None
) -> list[Name]:
    """The names with NORP added for demonyms that no name holds."""
    held = {i for start, end, _ in names for i in range(start, end)}
    added = [
        (i, i + 1, "NORP")
        for i, word in enumerate(words)
        if word in demonyms and i not in held and (xpos is None or xpos[i] in ("JJ", "NN", "NNS", "NNP", "NNPS"))
    ]
    return sorted([*names, *added])


def uner(path: Path, demonyms: frozenset[str] = frozenset()) -> list[Sentence]:
    """A file of Universal NER; without demonyms, the published names alone."""
    found = []
    for tokens, labels in _iob(path, 1, 2):
        names = [name for name in _spans(labels) if name[2] in ("PER", "ORG", "LOC")]
        found.append(with_names(Sentence(tokens), with_demonyms(tokens, names, demonyms)))
    return found


def crossner(data: Path, part: str, demonyms: frozenset[str]) -> list[Sentence]:
    """CrossNER politics; entities of types that are not ours leave their words unknown."""
    found = []
    for tokens, labels in _iob(data / "crossner" / "ner_data" / "politics" / f"{part}.txt", 0, 1):
        names, unknown = [], set()
        for start, end, kind in _spans(labels):
            if kind in _CROSSNER:
                names.append((start, end, _CROSSNER[kind]))
            elif end - start == 1 and tokens[start] in demonyms:
                names.append((start, end, "NORP"))
            else:
                unknown |= set(range(start, end))
        names = [n for n in with_demonyms(tokens, names, demonyms) if not unknown & set(range(*n[:2]))]
        found.append(with_names(Sentence(tokens), names, frozenset(unknown)))
    return found


def polnear(data: Path, part: str) -> list[list[Sentence]]:
    """PolNeAR's documents as their sentences, first annotator; where spans are nested the shorter one is left out."""
    folder = data / "polnear" / "data" / part
    documents: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann")):
        documents.setdefault(path.stem.rsplit("_", 1)[0], path)
    return [
        _attributed(_read(folder / "text" / f"{name}.txt"), _read(path)) for name, path in sorted(documents.items())
    ]


def _attributed(text: str, annotation: str) -> list[Sentence]:
    """The sentences of one document with the layer `attr` from its brat annotation."""
    offsets = words(text)
    starts = [start for start, _ in offsets]
    groups = []
    for line in annotation.splitlines():
        if found := re.match(r"T\d+\t(Source|Cue|Content) ([\d ;]+)\t", line):
            indexes = {
                i
                for fragment in found[2].split(";")
                for i in _touched(offsets, starts, *(int(x) for x in fragment.split()))
            }
            if indexes:
                groups.append((found[1].upper(), sorted(indexes)))
    labels = ["O"] * len(offsets)
    for role, marked in sorted(groups, key=lambda group: -len(group[1])):
        before = -2
        for i in marked:
            if labels[i] == "O":
                labels[i] = ("I-" if before == i - 1 else "B-") + role
                before = i
    return [
        Sentence(tuple(text[a:b] for a, b in offsets[first:last]), {"attr": opened(tuple(labels[first:last]))})
        for start, end in sentences(text)
        for first, last in [(bisect_left(starts, start), bisect_left(starts, end))]
        if last > first
    ]


def re3d(data: Path) -> list[list[Sentence]]:
    """re3d's documents as their sentences with the layer `entity`; documents that may not be used are left out.

    re3d.jsonl holds a document a line, `{"doc_id", "source", "text", "entities": [{"start", "end", "type",
    "confidence"}]}`, in the order of the file here too.
    """
    rows = [json.loads(line) for line in _read(data / "re3d.jsonl").splitlines() if line.strip()]
    return [_with_entities(row["text"], row["entities"]) for row in rows if row["source"] not in _RE3D_LEFT_OUT]


def folds(documents: Sequence[list[Sentence]], fold: str) -> tuple[list[list[Sentence]], list[list[Sentence]]]:
    """The documents to train on and those held out: of "I/N" every N-th from the I-th on (from 0); of "" none."""
    if not fold:
        return list(documents), []
    first, size = (int(part) for part in fold.split("/"))
    held = documents[first::size]
    return [document for i, document in enumerate(documents) if i % size != first], list(held)


def _with_entities(text: str, entities: Sequence[dict[str, object]]) -> list[Sentence]:
    """The sentences of a text with those of its entities that the annotators were rather sure of, the longest ones."""
    sure = [
        (int(str(e["start"])), int(str(e["end"])), str(e["type"]))
        for e in entities
        if e["type"] in ENTITIES and float(str(e.get("confidence", 1))) >= 0.5
    ]
    found = []
    for start, end in sentences(text):
        offsets = words(text, start, end)
        starts = [a for a, _ in offsets]
        touched = [(_touched(offsets, starts, a, b), kind) for a, b, kind in sure if a < end and b > start]
        spans = longest([(where.start, where.stop, kind) for where, kind in touched if where])
        if offsets:
            found.append(with_spans(Sentence(tuple(text[a:b] for a, b in offsets)), "entity", spans))
    return found


def _touched(offsets: Sequence[tuple[int, int]], starts: Sequence[int], start: int, end: int) -> range:
    first = bisect_left(starts, start)
    if first and offsets[first - 1][1] > start:
        first -= 1
    return range(first, bisect_left(starts, end))


def opened(labels: Layer) -> Layer:
    """The labels of a stretch cut from a text: a span that began before it begins with it."""
    return ("B-" + labels[0][2:], *labels[1:]) if labels and labels[0] and labels[0][0] == "I" else labels


def joined(parts: Sequence[Sentence]) -> Sentence:
    """Consecutive sentences as one, for layers of labels."""
    names = parts[0].layers.keys()
    layers = {name: tuple(label for part in parts for label in part.layers[name]) for name in names}
    return Sentence(tuple(word for part in parts for word in part.words), layers)


def named(sentence: Sentence) -> list[Name]:
    """The names of a sentence's layer `ner`."""
    return marked(sentence, "ner")


def attributed(sentence: Sentence) -> list[Name]:
    """The spans of a sentence's layer `attr`."""
    return marked(sentence, "attr")


def marked(sentence: Sentence, layer: str) -> list[Name]:
    """The spans of a layer."""
    return _spans([label or "O" for label in sentence.layers[layer]])


def _spans(labels: Sequence[str]) -> list[Name]:
    found: list[Name] = []
    begin, kind = 0, ""
    for i, label in enumerate((*labels, "O")):
        if kind and label != "I-" + kind:
            found.append((begin, i, kind))
            kind = ""
        if label != "O" and not kind:
            begin, kind = i, label[2:]
    return found


def _iob(path: Path, word: int, label: int) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The sentences of a file with one word a line, by the columns of the word and of its IOB label."""
    for block in re.split(r"\n\s*\n", _read(path)):
        rows = [line.split("\t") for line in block.split("\n") if line and ("\t" in line) and line[:2] != "# "]
        if rows:
            yield tuple(row[word] for row in rows), tuple(row[label] for row in rows)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
