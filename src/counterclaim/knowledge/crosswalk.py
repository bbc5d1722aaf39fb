"""What the contract's event types are called in UCDP GED, ACLED, PLOVER and CAMEO, and what each name loses.

The rows stand in crosswalk.yaml, each dataset with its source. A type without a row is a KnowledgeError.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from counterclaim.errors import KnowledgeError
from counterclaim.records import EventType, Status

Party = Literal["state", "nonstate"]
_DATASETS = ("acled", "plover", "cameo")
_REAL = ("happened", "ongoing")


@dataclass(frozen=True, slots=True)
class Codes:
    """One event's codes; null where the dataset has none for it. `loses` tells what the codes no longer say.

    `ucdp` is the type of violence: 1 state-based, 2 non-state, 3 one-sided. `acled` is event and sub-event type,
    `plover` event type, mode and context, `cameo` root and code.
    """

    ucdp: int | None = None
    acled: tuple[str, str] | None = None
    plover: tuple[str, str | None, str | None] | None = None
    cameo: tuple[str, str] | None = None
    loses: tuple[str, ...] = ()


@cache
def rows() -> dict[str, Any]:
    """crosswalk.yaml, checked: every event type of the contract has a row, every row only known columns."""
    path = Path(__file__).with_suffix(".yaml")
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    missing = set(get_args(EventType)) ^ set(data["types"])
    if missing:
        raise KnowledgeError(f"{path.name}: no row, or a row too many, for {', '.join(sorted(missing))}; mend the file")
    for name, row in data["types"].items():
        strange = set(row) - {"ucdp", "when", "loses", *_DATASETS} or set(_DATASETS) - set(row)
        if strange:
            raise KnowledgeError(f"{path.name}: row {name!r} has or lacks {', '.join(sorted(strange))}; mend the file")
    return data


def sources() -> dict[str, str]:
    """Where each dataset's names come from."""
    return dict(rows()["sources"])


def codes(
    kind: EventType,
    *,
    status: Status = "happened",
    means: Collection[str] = (),
    civilians: bool | None = None,
    agent: Party | None = None,
    target: Party | None = None,
    threat: bool = False,
    words: str = "",
) -> Codes:
    """The codes of an event of the type `kind`.

    `means` are the general names of its weapons, `civilians` whether those it was done to are civilians (null: not
    said), `agent` and `target` what kind of party did and suffered it, `threat` whether it is only threatened,
    `words` what is said of it, as far as a row looks at words.
    """
    if threat or status == "wanted":
        return _spoken(kind, "threatened" if threat else "wanted")
    if status not in _REAL:
        return Codes(loses=(f"said to be {status}: no event in these datasets",))
    row = _fitting(rows()["types"][kind], means, civilians, agent, words.lower())
    lost = (row["loses"],) if "loses" in row else ()
    violence = _violence(civilians, agent, target) if row.get("ucdp") else None
    acled, plover, cameo = (tuple(row[name]) if row[name] else None for name in _DATASETS)
    return Codes(ucdp=violence, acled=acled, plover=plover, cameo=cameo, loses=lost)


def _fitting(
    row: dict[str, Any], means: Collection[str], civilians: bool | None, agent: Party | None, words: str
) -> dict[str, Any]:
    """The row with the columns of the first of its cases that fits."""
    for case in row.get("when", ()):
        fits = (
            ("means" not in case or any(m in case["means"] for m in means))
            and ("civilians" not in case or case["civilians"] is civilians)
            and ("agent" not in case or case["agent"] == agent)
            and ("words" not in case or any(word in words for word in case["words"]))
        )
        if fits:
            return {**row, **{name: case[name] for name in _DATASETS if name in case}}
    return row


def deed(words: str) -> Codes | None:
    """The codes of a deed that is no event of the contract, by the words of its verb: lifted a curfew, vetoed."""
    low = f" {words.lower()} "
    for row in rows()["deeds"]:
        if any(f" {stem}" in low for stem in row["words"]):
            return Codes(plover=tuple(row["plover"]), cameo=tuple(row["cameo"]))
    return None


def _violence(civilians: bool | None, agent: Party | None, target: Party | None) -> int | None:
    """UCDP's type of violence, null where the parties do not tell."""
    if civilians:
        return 3 if agent else None
    if "state" in (agent, target):
        return 1
    return 2 if agent == target == "nonstate" else None


def _spoken(kind: EventType, how: str) -> Codes:
    row = rows()["status"][how]["plover"]
    loses = (f"what is {how}: {kind}",) if kind not in row["modes"] else ()
    return Codes(plover=(row["event"], row["modes"].get(kind), None), cameo=tuple(row["cameo"]), loses=loses)
