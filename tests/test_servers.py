"""Which model's server is found by the environment, and whose key goes where."""

from pathlib import Path
from typing import Any

import pytest

from roleplay.servers import ollama
from roleplay.settings import SettingsError, load_settings

CLAUDE = "https://api.anthropic.com"


def connection(monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], **flags: Any) -> tuple[str, str, str]:
    """Address, dialect and key for these variables."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    settings = load_settings(**flags)
    return settings.address, settings.dialect, settings.api_key.get_secret_value() if settings.api_key else ""


@pytest.mark.parametrize(
    ("environ", "found"),
    [
        ({"OPENAI_API_KEY": "a"}, ("https://api.openai.com/v1", "openai", "a")),
        ({"OPENAI_BASE_URL": "http://x:1/v1"}, ("http://x:1/v1", "openai", "")),
        ({"ANTHROPIC_API_KEY": "b"}, (CLAUDE, "anthropic", "b")),
        ({"ANTHROPIC_API_KEY": "b", "ANTHROPIC_BASE_URL": "http://x:1"}, ("http://x:1", "anthropic", "b")),
        ({"OPENROUTER_API_KEY": "c"}, ("https://openrouter.ai/api/v1", "openai", "c")),
        (
            {"GEMINI_API_KEY": "d"},
            ("https://generativelanguage.googleapis.com/v1beta/openai", "openai", "d"),
        ),
        ({"OLLAMA_HOST": "0.0.0.0"}, ("http://127.0.0.1:11434/v1", "openai", "")),  # noqa: S104
        ({"OPENAI_API_KEY": "a", "ANTHROPIC_API_KEY": "b"}, ("https://api.openai.com/v1", "openai", "a")),
        ({"OPENAI_API_KEY": "a", "ANTHROPIC_API_KEY": "b", "ROLEPLAY_API": "anthropic"}, (CLAUDE, "anthropic", "b")),
        ({"OPENAI_API_KEY": "a", "ANTHROPIC_API_KEY": "b", "ROLEPLAY_BASE_URL": CLAUDE}, (CLAUDE, "anthropic", "b")),
        ({"OPENAI_API_KEY": "a", "ROLEPLAY_BASE_URL": CLAUDE}, (CLAUDE, "anthropic", "")),
        ({"ANTHROPIC_API_KEY": "b", "ROLEPLAY_BASE_URL": "http://x:1/v1"}, ("http://x:1/v1", "openai", "")),
        ({"OPENAI_API_KEY": "a", "ROLEPLAY_BASE_URL": "http://x:1/v1"}, ("http://x:1/v1", "openai", "a")),
        ({"ANTHROPIC_API_KEY": "b", "ROLEPLAY_API_KEY": "mine"}, ("https://api.openai.com/v1", "openai", "mine")),
    ],
)
def test_a_server_is_found_and_no_key_goes_to_another(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], found: tuple[str, str, str]
) -> None:
    assert connection(monkeypatch, environ) == found


def test_the_config_file_keeps_its_own_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = tmp_path / "config" / "config.toml"
    config.parent.mkdir()
    config.write_text('base_url = "http://127.0.0.1:8080/v1"\nmodel = "mine"\n')
    found = connection(monkeypatch, {"ANTHROPIC_API_KEY": "b", "ANTHROPIC_MODEL": "theirs"})
    assert found == ("http://127.0.0.1:8080/v1", "openai", "")
    assert load_settings().model == "mine"


def test_a_bearers_token_of_anthropic_is_known_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert connection(monkeypatch, {"ANTHROPIC_AUTH_TOKEN": "t"})[2] == "t"
    assert load_settings().bearer


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("", "http://127.0.0.1:11434/v1"),
        ("127.0.0.1", "http://127.0.0.1:11434/v1"),
        ("0.0.0.0:8000", "http://127.0.0.1:8000/v1"),
        (":8000", "http://127.0.0.1:8000/v1"),
        ("[::]:8000", "http://[::1]:8000/v1"),
        ("box.lan", "http://box.lan:11434/v1"),
        ("https://box.lan", "https://box.lan/v1"),
        ("http://box.lan:1/ollama/", "http://box.lan:1/ollama/v1"),
        ("http://box.lan:1/v1", "http://box.lan:1/v1"),
    ],
)
def test_the_host_of_ollama_is_written_in_many_ways(host: str, address: str) -> None:
    assert ollama(host) == address


def test_a_wrong_address_is_named_where_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "b")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "nowhere")
    with pytest.raises(SettingsError, match="ANTHROPIC_BASE_URL"):
        load_settings()


def test_the_coach_may_have_a_model_and_a_server_of_its_own() -> None:
    settings = load_settings(base_url="http://a:1/v1", model="m", api_key="k", coach_model="judge")
    assert (settings.coach.address, settings.coach.model) == ("http://a:1/v1", "judge")
    assert settings.coach.api_key == settings.api_key
    other = load_settings(base_url="http://a:1/v1", model="m", api_key="k", coach_base_url="http://b:1/v1")
    assert (other.coach.address, other.coach.model, other.coach.api_key) == ("http://b:1/v1", "m", None)
