"""ECB+: which texts are of one incident, by their words alone. The text begins behind a URL and a date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from counterclaim.reconcile.texts import incidents


def predict(documents: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """For each `{"doc_id", "text", "body_start"}` its `{"doc_id", "incident"}`."""
    texts = {document["doc_id"]: document["text"][document.get("body_start") or 0 :] for document in documents}
    for number, group in enumerate(incidents(texts)):
        yield from ({"doc_id": one, "incident": str(number)} for one in group)
