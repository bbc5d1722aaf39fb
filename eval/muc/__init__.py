"""MUC-4's incident templates (metric E1), made of what the reader finds in a report.

    text ── reading ──> words, names, actors, events, figures, times, places        the product's
         ── entities ──> the things a report names, each with the contexts it stands in
         ── scorer ────> which incidents there are, who did what to whom: learned weights, a small network, trees
         ── templates ─> one template an incident type; its date, place and deaths from times, places and figures

The weights are learnt on the DEV documents alone (`python -m training.incidents`), TST1 and TST2 are scored. A
report's incidents of one type are told apart by their days and towns; the words for one perpetrator are names of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from eval.muc.entities import entities
from eval.muc.network import load as load_network
from eval.muc.reports import Reports
from eval.muc.scorer import judge, load
from eval.muc.second import load as load_second
from eval.muc.templates import templates


def predict(documents: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """{doc_id, templates} of documents with doc_id and text."""
    learnt, reports = (load(), load_network(), load_second()), Reports()
    for raw in documents:
        report = reports.read(raw["text"])
        found = entities(report)
        made = templates(report, found, judge(report, found, *learnt), learnt[0].limits)
        yield {"doc_id": raw["doc_id"], "templates": made}
