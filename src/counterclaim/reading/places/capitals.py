"""Capitals that a report does not name: "the Syrian capital", "Yemen's capital", "the capital of Sudan"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from counterclaim.knowledge.gazetteer import Entry, Gazetteer
from counterclaim.reading.document import Document, Sentence
from counterclaim.reading.places.model import Name


def unnamed(document: Document, names: Sequence[Name], gazetteer: Gazetteer) -> Iterator[tuple[Name, Entry]]:
    """Each such "capital" with its town; not where the town's name stands beside it."""
    for sentence in document.sentences:
        if "capital" not in sentence.words:
            continue
        inside = [name for name in names if name.sentence == sentence.index]
        for token in sentence.tokens:
            if token.lower == "capital" and not _is_named(token.i, inside):
                code = _country_before(sentence, token.i, gazetteer) or _country_after(sentence, token.i, gazetteer)
                if code and (town := gazetteer.capital(code)):
                    yield (
                        Name(sentence.index, token.i, token.i + 1, token.start, token.end, token.text, token.text),
                        town,
                    )


def _is_named(i: int, names: Sequence[Name]) -> bool:
    """Is it followed by a name ("capital Freetown", "the capital, Freetown")?"""
    return any(0 < name.first - i <= 2 for name in names if name.hint != "area")


def _country_before(sentence: Sentence, i: int, gazetteer: Gazetteer) -> str | None:
    """The country of "Yemen's capital", "the Syrian capital"."""
    tokens = sentence.tokens
    at = i - 2 if i >= 2 and tokens[i - 1].lower in ("'s", "’s") else i - 1
    for size in (3, 2, 1):
        if at - size + 1 >= 0 and tokens[at].text[:1].isupper():
            text = " ".join(t.text for t in tokens[at - size + 1 : at + 1])
            if (entry := gazetteer.country(text)) and entry.kind == "country":
                return entry.country
    return None


def _country_after(sentence: Sentence, i: int, gazetteer: Gazetteer) -> str | None:
    """The country of "the capital of Sudan"; none where a unit comes before it, as in "of Ethiopia's Afar region"."""
    tokens = sentence.tokens
    if i + 2 >= len(tokens) or tokens[i + 1].lower != "of":
        return None
    first = i + 3 if tokens[i + 2].lower == "the" else i + 2
    for size in (4, 3, 2, 1):
        words = tokens[first : first + size]
        entry = gazetteer.country(" ".join(t.text for t in words)) if words else None
        if entry and entry.kind == "country" and words[0].text[:1].isupper():
            after = tokens[first + size].lower if first + size < len(tokens) else ""
            return None if after in ("'s", "’s") else entry.country
    return None
