"""Which licences the dependencies have, whether all of them are allowed, and the list in docs/licences.md.

`release/licences.yaml` holds what is allowed; packages are those installed beside this interpreter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageMetadata, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

OURS = "counterclaim"
ALLOWED = Path(__file__).with_name("licences.yaml")
PAGE = Path(__file__).parent.parent / "docs" / "licences.md"
GROUPS = {
    "core": "Always installed",
    "extras": "With an extra",
    "dev": "For tests and documentation only",
}


class Package(NamedTuple):
    """An installed package: its name, its licence as an SPDX expression, and the first of `GROUPS` that needs it."""

    name: str
    licence: str
    group: str


class Rules(NamedTuple):
    """`licences.yaml`."""

    allowed: frozenset[str]
    spellings: Mapping[str, str]
    packages: Mapping[str, str]


def rules(path: Path = ALLOWED) -> Rules:
    held: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    allowed = frozenset(licence for group in held["allowed"].values() for licence in group)
    return Rules(allowed, held["spellings"], {name: said["licence"] for name, said in held["packages"].items()})


def packages(by: Rules) -> list[Package]:
    """What this interpreter has of everything that Counterclaim asks for, directly or not."""
    extras = distribution(OURS).metadata.get_all("Provides-Extra") or []
    wanted = {"core": [""], "extras": [name for name in extras if name != "dev"], "dev": ["dev"]}
    seen: dict[str, str] = {}
    for group, of_ours in wanted.items():
        for name in sorted(_closure(OURS, of_ours)):
            seen.setdefault(name, group)
    del seen[OURS]
    return [Package(name, licence(distribution(name).metadata, by), group) for name, group in sorted(seen.items())]


def _closure(name: str, extras: Iterable[str]) -> set[str]:
    """`name` and the installed packages that it needs with `extras`, by the markers of this interpreter."""
    found: set[tuple[str, str]] = set()
    waiting = [(name, extra) for extra in ("", *extras)]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        try:
            needs = distribution(one[0]).requires or ()
        except PackageNotFoundError:  # for another system or Python
            continue
        found.add(one)
        for each in map(Requirement, needs):
            if each.marker is None or each.marker.evaluate({"extra": one[1]}):
                waiting += [(canonicalize_name(each.name), extra) for extra in ("", *each.extras)]
    return {found_name for found_name, _ in found}


def licence(metadata: PackageMetadata, by: Rules) -> str:
    """The licence that a package names, in SPDX where `by` knows its words; empty where it names none."""
    own = by.packages.get(canonicalize_name(metadata["Name"]))
    if own:
        return own
    if said := metadata.get("License-Expression"):
        return str(said)
    prefix = "License :: "
    classes = [c.rpartition(" :: ")[2] for c in metadata.get_all("Classifier") or () if c.startswith(prefix)]
    classes = [c for c in classes if c != "OSI Approved"]
    words = " AND ".join(classes) or (metadata.get("License") or "").strip().split("\n")[0]
    return by.spellings.get(words, words)


def allowed(expression: str, by: Rules) -> bool:
    """Whether an SPDX expression without brackets can be met with allowed licences: one side of OR, all of AND."""
    ways = re.split(r"\s+OR\s+", expression.strip("()"))
    return any(all(part in by.allowed for part in re.split(r"\s+AND\s+", way)) for way in ways)


def problems(found: Iterable[Package], by: Rules) -> Iterator[str]:
    """One line for each package that may not be used as things stand."""
    for package in found:
        if not allowed(package.licence, by):
            said = package.licence or "no licence that its metadata names"
            yield f"{package.name}: {said}; {ALLOWED.name} does not allow it: add it there, or do without the package"


def page(found: Iterable[Package]) -> str:
    """docs/licences.md."""
    kept = list(found)
    lines = [
        "# Licences of what is used",
        "",
        "Made by `python -m release licences --write` from what the packages say of themselves; which are allowed says",
        "`release/licences.yaml`. None of these packages is part of Counterclaim's wheel: pip fetches them.",
    ]
    for group, title in GROUPS.items():
        lines += ["", f"## {title}", "", "| package | licence |", "|---|---|"]
        lines += [f"| {package.name} | {package.licence} |" for package in kept if package.group == group]
    return "\n".join(lines) + "\n"


def main(write: bool) -> int:
    """Says what is not allowed; 1 where something is not, or where the page is old."""
    by = rules()
    found = packages(by)
    wrong = list(problems(found, by))
    if write:
        PAGE.write_text(page(found), encoding="utf-8")
    for line in wrong:
        print(line)
    print(f"{len(found)} packages, {len(wrong)} under a licence that is not allowed; list: docs/{PAGE.name}")
    return int(bool(wrong))
