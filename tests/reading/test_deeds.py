"""The deeds in a message."""

from __future__ import annotations

import pytest

from roleplay.persona import Remedy
from roleplay.strategies import Strategy


def test_a_promise_with_its_deadline(english):
    (promise,) = english("I'll call you back by 5 pm today, Mr Hale.").promises
    assert promise.quote == "I'll call you back by 5 pm today"
    assert promise.when
    assert not promise.vague


def test_a_promise_to_nobodys_account_is_vague(english):
    reading = english("Someone will call you as soon as possible.")
    assert reading.promises[0].vague
    assert reading.vague is not None


def test_a_deadline_makes_talk_concrete(english):
    reading = english("We'll look into it and I'll call you tomorrow at 9.")
    assert reading.vague is None


def test_what_cannot_be_promised_is_no_promise(english):
    assert not english("I can't promise that. I'll be happy to help.").promises


def test_an_italian_promise(italian):
    (promise,) = italian("La richiamo io entro le 17.").promises
    assert promise.when == "entro le 17"
    assert italian("Le faremo sapere il prima possibile.").vague is not None


@pytest.mark.parametrize(
    ("agent", "asks"),
    [
        ("What happened then?", True),
        ("when did it start", True),
        ("Is there anything else?", False),
        ("How can I help you?", False),
        ("What do you want from me?", False),
        ("The lamp is broken.", False),
    ],
)
def test_a_question_of_substance(english, agent, asks):
    assert english(agent).question is asks


@pytest.mark.parametrize(
    ("agent", "slip"),
    [
        ("Please calm down.", "calm_down"),
        ("You should have read the contract.", "blamed"),
        ("Can't you read?", "mocked"),
        ("That's our policy.", "brushed_off"),
    ],
)
def test_slips(english, agent, slip):
    assert slip in [found.id for found in english(agent).slips]


@pytest.mark.parametrize(
    ("agent", "slips"),
    [
        ("Not my fault.", ["blamed"]),
        ("Look, it's not my fault.", ["blamed"]),
        ("I don't care.", ["brushed_off"]),
        ("Please keep your voice down, madam.", ["calm_down"]),
    ],
)
def test_one_harm_is_told_once_and_by_its_name(english, agent, slips):
    assert [found.id for found in english(agent).slips] == slips


def test_a_name_is_no_promise(italian):
    assert not italian("Buongiorno, mi chiamo Ada Neri.").promises


def test_a_known_case_tells_what_answers_it(english, gardener):
    reading = english("The weather is nice on Tuesday.", "This is a scam! What will you do?", gardener)
    assert not reading.shows(Strategy.SOLUTIONS)
    assert not reading.shows(Strategy.CALM)


@pytest.mark.parametrize(
    ("agent", "handed_over"),
    [
        ("I'll put you through to my supervisor now.", True),
        ("I'll ask my colleague Ines to take this over.", True),
        ("I'll ask Ines Moro to call you today.", True),
        ("I'll ask our gardening manager to replant it.", True),
        ("I'll send an engineer to look at it.", False),
        ("I'll ask the replanting team to call you.", False),
    ],
)
def test_in_a_known_case_a_superior_or_a_colleague_takes_over(english, gardener, agent, handed_over):
    persona = gardener.model_copy(update={"remedies": (Remedy(id="team", what="a team", cues=("replanting team",)),)})
    assert (english(agent, "My hedge is gone!", persona).handover is not None) is handed_over


def test_a_way_forward_is_no_brush_off(english):
    reading = english("There is nothing I can do about the fare, but I can offer you a seat on the next train.")
    assert not reading.slips


def test_an_insult_is_the_agents_own(english, italian):
    assert english("You idiot.").insult is not None
    assert italian("Sei un cretino.").insult is not None
    assert english("You said I'm an expert.").insult is None


def test_a_handover_names_who_takes_over(english):
    handover = english("I'm transferring you to my supervisor now.").handover
    assert handover is not None
    assert "supervisor" in handover.quote


def test_a_farewell(english, italian):
    assert english("Goodbye and have a nice day!").farewell
    assert italian("Arrivederci e buona giornata!").farewell
    assert not english("I'll check the order.").farewell
    assert not english("If that happens again, I will end the call.").farewell


@pytest.mark.parametrize(
    "agent",
    [
        *("", "   \n", "😀", "???", "Добрый день, чем могу помочь?", "print('x'); x = {a: 1}; return x;"),
        *("asdkjh qwlekj zxmcnb qpwoei", "Wir haben das nicht und ich bin nicht da"),
    ],
)
def test_a_message_without_substance(english, agent):
    assert not english(agent).substance


@pytest.mark.parametrize("agent", ["ok", "Traffic.", "12:30", "Yes!", "Thursday works, Mrs Okonkwo", "sory abt that"])
def test_a_short_message_has_substance(english, agent):
    assert english(agent).substance


def test_the_other_language_has_no_substance(english, italian):
    assert not italian("I am sorry that you have to wait for this").substance
    assert not english("Mi dispiace che non sia arrivato il pacco").substance
