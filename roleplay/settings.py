"""Settings: flags win over the environment, the environment over the config file, the file over the defaults.

The environment knows every field as ``ROLEPLAY_<FIELD>``; a model's server also by the variables of ``servers``, such
as ``OPENAI_API_KEY``, ``ANTHROPIC_API_KEY`` and ``OLLAMA_HOST``. ``ROLEPLAY_CONFIG_DIR`` moves ``config.toml``.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import AfterValidator, Field, SecretStr, StringConstraints, ValidationError
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from roleplay import servers
from roleplay.i18n import N_, _
from roleplay.servers import OPENAI
from roleplay.wording import fault

_ADDRESS = re.compile(r"https?://[^/\s@?#]+(/[^\s@?#]*)?")


class SettingsError(Exception):
    """A setting cannot be used. The text is one sentence that names the place and what to write; never a key."""


def _address(url: str) -> str:
    if not _ADDRESS.fullmatch(url):
        raise ValueError
    return url.rstrip("/").removesuffix("/chat/completions").removesuffix("/messages")


def _home(path: Path) -> Path:
    """The path with its ``~`` written out; SettingsError when there is no such home."""
    try:
        return path.expanduser()
    except RuntimeError:
        text = _("{path}: there is no such home folder; write the whole path.")
    raise SettingsError(text.format(path=path))


Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Seconds = Annotated[float, Field(gt=0, le=3600, allow_inf_nan=False)]
Price = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]


class Settings(BaseSettings):
    """What a person may choose. The description of each field says what may be written."""

    model_config = SettingsConfigDict(
        env_prefix="ROLEPLAY_", env_ignore_empty=True, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    lang: Literal["en", "it"] | None = Field(default=None, description=N_("en or it"))
    theme: Name | None = Field(default=None, description=N_("the name of a theme"))
    voice: Literal["scripted", "model"] | None = Field(default=None, description=N_("scripted or model"))
    model: Name | None = Field(default=None, description=N_("the name of a model, as its server lists it"))
    base_url: Annotated[Name, AfterValidator(_address)] | None = Field(
        default=None, description=N_("an address such as http://localhost:11434/v1, without a password in it")
    )
    api_key: SecretStr | None = Field(default=None, description=N_("the key that the model's server gave you, as text"))
    api: Literal["openai", "anthropic", "azure"] | None = Field(
        default=None, description=N_("openai, anthropic or azure: the protocol of the model's server")
    )
    api_version: Name = Field(default="", description=N_("the version of Azure's API, such as 2024-10-21"))
    bearer: bool = Field(default=False, description=N_("true when an Anthropic key is a bearer's token, else false"))
    coach_model: Name | None = Field(
        default=None, description=N_("the name of the model that judges, when it is another than the customer's")
    )
    coach_base_url: Annotated[Name, AfterValidator(_address)] | None = Field(
        default=None, description=N_("an address such as http://localhost:11434/v1, without a password in it")
    )
    coach_api_key: SecretStr | None = Field(
        default=None, description=N_("the key that the coach's server gave you, as text")
    )
    price_in: Price | None = Field(
        default=None, description=N_("what a million tokens of input cost, as a number such as 2.5")
    )
    price_out: Price | None = Field(
        default=None, description=N_("what a million tokens of output cost, as a number such as 10")
    )
    budget: Price | None = Field(
        default=None, description=N_("the most that a call may cost, in the currency of the prices, as a number")
    )
    budget_tokens: int | None = Field(
        default=None, ge=0, le=10**12, description=N_("the most tokens that a call may use, as a whole number")
    )
    wait_connect: Seconds = Field(default=5, description=N_("seconds for a connection to the model, 1 to 3600"))
    wait_first: Seconds = Field(
        default=60, description=N_("seconds for the model's first word, 1 to 3600; more for a slow machine")
    )
    wait_idle: Seconds = Field(default=30, description=N_("seconds between two words of the model, 1 to 3600"))
    wait_total: Seconds = Field(default=180, description=N_("seconds for a whole line of the model, 1 to 3600"))
    trainee: Name = Field(default="", description=N_("your name, as text"))
    data_dir: Annotated[Path, AfterValidator(_home)] = Field(
        default_factory=lambda: platformdirs.user_data_path("roleplay", appauthor=False),
        description=N_("the folder that keeps your calls"),
    )
    abuse: Literal["off", "mild", "full"] = Field(
        default="mild", description=N_("off, mild (no strong language) or full (slurs never)")
    )
    tips: Literal["live", "on_request", "none"] = Field(default="live", description=N_("live, on_request or none"))
    judge: Literal["auto", "on", "off"] = Field(
        default="auto",
        description=N_("auto (a model that speaks also judges), on (it judges, whoever speaks) or off"),
    )
    pace: int = Field(
        default=240, ge=0, le=6000, description=N_("words per minute, 0 to 6000 (0 shows a line at once)")
    )

    @property
    def uses_model(self) -> bool:
        """Whether a model speaks: as chosen, else when a model and its address or key are known."""
        if self.voice:
            return self.voice == "model"
        return bool(self.model and (self.base_url or self.api_key))

    @property
    def judges(self) -> bool:
        """Whether a model judges the trainee's lines: when it speaks, unless chosen otherwise."""
        if self.judge == "on":
            coach = self.coach
            return bool(coach.model and (coach.base_url or coach.api_key))
        return self.judge == "auto" and self.uses_model

    @property
    def coach(self) -> Settings:
        """The settings for the model that judges: the customer's, but for what is named for the coach.

        The customer's key goes to no other server.
        """
        changes: dict[str, Any] = {"model": self.coach_model} if self.coach_model else {}
        if self.coach_base_url and self.coach_base_url != self.base_url:
            changes |= {"base_url": self.coach_base_url, "api": None, "api_key": None, "bearer": False}
        if self.coach_api_key:
            changes["api_key"] = self.coach_api_key
        return self.model_copy(update=changes) if changes else self

    @property
    def dialect(self) -> Literal["openai", "anthropic", "azure"]:
        """The protocol of the model's server: as chosen, else as its address tells."""
        if self.api:
            return self.api
        parts = urlsplit(self.address)
        host = parts.hostname or ""
        if host == "api.anthropic.com" or parts.path.endswith("/anthropic"):
            return "anthropic"
        return "azure" if host.endswith((".openai.azure.com", ".cognitiveservices.azure.com")) else "openai"

    @property
    def address(self) -> str:
        """The base address of the model's server; OpenAI's when none is set."""
        return self.base_url or OPENAI

    @property
    def database(self) -> Path:
        """The file that keeps the calls."""
        return self.data_dir / "roleplay.db"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The order of the sources, the strongest first."""
        return init_settings, env_settings, _Around(settings_cls), _File(settings_cls)


class _Around(InitSettingsSource):
    """The variables that other programs use too; what a person chose for this program decides which of them count."""

    def __init__(self, settings_cls: type[BaseSettings]) -> None:
        super().__init__(settings_cls, {})

    def __call__(self) -> dict[str, Any]:
        server = servers.found(os.environ, _chosen(self.current_state))
        return dict(server.values) if server else {}


def _chosen(strong: Mapping[str, Any]) -> dict[str, Any]:
    """What was chosen of a server, other than by the variables of other programs; ``strong`` wins over them."""
    names = ("base_url", "api", "api_key")
    if any(name in strong for name in ("base_url", "api")):
        return {name: strong[name] for name in names if name in strong}
    filed = {} if os.environ.get("OPENAI_BASE_URL") else _read(config_file())
    return {name: {**filed, **strong}[name] for name in names if name in filed or name in strong}


class _File(InitSettingsSource):
    """The config file."""

    def __init__(self, settings_cls: type[BaseSettings]) -> None:
        super().__init__(settings_cls, _read(config_file()))


def config_dir() -> Path:
    """The folder for the config file, and for the user's own personas and prompts.

    A ``~`` that names nobody stays as it is: the screens go on without the folder, and ``home_dir`` says why.
    """
    chosen = os.environ.get("ROLEPLAY_CONFIG_DIR")
    if not chosen:
        return platformdirs.user_config_path("roleplay", appauthor=False)
    try:
        return Path(chosen).expanduser()
    except RuntimeError:
        return Path(chosen)


def home_dir() -> Path:
    """The same folder; SettingsError when its name cannot be used."""
    return _home(config_dir())


def config_file() -> Path:
    """The config file, which need not exist."""
    return config_dir() / "config.toml"


def load_settings(**flags: Any) -> Settings:
    """The settings in force; a flag that is None counts as not given. Raises SettingsError."""
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        name = str(error.errors(include_input=False, include_url=False)[0]["loc"][0])
    raise SettingsError(_wrong(name, given))  # outside the handler: the chained error would show what was typed


def for_this_run(name: str, flags: Mapping[str, Any]) -> bool:
    """Whether a flag or the environment gives this setting, and not only the config file or a default."""
    wanted = f"ROLEPLAY_{name}".upper()
    return flags.get(name) is not None or any(os.environ[each] for each in os.environ if each.upper() == wanted)


def _read(path: Path) -> dict[str, Any]:
    _home(path)
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        where = _("{path}, line {line}").format(
            path=path, line=place[1] if place else path.read_text(encoding="utf-8-sig").count("\n") + 1
        )
    except UnicodeDecodeError:
        where = str(path)
    except OSError as error:
        raise SettingsError(_("{path} cannot be read: {reason}.").format(path=path, reason=fault(error))) from error
    # Not chained: the parser's error holds the whole file, and so the key.
    raise SettingsError(_('{where}: this is not TOML; write name = "value", one on a line.').format(where=where))


def _wrong(name: str, flags: dict[str, Any]) -> str:
    field = Settings.model_fields.get(name)
    if field is None:
        close = get_close_matches(name, Settings.model_fields, n=1)
        hint = _("did you mean {name}?").format(name=close[0]) if close else _("remove it.")
        return _("{where}: there is no setting {name}; {hint}").format(where=_place(name, flags), name=name, hint=hint)
    text = _("{where}: {name} must be {what}.")
    return text.format(where=_place(name, flags), name=name, what=_(str(field.description)))


def _place(name: str, flags: dict[str, Any]) -> str:
    if name in flags:
        return "--" + name.replace("_", "-")
    for variable in os.environ:
        if variable.upper() == f"ROLEPLAY_{name}".upper() and os.environ[variable]:
            return variable
    server = servers.found(os.environ, _chosen(flags))
    if server and name in server.places:
        return server.places[name]
    path = config_file()
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    key = re.compile(rf"\s*[\"']?{re.escape(name)}[\"']?\s*[=.\]]|\s*\[+\s*{re.escape(name)}\s*\]")
    number = next((number for number, line in enumerate(lines, 1) if key.match(line)), 1)
    return _("{path}, line {line}").format(path=path, line=number)
