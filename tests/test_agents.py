"""What every shipped persona promises, proved with scripted agents: 20 calls of each agent with each persona."""

import statistics
from functools import cache

import pytest

from roleplay.agents import Trial, load_agents, try_agent
from roleplay.library import files, load

IDS = sorted(files())
AGENTS = list(load_agents("en").agents)
SEEDS = range(20)
every_persona = pytest.mark.parametrize("id", IDS)


@cache
def trials(id: str, agent: str) -> list[Trial]:
    persona = load(id)
    return [try_agent(persona, agent, seed) for seed in SEEDS]


def good(id: str, agent: str) -> float:
    return statistics.mean(trial.good for trial in trials(id, agent))


@every_persona
def test_the_expert_always_reaches_a_good_end(id: str):
    assert good(id, "expert") == 1


@every_persona
@pytest.mark.parametrize("agent", ["sorry-only", "refund-only", "policy-wall", "rude", "doormat", "cold"])
def test_one_good_thing_alone_or_none_never_does(id: str, agent: str):
    assert good(id, agent) == 0


@every_persona
def test_a_decent_agent_sometimes_does(id: str):
    assert 0.3 <= good(id, "decent") <= 0.9


def test_a_decent_agent_fares_the_worse_the_harder_the_customer():
    rates = {id: good(id, "decent") for id in IDS}
    assert statistics.correlation([load(id).difficulty for id in IDS], list(rates.values())) < -0.5, rates


@every_persona
def test_the_better_the_agent_the_better_the_mood_at_the_end(id: str):
    sheet = load_agents(load(id).language)
    tiers = [float(sheet.agents[agent].tier) for agent in AGENTS]
    moods = [statistics.mean(trial.mood for trial in trials(id, agent)) for agent in AGENTS]
    assert spearman(tiers, moods) >= 0.95, dict(zip(AGENTS, moods, strict=True))


@every_persona
def test_no_fact_leaks_and_no_vague_promise_is_accepted(id: str):
    for agent in AGENTS:
        assert sum(trial.leaked for trial in trials(id, agent)) == 0
        assert sum(trial.vague for trial in trials(id, agent)) == 0


@every_persona
def test_a_calmed_customer_stays_calm_with_an_expert(id: str):
    for trial in trials(id, "expert"):
        calm = next((turn for turn, anger in enumerate(trial.curve) if anger <= 3), len(trial.curve))
        assert all(anger <= 3 for anger in trial.curve[calm:])


@every_persona
def test_calming_takes_time(id: str):
    for trial in trials(id, "expert"):
        if trial.curve[0] >= 8:
            assert all(anger > 3 for anger in trial.curve[:3])


def test_the_same_trial_is_the_same_twice():
    assert try_agent(load("double-billed"), "decent", 3) == try_agent(load("double-billed"), "decent", 3)


def spearman(one: list[float], other: list[float]) -> float:
    return statistics.correlation(ranks(one), ranks(other))


def ranks(values: list[float]) -> list[float]:
    """Ranks from 1, equal values sharing the mean of theirs."""
    ordered = sorted(values)
    return [statistics.mean(place for place, value in enumerate(ordered, 1) if value == mine) for mine in values]
