"""The actor files: complete enough, consistent, and errors that say where and what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from counterclaim.errors import KnowledgeError
from counterclaim.knowledge.actors import load_actors
from counterclaim.knowledge.actors.entries import data_files
from counterclaim.knowledge.actors.lookup import COMPILED, Compiled, _digest

NAMES = [
    ("Baku", "Azerbaijan"),
    ("Burkinabe army", "Armed Forces of Burkina Faso"),
    ("U.S.", "United States"),
    ("the Kremlin", "Russia"),
    ("Downing Street", "United Kingdom"),
    ("the Armenian Defence Ministry", "Ministry of Defence of Armenia"),
    ("Russia's defence ministry", "Ministry of Defence of Russia"),
    ("Russia’s Ministry of Defense", "Ministry of Defence of Russia"),
    ("Defence Ministry of Armenia", "Ministry of Defence of Armenia"),
    ("ministry of defence in Moscow", "Ministry of Defence of Russia"),
    ("General Prosecutor's Office of Azerbaijan", "Prosecutor General's Office of Azerbaijan"),
    ("Azerbaijan's Prosecutor General's Office", "Prosecutor General's Office of Azerbaijan"),
    ("the Nigerian ambassador", "Ambassador of Nigeria"),
    ("Malian authorities", "Government of Mali"),
    ("Israeli army", "Israel Defense Forces"),
    ("IDF", "Israel Defense Forces"),
    ("ISIS", "Islamic State"),
    ("Ansar Allah", "Houthis"),
    ("al-Shabab", "Al-Shabaab"),
    ("PKK", "Kurdistan Workers' Party"),
    ("Tamil Tigers", "Liberation Tigers of Tamil Eelam"),
    ("FMLN", "Farabundo Martí National Liberation Front"),
    ("Doctors Without Borders", "Médecins Sans Frontières"),
    ("UN refugee agency", "UNHCR"),
    ("Côte d’Ivoire", "Ivory Coast"),
    ("Volodymyr Zelenskyy", "Volodymyr Zelensky"),
    ("AFP", "Agence France-Presse"),
]


@pytest.mark.parametrize(("words", "name"), NAMES)
def test_lookup(words: str, name: str) -> None:
    assert load_actors().lookup(words)[0].entry.name == name


@pytest.mark.parametrize("words", ["us", "who", "is", "the car", "armed", "Corvane", "spokesman"])
def test_common_words_are_nobody(words: str) -> None:
    assert load_actors().lookup(words) == []


def test_office_holders_change_with_the_day() -> None:
    actors = load_actors()
    assert actors.lookup("US president", on=date(2012, 1, 1))[0].entry.name == "Barack Obama"
    assert actors.lookup("US president", on=date(2024, 1, 1))[0].entry.name == "Joe Biden"
    assert actors.lookup("US president")[0].entry.name == "President of the United States"


def test_sides_and_opponents() -> None:
    actors = load_actors()
    assert actors.side_of("Al-Qassam Brigades") == "Hamas"
    assert actors.side_of("Ethiopian military") == "Ethiopia"
    assert "Rapid Support Forces" in actors.opponents("Sudan", date(2023, 6, 1))
    assert "Rapid Support Forces" not in actors.opponents("Sudan", date(2015, 6, 1))


def test_demonyms() -> None:
    actors = load_actors()
    assert [entry.name for word in ("Burkinabe", "Syrian") if (entry := actors.demonym(word))] == [
        "Burkina Faso",
        "Syria",
    ]
    assert actors.demonym("purple") is None


def test_coverage() -> None:
    entries = load_actors().entries
    states = {entry.country for entry in entries if entry.type == "state" and entry.to is None}
    assert len(states) >= 197
    assert sum(entry.type == "armed_group" for entry in entries) >= 200
    assert len(load_actors().conflicts) >= 40


def test_the_compiled_file_is_in_step() -> None:
    import msgspec

    compiled = msgspec.json.decode(COMPILED.read_bytes(), type=Compiled)
    assert compiled.digest == _digest(data_files()), "run python -m counterclaim.knowledge.actors"


def own(folder: Path, text: str) -> Path:
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_own_files_add_and_replace(tmp_path: Path) -> None:
    rows = (
        "actors:\n- {name: Orvessia, type: state, demonyms: [Orvessian], metonyms: [Lysova]}\n"
        "- {name: Mali, type: state, metonyms: [Timbuktu]}\n"
    )
    actors = load_actors((own(tmp_path, rows),))
    assert actors.lookup("Orvessian defence ministry")[0].entry.name == "Ministry of Defence of Orvessia"
    assert actors.lookup("Timbuktu")[0].entry.name == "Mali"
    assert actors.lookup("Bamako") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("actors: 3\n", "is no list"),
        ("- a\n", "holds no lists"),
        ("actors: [\n", "is not YAML"),
        ("actors:\n- {name: Orvessia}\n", "own.yaml:2 (Orvessia)"),
        ("actors:\n- {name: Orvessia, type: planet}\n", "planet"),
        ("actors:\n- {name: Orvessia, type: state, capital: Lysova}\n", "capital"),
        ("actors:\n- {name: Front, type: armed_group, side: Nobody}\n", "'Nobody'"),
        ("actors:\n- {name: A, type: state}\n- {name: a, type: state}\n", "have the one id 'a'"),
        ("conflicts:\n- {name: War, sides: [[Nobody], [Mali]]}\n", "'Nobody'"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(KnowledgeError) as told:
        load_actors((own(tmp_path, text),))
    assert said in str(told.value)
    assert str(tmp_path) in str(told.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be read"):
        load_actors((tmp_path / "none.yaml",))
