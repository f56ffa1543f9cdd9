"""The playbook as a person finds it: two languages, ten strategies, and one clear sentence when it is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from roleplay.playbook import LANGUAGES, PlaybookError, load_playbook, read_playbook
from roleplay.resources import shipped
from roleplay.strategies import Strategy

ITALIAN = {
    Strategy.CALM: "Mantieni la calma e sii paziente",
    Strategy.LISTEN: "Ascolta attivamente",
    Strategy.EMPATHY: "Dimostra empatia",
    Strategy.APOLOGIZE: "Chiedi scusa",
    Strategy.SOLUTIONS: "Offri soluzioni",
    Strategy.RESPECT: "Sii rispettoso",
    Strategy.BOUNDARIES: "Stabilisci limiti fermi",
    Strategy.POSITIVE: "Rimani positivo",
    Strategy.DOCUMENT: "Documenta la situazione",
    Strategy.SUPPORT: "Cerca supporto se necessario",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_strategy_has_a_name_a_short_name_and_a_definition(language):
    playbook = load_playbook(language)
    assert len({playbook[strategy].name for strategy in Strategy}) == 10
    assert len({playbook[strategy].short for strategy in Strategy}) == 10
    for strategy in Strategy:
        assert len(playbook[strategy].short) <= 12
        assert "\n" not in playbook[strategy].counts


def test_the_italian_names_are_the_trainings():
    assert {strategy: load_playbook("it")[strategy].name for strategy in Strategy} == ITALIAN


def test_an_unknown_language_is_named():
    with pytest.raises(PlaybookError, match="'fr'"):
        load_playbook("fr")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("language: en", "language: [en", "line"),
        ("    short: Calm\n", "", "short"),
        ("    short: Calm\n", "    short: Far too long for a panel\n", "short"),
        ("  calm:\n    name", "  clam:\n    name", "strategies"),
        ("  calm_down: |\n", "  calm_down: |\n    ease <nothing> now\n", "<nothing>"),
        ("  calm_down: |\n", "  calm_down: |\n    ease (off\n", "ease (off"),
    ],
)
def test_a_broken_playbook_gives_one_clear_line(tmp_path: Path, old: str, new: str, told: str):
    text = (shipped("prompts") / "playbook" / "en.yaml").read_text("utf-8")
    assert old in text
    broken = tmp_path / "en.yaml"
    broken.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(PlaybookError) as caught:
        read_playbook(broken)
    assert str(broken) in str(caught.value)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_playbook_is_told(tmp_path: Path):
    with pytest.raises(PlaybookError, match="cannot be read"):
        read_playbook(tmp_path / "en.yaml")
