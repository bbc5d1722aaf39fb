"""Changed sentences stay annotated sentences: layers as long as the words, trees with one root and their heads."""

from random import Random

import pytest

from counterclaim.reading.segment import words
from training import augment, corpora
from training.mentions import names_of_mentions
from training.sentence import Sentence, Tree, inserted, renamed, with_names, without

CONLLU = """\
# sent_id = a
1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_
2\tarmy\tarmy\tNOUN\tNN\t_\t3\tnsubj\t_\t_
3\tshelled\tshell\tVERB\tVBD\t_\t0\troot\t_\t_
4\tthe\tthe\tDET\tDT\t_\t5\tdet\t_\t_
5\ttown\ttown\tNOUN\tNN\t_\t3\tobj\t_\t_
6\tof\tof\tADP\tIN\t_\t7\tcase\t_\t_
7\tLachin\tLachin\tPROPN\tNNP\t_\t5\tnmod\t_\t_
8\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_
"""


@pytest.fixture
def shelled() -> Sentence:
    rows = next(corpora.conllu(CONLLU))
    return with_names(rows.sentence(), [(6, 7, "LOC")])


def holds_together(sentence: Sentence) -> None:
    assert all(len(layer) == len(sentence.words) for layer in sentence.layers.values())
    if sentence.tree:
        assert len(sentence.tree.head) == len(sentence.tree.dep) == len(sentence.words)
        assert sentence.tree.head.count(-1) == 1
        assert sentence.tree.dep[sentence.tree.root] == "root"


def arcs(sentence: Sentence) -> set[tuple[str, str, str]]:
    assert sentence.tree is not None
    heads = ("" if h < 0 else sentence.words[h] for h in sentence.tree.head)
    return set(zip(sentence.words, heads, sentence.tree.dep, strict=True))


@pytest.mark.parametrize("seed", range(120))
def test_a_date_goes_before_the_subject(shelled: Sentence, seed: int) -> None:
    changed = augment.dated(shelled, Random(seed))
    holds_together(changed)
    assert changed.words[-8:] == ("the", *shelled.words[1:])
    assert arcs(shelled) - {("The", "army", "det")} <= arcs(changed)
    added = [arc for arc in arcs(changed) if arc[1] == "shelled" and arc not in arcs(shelled)]
    assert [dep for _, _, dep in added] in (["obl"], ["obl:unmarked"], ["advmod"])
    spoken = " ".join(changed.words[:-8])
    assert [spoken[a:b] for a, b in words(spoken)] == list(changed.words[:-8]), "training and run time cut it alike"


@pytest.mark.parametrize("seed", range(20))
def test_a_phrase_interrupts_behind_the_subject(shelled: Sentence, seed: int) -> None:
    changed = augment.interrupted(shelled, Random(seed))
    holds_together(changed)
    assert changed.words[:3] == ("The", "army", ",")
    assert arcs(shelled) <= arcs(changed)


@pytest.mark.parametrize("seed", range(40))
def test_noise_keeps_what_was_meant(shelled: Sentence, seed: int) -> None:
    changed = augment.noisy(shelled, Random(seed))
    holds_together(changed)
    assert corpora.named(changed)[0][2] == "LOC"
    assert changed.layers["upos"].count("DET") == len(changed.words) - 6


def test_no_word_goes_on_which_another_depends(shelled: Sentence) -> None:
    with pytest.raises(ValueError, match="dependents"):
        without(shelled, 4)


def test_a_span_that_loses_its_first_word_begins_with_the_next() -> None:
    sentence = Sentence(("the", "army", "said"), {"attr": ("B-SOURCE", "I-SOURCE", "B-CUE")})
    assert without(sentence, 0).layers["attr"] == ("B-SOURCE", "B-CUE")


def test_a_name_of_another_length_needs_a_sentence_without_tree(shelled: Sentence) -> None:
    assert renamed(shelled, 6, 7, ("Deir", "ez", "-", "Zor"), "LOC") is None
    flat = Sentence(shelled.words, {"ner": shelled.layers["ner"]})
    changed = renamed(flat, 6, 7, ("Deir", "ez", "-", "Zor"), "LOC")
    assert changed is not None
    assert corpora.named(changed) == [(6, 10, "LOC")]


def test_a_name_does_not_cross_the_border_of_a_role() -> None:
    sentence = with_names(Sentence(("New", "York", "said"), {"attr": ("O", "B-SOURCE", "B-CUE")}), [(0, 2, "LOC")])
    assert renamed(sentence, 0, 2, ("Baku",), "LOC") is None


def test_a_phrase_goes_outside_every_span(shelled: Sentence) -> None:
    changed = inserted(shelled, 0, augment._phrase("On/ADP/2/case Monday/PROPN/0/obl"))
    assert changed.layers["ner"][:2] == ("O", "O")
    assert changed.tree == Tree(
        (1, 4, 3, 4, -1, 6, 4, 8, 6, 4), ("case", "obl", *(shelled.tree.dep if shelled.tree else ()))
    )


def test_names_are_cut_from_mentions() -> None:
    found = names_of_mentions(
        ("Prime", "Minister", "Nikol", "Pashinyan", "left", "the", "University", "of", "Baku", "."),
        ("NNP", "NNP", "NNP", "NNP", "VBD", "DT", "NNP", "IN", "NNP", "."),
        (
            "Entity=(1-person-new-cf1-4-coref",
            "_",
            "_",
            "Entity=1)",
            "_",
            "Entity=(2-organization-new-cf2-2-sgl",
            "_",
            "_",
            "Entity=(3-place-new-cf3-1-sgl)2)",
            "_",
        ),
    )
    assert found == [(2, 4, "PER"), (6, 9, "ORG")]
