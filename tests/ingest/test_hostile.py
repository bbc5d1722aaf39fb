"""No file that is made to do harm does any: each is refused with a reason, or read within the settings' bounds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ingest import hostile
from tests.process import run

READ = """
import json, resource, sys
from counterclaim import pipeline
from counterclaim.records import Record
from tests.ingest.hostile import SETTINGS
resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))
reader = pipeline.Reader(lambda report: Record(report=report), "nothing")
for path in sys.argv[1:]:
    for one in pipeline.read_all(pipeline.plan([path]), reader, SETTINGS):
        print(json.dumps([path, type(one).__name__, one.source, getattr(one, "reason", "")]), flush=True)
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[str]]]:
    """What one process with little memory makes of the whole corpus: for each file its outcomes."""
    files = hostile.make(tmp_path_factory.mktemp("corpus"))
    found: dict[str, list[list[str]]] = {}
    for line in run(READ, *files, seconds=280).splitlines():
        path, *outcome = json.loads(line)
        found.setdefault(Path(path).name, []).append(outcome)
    return found


@pytest.mark.parametrize("name", hostile.REFUSED)
def test_it_does_no_harm(name: str, told: dict[str, list[list[str]]]) -> None:
    assert told[name], "neither read nor refused"
    reasons = [reason for kind, _, reason in told[name] if kind == "Skipped"]
    assert not [reason for reason in reasons if "the reader failed" in reason or "died of it" in reason]
    for reason in reasons:
        assert "; " in reason, "no next step"
        assert "\n" not in reason
    expected = hostile.REFUSED[name][1]
    if expected:
        assert [reason for reason in reasons if expected in reason], reasons
    assert "root:" not in json.dumps(told[name]), "an entity reached a file"
