from __future__ import annotations

from collections.abc import Callable

import pytest

from roleplay.persona import Brief, Fact, HotButton, Persona, Remedy
from roleplay.playbook import load_playbook
from roleplay.reading import Reading, read

Reader = Callable[..., Reading]


@pytest.fixture(scope="session")
def english() -> Reader:
    playbook = load_playbook("en")
    return lambda agent, customer="", persona=None: read(agent, customer, playbook, persona)


@pytest.fixture(scope="session")
def italian() -> Reader:
    playbook = load_playbook("it")
    return lambda agent, customer="", persona=None: read(agent, customer, playbook, persona)


@pytest.fixture(scope="session")
def gardener() -> Persona:
    """A customer whose hedge was cut down; only what a reading looks at is filled in."""
    return Persona.model_construct(
        id="gardener",
        language="en",
        brief=Brief.model_construct(supervisor="Ines Moro, head gardener"),
        facts=(
            Fact(
                id="address",
                what="the address",
                value="3 Elm Row",
                asks=("your address", "which garden"),
                says=("a", "b"),
            ),
            Fact(
                id="day",
                what="the day",
                value="Tuesday",
                asks=("when ... crew|gardeners", "what|which day"),
                says=("c", "d"),
            ),
            Fact(id="number", what="the order number", value="G-71", asks=("order number",), says=("e", "f")),
        ),
        remedies=(
            Remedy(id="refund", what="money back", cues=("refund*", "money back")),
            Remedy(id="replant", what="a new hedge", cues=("replant*", "new hedge|hedges")),
        ),
        hot_buttons=(
            HotButton(id="website", what="the website", cues=("website|web page", "online form"), reacts=("g", "h")),
        ),
    )
