"""Learning the weights of eval/muc on a handful of invented reports; the shipped weights fit what reads them."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eval.benchmarks import SHARED
from eval.muc import network, scorer
from eval.muc.entities import entities
from eval.muc.reports import Reports
from eval.muc.templates import templates

incidents = pytest.importorskip("training.incidents", reason="needs scikit-learn", exc_type=ImportError)

TOWNS = ("TALGATE", "SENNET", "QUENN", "ILMET", "LONN", "CORVANE", "BRAKKA", "HALMAR", "KIDAR")
ATTACK = "   {town}, 4 FEB 90 -- [TEXT] GUNMEN MURDERED A TEACHER IN {town} TODAY.\n"
CALM = "   {town}, 4 FEB 90 -- [TEXT] THE PRESIDENT OPENED A SCHOOL IN {town} AND PRAISED A TEACHER.\n"


def key(text: str, attack: bool) -> dict[str, Any]:
    def fill(word: str) -> list[dict[str, Any]]:
        at = text.index(word)
        return [{"optional": False, "alts": [{"string": word, "spans": [[at, at + len(word)]]}]}]

    filled = {"perp_ind": fill("GUNMEN"), "victim_desc": fill("TEACHER")} if attack else {}
    return {"templates": [{"incident_type": "ATTACK", "optional": False, **filled}] if attack else []}


@pytest.mark.skipif(not (SHARED / "score" / "score_muc.py").is_file(), reason="limits are chosen with the scorer")
def test_what_is_learnt_reads_another_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incidents, "INCIDENTS", ("ATTACK",))
    monkeypatch.setattr(scorer, "INCIDENTS", ("ATTACK",))
    monkeypatch.setattr(incidents, "INVERSE", {"words": 1.0, "parts": 1.0, "presence": 1.0})
    reports = Reports()
    told = [(pattern.format(town=town), pattern is ATTACK) for town in TOWNS for pattern in (ATTACK, CALM)]
    examples = [incidents.example(reports.read(text), key(text, attack)) for text, attack in told]
    for example, (_, attack) in zip(examples, told, strict=True):
        assert example.incidents == (["ATTACK"] if attack else [])
    monkeypatch.setattr(incidents, "RARE_REPORTS", 1)
    incidents.learn(examples, tmp_path)
    second = network.read(tmp_path / "network.npz")
    weights = scorer.Weights(**json.loads((tmp_path / "weights.json").read_text(encoding="utf-8")))
    report = reports.read(ATTACK.format(town="TOLME"))
    found = entities(report)
    (made,) = templates(report, found, scorer.judge(report, found, weights, second), weights.limits)
    assert "GUNMEN" in str(made["perp_ind"])
    assert "TEACHER" in str(made["victim_name"])


def test_what_is_learnt_with_torch_runs_with_numpy() -> None:
    torch = pytest.importorskip("torch")
    roles = pytest.importorskip("training.roles")
    report = Reports().read(ATTACK.format(town="TOLME"))
    found = entities(report)
    names = sorted(set().union(*(thing.features for thing in found)))
    given = network.things(found, report.vectors, {name: k for k, name in enumerate(names)})
    shape = (len(found), 3)
    learnt = roles.Roles(len(names), shape[1]).eval()
    arrays = {name: p.detach().numpy() for name, p in learnt.named_parameters()}
    batch = roles.batch([roles.Lesson(given, np.zeros(shape), np.ones(shape))])
    with torch.no_grad():
        expected = learnt(batch).numpy()
    found_odds = network.Network(arrays, {name: k for k, name in enumerate(names)}).log_odds(given)
    np.testing.assert_allclose(found_odds, expected, atol=1e-4)


def test_the_shipped_weights_fit_the_code() -> None:
    weights = scorer.load()
    assert set(weights.words) == set(weights.presence) == set(weights.limits["presence"]) == set(scorer.INCIDENTS)
    assert set(weights.limits["parts"]) == set(scorer.SLOTS)
    assert all(len(row) == len(scorer.PARTS) for row in weights.parts.values())
    assert "" in weights.parts
    for means, scales, factors in weights.presence.values():
        assert len(means) == len(scales) == len(factors) - 1
        assert min(scales) > 0
