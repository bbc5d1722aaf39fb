from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from counterclaim.errors import InputError
from counterclaim.ingest.opening import parts
from counterclaim.ingest.parts import Part
from counterclaim.ingest.sources import find, size
from counterclaim.settings import Settings
from tests.process import run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.md", "sub/c.TXT", ".hidden.txt", ".git/d.txt", "actors.yaml", "page.docx"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("text")
    return tmp_path


def names(*paths: object) -> list[str]:
    return [str(found) for found in find(map(str, paths))]


def test_a_folder_gives_its_texts_in_order(folder: Path) -> None:
    assert names(folder) == [f"{folder}/a.md", f"{folder}/b.txt", f"{folder}/sub/c.TXT"]


def test_a_named_file_is_taken_whatever_its_suffix(folder: Path) -> None:
    assert names(folder / "page.docx", "-") == [f"{folder}/page.docx", "-"]


def test_a_file_comes_once(folder: Path) -> None:
    assert names(folder / "b.txt", folder, folder / "b.txt") == [
        f"{folder}/b.txt",
        f"{folder}/a.md",
        f"{folder}/sub/c.TXT",
    ]


def test_a_folder_that_holds_itself_ends(folder: Path) -> None:
    (folder / "sub" / "again").symlink_to(folder)
    assert len(names(folder)) == 3


def test_what_is_missing_is_told_and_the_rest_goes_on(folder: Path) -> None:
    missing, text = find([str(folder / "nothing.txt"), str(folder / "b.txt")])
    assert isinstance(missing, InputError)
    assert "no such file" in str(missing)
    assert text == str(folder / "b.txt")


def test_a_folder_with_nothing_readable_is_told(tmp_path: Path) -> None:
    (tmp_path / "page.docx").write_text("")
    (problem,) = find([str(tmp_path)])
    assert isinstance(problem, InputError)
    assert "nothing readable" in str(problem)


@pytest.fixture
def store() -> Iterator[MemoryFileSystem]:
    memory = MemoryFileSystem()
    yield memory
    memory.rm("/", recursive=True)


def test_a_store_is_listed_and_read(store: MemoryFileSystem) -> None:
    for name in ("/archive/b.txt", "/archive/2024/a.TXT", "/archive/.index.txt", "/archive/picture.png"):
        store.pipe(name, "Vier Männer".encode())
    assert names("memory://archive") == ["memory:///archive/2024/a.TXT", "memory:///archive/b.txt"]
    (part,) = parts("memory:///archive/b.txt", Settings())
    assert isinstance(part, Part)
    assert (part.data.decode(), size("memory:///archive/b.txt")) == ("Vier Männer", 12)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("memory://nothing", "nothing readable there"),
        ("file:///no/such/report.txt", "nothing readable there"),
        ("gopher://lonn.invalid/1", "Protocol not known: gopher"),
    ],
)
def test_an_address_that_cannot_be_listed_is_told(store: MemoryFileSystem, address: str, why: str) -> None:
    del store
    (problem,) = find([address])
    assert isinstance(problem, InputError)
    assert str(problem).startswith(f"{address}: ")
    assert why in str(problem)


def test_a_folder_that_may_not_be_listed_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o000)
    code = "import sys; from counterclaim.ingest.sources import find; print(*find(sys.argv[1:]), sep='\\n')"
    found, problem = run(code, tmp_path, unprivileged=True).splitlines()
    assert found.endswith("a.txt")
    assert problem.startswith(f"{locked}: the folder cannot be listed (Permission denied)")
