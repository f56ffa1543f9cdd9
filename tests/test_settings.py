import traceback
from pathlib import Path

import pytest

from roleplay.settings import Settings, SettingsError, config_dir, load_settings

KEY = "sk-very-secret-7731"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "config").mkdir()
    return tmp_path / "config" / "config.toml"


def test_without_any_setting_the_scripted_voice_speaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load_settings()
    assert not settings.uses_model
    assert settings.database == tmp_path / "data" / "roleplay.db"
    monkeypatch.delenv("ROLEPLAY_DATA_DIR")
    monkeypatch.delenv("ROLEPLAY_CONFIG_DIR")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load_settings().data_dir.is_absolute()
    assert config_dir().name == "roleplay"


def test_flags_win_over_the_environment_and_that_over_the_file(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config.write_text('model = "from the file"\ntips = "none"\ntrainee = "Ada"\npace = 0\n')
    assert load_settings().model == "from the file"
    monkeypatch.setenv("OPENAI_MODEL", "from OpenAI's variable")
    assert load_settings().model == "from OpenAI's variable"
    monkeypatch.setenv("ROLEPLAY_MODEL", "from our variable")
    monkeypatch.setenv("ROLEPLAY_TIPS", "on_request")
    settings = load_settings(model="from the flag", tips=None)
    assert (settings.model, settings.tips, settings.trainee, settings.pace) == ("from the flag", "on_request", "Ada", 0)


@pytest.mark.parametrize(
    ("variables", "model_speaks"),
    [
        ({"OPENAI_API_KEY": KEY, "OPENAI_MODEL": "m"}, True),
        ({"OPENAI_BASE_URL": "http://localhost:11434/v1", "OPENAI_MODEL": "m"}, True),
        ({"OPENAI_API_KEY": KEY}, False),
        ({"OPENAI_MODEL": "m"}, False),
        ({"OPENAI_API_KEY": "", "OPENAI_MODEL": "m"}, False),
        ({"OPENAI_API_KEY": KEY, "OPENAI_MODEL": "m", "ROLEPLAY_VOICE": "scripted"}, False),
        ({"ROLEPLAY_VOICE": "model"}, True),
    ],
)
def test_a_model_speaks_when_it_can_be_reached_or_is_asked_for(
    variables: dict[str, str], model_speaks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert load_settings().uses_model is model_speaks


def test_other_variables_of_openai_do_not_become_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_LANG", "it")
    monkeypatch.setenv("OPENAI_VOICE", "alloy")
    assert load_settings() == load_settings(lang=None)
    assert load_settings().lang is None


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("http://localhost:8080/v1/", "http://localhost:8080/v1"),
        ("https://api.example.org/v1/chat/completions", "https://api.example.org/v1"),
        (" http://[::1]:1234/v1 ", "http://[::1]:1234/v1"),
    ],
)
def test_an_address_is_taken_as_people_paste_it(written: str, used: str) -> None:
    assert load_settings(base_url=written).address == used


def test_without_an_address_it_is_openai() -> None:
    assert load_settings(api_key=KEY, model="m").address.startswith("https://api.openai.com/")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('lang = "it"\n\npace = "fast"\n', "line 3: pace must be words per minute"),
        ('lang = "de"\n', "line 1: lang must be en or it"),
        ('# hello\nmodle = "x"\n', "line 2: there is no setting modle; did you mean model?"),
        ("[colours]\nred = 1\n", "line 1: there is no setting colours; remove it."),
        ('lang = "it"\ntips = live\n', "line 2: this is not TOML"),
        ('lang = "it', "line 1: this is not TOML"),
        ('base_url = "localhost:11434/v1"', "line 1: base_url must be an address such as"),
        (f'base_url = "https://me:{KEY}@example.org/v1"', "line 1: base_url must be an address such as"),
        (f"api_key = ['{KEY}']", "line 1: api_key must be the key"),
        (f'pace = 1\napi_key = "{KEY}\n', "line 2: this is not TOML"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_line_and_without_any_key(config: Path, content: str, told: str) -> None:
    config.write_text(content)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert f"{config}, {told}" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert KEY not in "".join(traceback.format_exception(caught.value))


def test_a_mistake_elsewhere_is_told_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match=r"^--tips: tips must be live, on_request or none"):
        load_settings(tips="perhaps")
    monkeypatch.setenv("ROLEPLAY_PACE", "-1")
    with pytest.raises(SettingsError, match=r"^ROLEPLAY_PACE: pace must be"):
        load_settings()
    monkeypatch.setenv("OPENAI_BASE_URL", "ftp://x")
    with pytest.raises(SettingsError, match=r"^OPENAI_BASE_URL: base_url must be"):
        load_settings(pace=1)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\x80 = 1"])
def test_a_file_that_is_no_text_is_told(config: Path, content: bytes) -> None:
    config.write_bytes(content)
    with pytest.raises(SettingsError, match="not TOML"):
        load_settings()


def test_a_file_that_cannot_be_read_is_told(config: Path) -> None:
    config.mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings()


def test_the_key_shows_nowhere(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config.write_text(f'api_key = "{KEY}"\n')
    for settings in (load_settings(), load_settings(api_key=KEY)):
        assert settings.api_key is not None
        assert settings.api_key.get_secret_value() == KEY
        for shown in (repr(settings), str(settings), str(settings.model_dump()), settings.model_dump_json()):
            assert KEY not in shown


def test_every_setting_says_what_may_be_written() -> None:
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.parametrize("variable", ["ROLEPLAY_DATA_DIR", "ROLEPLAY_CONFIG_DIR"])
def test_a_home_that_nobody_has_is_told(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "~no-such-person/x")
    with pytest.raises(SettingsError, match=r"~no-such-person/x.*: there is no such home folder"):
        load_settings()


def test_a_byte_order_mark_before_the_settings_is_no_mistake(config: Path) -> None:
    config.write_text('model = "m"\n', "utf-8-sig")
    assert load_settings().model == "m"
