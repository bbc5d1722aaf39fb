"""The pages name things that exist: files, make targets, commands, and a decision for every dependency."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "src/counterclaim/demo/README.md"])
DECISIONS = ROOT / "docs" / "decisions"
DEPENDENCY_NAME = re.compile(r"[A-Za-z0-9_.-]+")


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", read(page))
    missing = [t for t in targets if not t.startswith("http") and not (page.parent / t).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_named_paths_exist(page: Path) -> None:
    named = re.findall(r"`((?:src|tests|docs|eval)/[\w./-]*)`", read(page))
    assert not [path for path in named if not (ROOT / path).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_make_targets_exist(page: Path) -> None:
    targets = {m[1] for m in re.finditer(r"^(\w+):", read(ROOT / "Makefile"), re.M)}
    assert set(re.findall(r"(?:^    |`)make (\w+)(?=[`\s])", read(page), re.M)) <= targets


def test_commands_exist() -> None:
    from counterclaim.serve.cli import app

    names = {c.name or (c.callback and c.callback.__name__) for c in app.registered_commands}
    names |= {group.name for group in app.registered_groups}
    command = re.compile(r"(?:^    |`)counterclaim ([a-z]+)(?=[ `\n])", re.MULTILINE)
    shown = {name for page in PAGES for name in command.findall(read(page))}
    assert shown <= names


def test_every_decision_is_in_the_index() -> None:
    index = read(DECISIONS / "README.md")  # python docs/make_index.py
    assert not [page.name for page in DECISIONS.glob("*.md") if page.name != "README.md" and page.name not in index]


def test_every_dependency_has_a_decision() -> None:
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *(one for group in project["optional-dependencies"].values() for one in group)]
    names = {m[0].lower() for one in wanted if (m := DEPENDENCY_NAME.match(one))}
    told = "\n".join(read(page).lower() for page in DECISIONS.glob("*.md"))
    assert not {name for name in names if name not in told and not name.startswith("types-")}
