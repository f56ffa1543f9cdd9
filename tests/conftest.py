"""What all tests share: nobody's key, settings or calls are read or written. It also puts this folder on the path."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from roleplay.servers import VARIABLES

settings.register_profile("roleplay", deadline=None)  # a slow machine is no fault of the program
settings.load_profile("roleplay")


@pytest.fixture(autouse=True)
def _at_home_nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name in VARIABLES or name.startswith("ROLEPLAY_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("ROLEPLAY_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("ROLEPLAY_DATA_DIR", str(tmp_path / "data"))
