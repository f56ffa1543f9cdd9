"""What a message does beside the verdicts: promises, apologies, limits, options, data asked for, what is passed on."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay.playbook import load_playbook
from roleplay.reading import By, Reading, read
from roleplay.strategies import Strategy


@pytest.mark.parametrize(
    ("agent", "what", "who", "by", "when"),
    [
        ("I'll call you back by 5 pm.", "call you back", "I", By.AGENT, "by 5 pm"),
        ("We’ll send a new parcel tomorrow.", "send a new parcel", "We", By.COMPANY, "tomorrow"),
        (
            "My colleague Dana will email you the form tomorrow.",
            "email you the form",
            "My colleague Dana",
            By.OTHER,
            "tomorrow",
        ),
        ("The billing team will call you tomorrow at 9.", "call you", "The billing team", By.OTHER, "tomorrow at 9"),
        ("Someone will call you as soon as possible.", "call you as soon as possible", "Someone", By.NOBODY, ""),
        (
            "I'll ask my supervisor to call you by noon.",
            "ask my supervisor to call you",
            "I",
            By.AGENT,
            "by noon",
        ),
        ("By tomorrow noon I'll have an answer.", "have an answer", "I", By.AGENT, "By tomorrow noon"),
        ("Your refund will be processed by Monday.", "will be processed", "", By.UNSAID, "by Monday"),
    ],
)
def test_a_promise_says_what_who_and_when(english, agent, what, who, by, when):
    (promise,) = english(agent).promises
    assert (promise.what, promise.who, promise.by, promise.when) == (what, who, by, when)


@pytest.mark.parametrize(
    ("agent", "what", "who", "by", "when"),
    [
        ("La richiamo io entro le 17.", "La richiamo io", "io", By.AGENT, "entro le 17"),
        ("Verifico subito la pratica.", "Verifico subito la pratica", "Verifico", By.AGENT, "subito"),
        ("Le invieremo il modulo domani.", "Le invieremo il modulo", "invieremo", By.COMPANY, "domani"),
        (
            "La mia collega Dana le manderà il modulo domani.",
            "le manderà il modulo",
            "La mia collega Dana",
            By.OTHER,
            "domani",
        ),
        ("Il nostro tecnico verrà giovedì mattina.", "verrà", "Il nostro tecnico", By.OTHER, "giovedì mattina"),
        ("Riceverà il rimborso entro tre giorni.", "Riceverà il rimborso", "", By.UNSAID, "entro tre giorni"),
    ],
)
def test_an_italian_promise_says_what_who_and_when(italian, agent, what, who, by, when):
    (promise,) = italian(agent).promises
    assert (promise.what, promise.who, promise.by, promise.when) == (what, who, by, when)


def test_two_promises_in_one_breath(english, italian):
    first, second = english("We'll send a new parcel and I'll ring you on Friday with the number.").promises
    assert (first.what, first.by, first.when) == ("send a new parcel", By.COMPANY, "")
    assert (second.what, second.by, second.when) == ("ring you on Friday with the number", By.AGENT, "on Friday")
    first, second = italian("Le spediamo un altro pacco e la chiamo venerdì.").promises
    assert (first.what, first.when) == ("Le spediamo un altro pacco", "")
    assert (second.what, second.when) == ("la chiamo", "venerdì")


@pytest.mark.parametrize(
    ("agent", "options"),
    [
        ("I can offer you either a refund or a replacement.", 2),
        ("I can refund you today, or send a new one if you prefer. Which would you like?", 2),
        ("Would you like a refund or a new one?", 2),
        ("I can offer you a refund, a replacement or a voucher.", 3),
        ("You have three options: a refund, a replacement or a voucher.", 3),
        ("I can refund you today. Alternatively, I can send a new one, or you could pick it up.", 3),
        ("I can refund you today.", 1),
        ("It's now or never.", 0),
        ("I can be there in 2 or 3 days.", 1),
        ("Is it a Monday or a Tuesday?", 0),
        ("I can't refund it or replace it.", 0),
        ("Could you give me your name or number?", 0),
        ("", 0),
    ],
)
def test_the_options_that_are_offered(english, agent, options):
    assert english(agent).options == options


@pytest.mark.parametrize(
    ("agent", "options"),
    [
        ("Posso offrirle un rimborso oppure una sostituzione.", 2),
        ("Preferisce il rimborso o un pacco nuovo?", 2),
        ("O le rimborso tutto, o le mando un pacco nuovo: decida lei.", 2),
        ("Può scegliere tra tre opzioni: rimborso, cambio o buono.", 3),
        ("Posso rimborsarla oggi.", 1),
        ("Prima o poi arriva.", 0),
    ],
)
def test_the_options_in_italian(italian, agent, options):
    assert italian(agent).options == options


def test_every_apology_is_found(english, italian):
    found = english("I'm sorry for the wait. Sorry to hear that. We let you down, and I apologise again.").apologies
    assert [hit.quote for hit in found] == ["I'm sorry for the wait", "We let you down", "and I apologise again"]
    assert not english("I'm sorry you feel that way, but no.").apologies
    assert [hit.quote for hit in italian("Mi dispiace per l'attesa. Le chiedo scusa.").apologies] == [
        "Mi dispiace per l'attesa",
        "Le chiedo scusa",
    ]


def test_every_limit_is_found_called_for_or_not(english):
    agent = "Please don't speak to me like that. If it goes on, I'll end the call."
    found = [hit.quote for hit in english(agent, "You idiot!").limits]
    assert found == ["Please don't speak to me like that", "If it goes on, I'll end the call"]
    assert english(agent, "Good morning.").limits
    assert not english("I can't go below ten euros.").limits


def test_the_data_asked_for(english, italian):
    assert [hit.quote for hit in english("Could you give me your order number and your email?").asked] == [
        "your order number",
        "your email",
    ]
    assert not english("Your order number is 4471.").asked
    assert [hit.id for hit in italian("Può dirmi il numero d'ordine?").asked] == ["given.0"]


@pytest.mark.parametrize(
    ("agent", "context"),
    [
        (
            "I'm putting you through to my supervisor. I've told her that you were charged twice.",
            "told her that you were charged twice",
        ),
        (
            "I'll pass this on to our billing team with all the details: order 4471, charged twice.",
            "with all the details: order 4471, charged twice",
        ),
        ("I'll transfer you to my manager, so you don't have to repeat it.", "so you don't have to repeat it"),
        ("I'm putting you through to my supervisor.", ""),
        ("I'll send you the refund with all the details.", ""),
    ],
)
def test_what_goes_along_with_a_handover(english, agent, context):
    found = english(agent).context
    assert (found.quote if found else "") == context


def test_what_goes_along_in_italian(italian):
    found = italian("La passo alla mia responsabile, le ho già spiegato che è stata addebitata due volte.").context
    assert found is not None
    assert found.quote == "le ho già spiegato che è stata addebitata due volte"


def test_a_reading_kept_before_there_were_details_still_loads(english):
    kept = json.loads(english("I'll call you by five. I'm sorry.").model_dump_json())
    for name in ("apologies", "limits", "options", "asked", "context"):
        del kept[name]
    for promise in kept["promises"]:
        for name in ("what", "who", "by"):
            del promise[name]
    old = Reading.model_validate(kept)
    assert old.apologies == ()
    assert old.promises[0].what == ""


_SOME = """I'll we'll will and or either a refund, I can my colleague Dana call you by five . ? ! sorry don't insult me
    so
    told her everything your order number oppure e la richiamo io entro le 17 scusi o posso rimborso"""
_WORDS = st.lists(
    st.sampled_from(_SOME.split()) | st.text(max_size=3),
    max_size=25,
).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(_WORDS, st.sampled_from(["en", "it"]))
def test_every_detail_is_a_quote_and_agrees_with_the_verdicts(agent, language):
    reading = read(agent, "", load_playbook(language))
    for hit in (*reading.apologies, *reading.limits, *reading.asked, *([reading.context] if reading.context else [])):
        assert hit.quote == agent[hit.start : hit.start + len(hit.quote)] != ""
    for promise in reading.promises:
        assert promise.quote == agent[promise.start : promise.start + len(promise.quote)] != ""
        assert promise.what in promise.quote
        assert promise.who in promise.quote
        assert promise.when in agent
        assert (promise.by is By.UNSAID) == (not promise.who)
    assert bool(reading.apologies) >= reading.shows(Strategy.APOLOGIZE)
    assert bool(reading.limits) >= reading.shows(Strategy.BOUNDARIES)
    assert reading.options >= 0
