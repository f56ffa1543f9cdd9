"""Finds a model's server in the environment variables that other programs use too. Nothing is sent anywhere.

A key is only ever handed out with the address that it belongs to; OpenAI's alone goes to any address that a person
names, because so many local servers are set up with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

OPENAI = "https://api.openai.com/v1"
ANTHROPIC = "https://api.anthropic.com"
OPENROUTER = "https://openrouter.ai/api/v1"
GEMINI = "https://generativelanguage.googleapis.com/v1beta/openai"
VARIABLES = (
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "OPENAI_MODEL",
    "AZURE_OPENAI_API_KEY",
    "AZURE_OPENAI_ENDPOINT",
    "AZURE_OPENAI_MODEL",
    "OPENAI_API_VERSION",
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_AUTH_TOKEN",
    "ANTHROPIC_BASE_URL",
    "ANTHROPIC_MODEL",
    "OPENROUTER_API_KEY",
    "OPENROUTER_MODEL",
    "GEMINI_API_KEY",
    "GEMINI_MODEL",
    "OLLAMA_HOST",
    "OLLAMA_MODEL",
)
"""Every variable that is looked at, the ones that win first."""


@dataclass(frozen=True)
class Server:
    """A server as the environment names it: values of settings, and for each the variable that it was read from."""

    api: str
    values: dict[str, str] = field(default_factory=dict[str, str], repr=False)  # a key may be among them
    places: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def address(self) -> str:
        """Where it is; empty when that is left to the settings."""
        return self.values.get("base_url", "")


def found(environ: Mapping[str, str], chosen: Mapping[str, object]) -> Server | None:
    """The server to use; None when the environment names none that fits.

    ``chosen`` holds what was chosen elsewhere of ``base_url``, ``api`` and ``api_key``: it must not be mixed with
    another server's key.
    """
    there = {name.upper(): value.strip() for name, value in environ.items() if value.strip()}
    vendors = (_openai, _azure, _anthropic, _openrouter, _gemini, _ollama)
    servers = [server for vendor in vendors if (server := vendor(there))]
    address, api = str(chosen.get("base_url") or ""), str(chosen.get("api") or "")
    own = next((server for server in servers if server.api == "openai" and "OPENAI_API_KEY" in there), None)
    if address:
        host = urlsplit(address).netloc
        same = (each for each in servers if urlsplit(each.address or OPENAI).netloc == host)
        fits = next((each for each in same if not api or each.api == api), None)
        if fits is None and api != "anthropic" and urlsplit(address).netloc not in _HOSTS:
            fits = own
        return _without(fits, "base_url") if fits else _only_model(there)
    if api:
        return next((server for server in servers if server.api == api), None)
    if chosen.get("api_key") and not own:
        return _only_model(there)
    return next(iter(servers), None) or _only_model(there)


_HOSTS = {urlsplit(address).netloc for address in (ANTHROPIC, OPENROUTER, GEMINI)}


def _without(server: Server, name: str) -> Server:
    return Server(server.api, {key: value for key, value in server.values.items() if key != name}, server.places)


def _only_model(there: Mapping[str, str]) -> Server | None:
    return _server("openai", there, model="OPENAI_MODEL") if "OPENAI_MODEL" in there else None


def _server(api: str, there: Mapping[str, str], **places: str) -> Server:
    known = {name: place for name, place in places.items() if place in there}
    return Server(api, {name: there[place] for name, place in known.items()}, known)


def _openai(there: Mapping[str, str]) -> Server | None:
    server = _server("openai", there, base_url="OPENAI_BASE_URL", api_key="OPENAI_API_KEY", model="OPENAI_MODEL")
    return server if server.places.keys() & {"base_url", "api_key"} else None


def _azure(there: Mapping[str, str]) -> Server | None:
    if not {"AZURE_OPENAI_ENDPOINT", "AZURE_OPENAI_API_KEY"} <= there.keys():
        return None
    server = _server(
        "azure", there, base_url="AZURE_OPENAI_ENDPOINT", api_key="AZURE_OPENAI_API_KEY", model="AZURE_OPENAI_MODEL"
    )
    endpoint = re.sub(r"/openai(/v1)?/?$", "", server.values["base_url"].rstrip("/"))
    values = {**server.values, "base_url": f"{endpoint}/openai/v1", "api": "azure"}
    if re.match(r"\d{4}-", version := there.get("OPENAI_API_VERSION", "")):
        values["api_version"] = version
    return Server("azure", values, server.places)


def _anthropic(there: Mapping[str, str]) -> Server | None:
    key = "ANTHROPIC_API_KEY" if "ANTHROPIC_API_KEY" in there else "ANTHROPIC_AUTH_TOKEN"
    if key not in there:
        return None
    server = _server("anthropic", there, base_url="ANTHROPIC_BASE_URL", api_key=key, model="ANTHROPIC_MODEL")
    values = {"base_url": ANTHROPIC, **server.values, "api": "anthropic"}
    if key == "ANTHROPIC_AUTH_TOKEN":
        values["bearer"] = "true"
    return Server("anthropic", values, server.places)


def _openrouter(there: Mapping[str, str]) -> Server | None:
    return _hosted(there, "OPENROUTER", OPENROUTER)


def _gemini(there: Mapping[str, str]) -> Server | None:
    return _hosted(there, "GEMINI", GEMINI)


def _hosted(there: Mapping[str, str], name: str, address: str) -> Server | None:
    if f"{name}_API_KEY" not in there:
        return None
    server = _server("openai", there, api_key=f"{name}_API_KEY", model=f"{name}_MODEL")
    return Server("openai", {**server.values, "base_url": address}, server.places)


def _ollama(there: Mapping[str, str]) -> Server | None:
    if "OLLAMA_HOST" not in there:
        return None
    server = _server("openai", there, base_url="OLLAMA_HOST", model="OLLAMA_MODEL")
    return Server("openai", {**server.values, "base_url": ollama(there["OLLAMA_HOST"])}, server.places)


def ollama(host: str) -> str:
    """The base address for a value of OLLAMA_HOST, which may lack scheme and port, or be an address to listen at."""
    scheme, colon, rest = host.rpartition("://")
    place, _slash, path = rest.partition("/")
    name, _colon, port = place.rpartition(":") if re.search(r":\d+$", place) else (place, "", "")
    if not port and not colon:
        port = "11434"
    name = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]", "::": "[::1]", "": "127.0.0.1"}.get(name, name)  # noqa: S104
    path = path.strip("/").removesuffix("v1").strip("/")
    return f"{scheme or 'http'}://{name}{f':{port}' if port else ''}{f'/{path}' if path else ''}/v1"
