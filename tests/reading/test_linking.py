"""Attributions of a text from the model's scores: rows of (text, what is said by whom), and what must never happen."""

import json
from importlib.resources import files

import numpy as np
import pytest

from counterclaim.reading import model
from counterclaim.reading.attribution import linking
from counterclaim.reading.attribution.linking import seen, weights
from counterclaim.reading.segment import sentences, words


def links(text: str) -> list[linking.Linked]:
    reader = model.load()
    offsets = [words(text, *span) for span in sentences(text)]
    scored = reader.scored([[text[a:b] for a, b in sentence] for sentence in offsets])
    found = [(where, *analysis) for where, analysis in zip(offsets, scored, strict=True)]
    return linking.link(text, linking.look(text, found, reader.prior["attr"]))


ROWS = [
    ("The mayor said the bridge was closed.", [("The mayor", "said", ["the bridge was closed"])], "the plain case"),
    (
        "“We found nobody alive,” said Ilen Varo, a doctor. “The river took them.”",
        [("Ilen Varo, a doctor", "said", ["“We found nobody alive,”", "“The river took them.”"])],
        "one quotation in two sentences of one paragraph",
    ),
    (
        "“We found nobody alive,” said Ilen Varo.\n\nThe rain went on for three days.",
        [("Ilen Varo", "said", ["“We found nobody alive,”"])],
        "what another paragraph tells is nobody's",
    ),
    ("Troops crossed the river at dawn.", [], "nobody speaks"),
]


@pytest.mark.parametrize(("text", "expected", "why"), ROWS, ids=[row[2] for row in ROWS])
def test_links(text: str, expected: list[tuple[str | None, str, list[str]]], why: str) -> None:
    got = [
        (text[slice(*a.source)] if a.source else None, text[slice(*a.cue)], [text[slice(*c)] for c in a.contents])
        for a in links(text)
    ]
    assert [(source, contents) for source, _, contents in got] == [(s, c) for s, _, c in expected], (why, got)
    assert all(cue in found for (_, found, _), (_, cue, _) in zip(got, expected, strict=True)), why


def test_nothing_is_said_across_paragraphs() -> None:
    text = "“The road is open,” the colonel said.\n\n“The bridge is shut,” a farmer said. “We wait.”\n\n“So do we.”"
    found = links(text)
    assert len(found) == 2
    for a in found:
        spans = [a.cue, *a.contents]
        assert "\n\n" not in text[min(spans)[0] : max(spans)[1]]


def test_chances_of_free_labels_are_their_own() -> None:
    rng = np.random.default_rng(7)
    scores = np.log(rng.dirichlet(np.ones(7), size=5))
    got = seen.chances(scores, np.zeros((8, 7)))
    assert got == pytest.approx(np.exp(scores[:, 1::2]) + np.exp(scores[:, 2::2]))


def test_a_prior_moves_chances_but_keeps_them_chances() -> None:
    rng = np.random.default_rng(7)
    scores, prior = np.log(rng.dirichlet(np.ones(7), size=5)), np.log(rng.dirichlet(np.ones(7), size=8))
    got = seen.chances(scores, prior)
    assert ((got >= 0) & (got <= 1)).all()
    assert (got.sum(axis=1) <= 1 + 1e-9).all()
    assert not np.allclose(got, seen.chances(scores, np.zeros((8, 7))))


def test_weights_are_summed() -> None:
    raw = {name: {"bias": -1.0, "least": 0.5, "weights": {"a": 2.0}} for name in weights.DECISIONS}
    known = weights.parse(json.dumps(raw))["cue"]
    assert known.least == 0.0
    assert known.odds({"a": 1.5, "never seen": 9.0}) == 2.0


def test_every_decision_is_shipped() -> None:
    assert set(weights.load()) == set(weights.DECISIONS)
    assert all(known.of for known in weights.load().values())


def test_the_weights_were_learnt_from_the_shipped_model() -> None:
    """Weights for the roles of another model are worse; python -m training.linking learns them again."""
    folder = files("counterclaim") / "models"
    meta, learnt = (
        json.loads((folder / name).read_text("utf-8")) for name in ("reader/meta.json", "linking/weights.json")
    )
    assert learnt["model"] == meta["sha256"]["model.onnx"]
