"""python docs/make_tables.py: writes exports.md, event-types.md and scores.md from formats, crosswalk and floors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from counterclaim.export import FORMATS
from counterclaim.export.deaths import __doc__ as deaths
from counterclaim.knowledge.crosswalk import codes, sources
from counterclaim.knowledge.subevents import names
from counterclaim.records import EventType

DOCS = Path(__file__).parent
EXPORTS = """# Formats

Written by `python docs/make_tables.py`; a test keeps it current. `counterclaim export --explain`
prints the same.

    counterclaim export --ledger mine.db --format ged --out ged.csv
    counterclaim export --ledger mine.db --format parquet --out tables/

Nothing is invented to fill a column. What no account states is blank, which is not 0.

## One number of deaths

Several formats have one column where the accounts give several numbers. `--deaths` names the rule:

"""
TYPES = """# Event types

Written by `python docs/make_tables.py`; a test keeps it current. What a type is called when nothing more is known;
`src/counterclaim/knowledge/crosswalk.yaml` lists what weapons, parties and victims make of it.
`ucdp` is the type of violence where both parties are known: 1 state-based, 2 non-state, 3 one-sided.

"""

SUB_EVENTS = """
## ACLED's sub-event types by the words

Within ACLED's event type, the export takes another sub-event type where the words of the accounts speak for it more
than for the one above: police that meet a march, a suicide bomber, a town that the government took back. The words
and what they weigh stand in `src/counterclaim/knowledge/subevents.yaml`.

"""


def exports() -> str:
    """The page of the formats."""
    rules = (deaths or "").split("\n\n")[2]
    parts = [
        EXPORTS,
        rules,
        "\n\nWhatever the rule, `low` and `high` are the least and the greatest total that anyone states.\n",
    ]
    for form in FORMATS:
        parts += [f"\n## {form.name}\n\n{form.about[0].upper()}{form.about[1:]}.\n", *_list("Loses", form.loses)]
        parts += _list("Blank", form.blank)
    return "".join(parts)


def _list(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"\n{title}:\n\n" + "".join(f"- {line}\n" for line in found)


def event_types() -> str:
    """The page of the event types."""
    rows = [_row(kind) for kind in EventType.__args__]  # type: ignore[attr-defined]
    head = "| type | UCDP | ACLED | PLOVER | CAMEO | lost |\n|---|---|---|---|---|---|\n"
    told = "".join(f"- **{name}**: {text}\n" for name, text in sources().items())
    words = "".join(f"- {event}: {', '.join(found)}\n" for event, found in names().items())
    return TYPES + head + "".join(rows) + "\n" + told + SUB_EVENTS + words


def _row(kind: EventType) -> str:
    found = codes(kind)
    violence = "yes" if codes(kind, agent="state", target="nonstate").ucdp else ""
    named = (found.acled, found.plover, found.cameo)
    cells = ("; ".join(part for part in coded or () if part) for coded in named)
    return f"| {kind} | {violence} | {' | '.join(cells)} | {'; '.join(found.loses)} |\n"


SCORES = """# Scores

Written by `python docs/make_tables.py` from `eval/floors.json`; a test keeps it current. `make eval` measures
them again where the data lie on your machine, and refuses a change that lowers one. `data` is the digest of the
documents; 1 is perfect.

| benchmark | measure | score | data |
|---|---|---|---|
"""
NOTES = {
    "case": "its weights were set by hand on this half of the data; expect less elsewhere",
    "ecb": "the weights and the one threshold were chosen on draws of the topics that are scored",
    "links": "the weights were set by hand on these sets; docs/reconcile.md has what others gave at first sight",
    "muc4": "TST1 and TST2; what is learnt was learnt on the DEV documents",
    "plover": "the words for deeds that are no event of ours were chosen on these examples; expect less elsewhere",
    "polnear": "the dev part, on which thresholds were chosen; weights were learnt on the train part",
    "re3d": "the shipped model was trained on 44 of these 45 documents, so this only guards it; each document read by "
    "weights that never saw it gives strict F1 0.683, rules without training 0.637",
    "reports": "development sets, read while the reader was written; sets of other conflicts gave at first sight "
    "strict claim F1 0.77 to 0.84, speakers 0.88 to 0.89, figures 0.74 to 0.85",
}
"""What a score does not tell by itself."""


def scores() -> str:
    """The page of the scores."""
    floors = json.loads((DOCS.parent / "eval" / "floors.json").read_text(encoding="utf-8"))
    rows = [
        f"| {name} | {measure} | {value:.3f} | `{known['data']}` |\n"
        for name, known in floors.items()
        for measure, value in known.items()
        if measure != "data"
    ]
    notes = "".join(f"- **{name}**: {note}\n" for name, note in NOTES.items())
    return SCORES + "".join(rows) + "\n## What the scores do not tell\n\n" + notes


PAGES = {"exports.md": exports, "event-types.md": event_types, "scores.md": scores}
"""What is written, by the page's name."""

if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
