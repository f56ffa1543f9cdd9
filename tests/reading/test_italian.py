"""What an agent and a customer say in Italian, in its many registers."""

from __future__ import annotations

import pytest

from roleplay.moment import read_moment
from roleplay.playbook import load_playbook
from roleplay.reading.findings import Abuse
from roleplay.strategies import Strategy

WAITING = "Ma è mai possibile? Sono due settimane che aspetto!"
ABUSE = "Sei un coglione, ecco cosa sei"


@pytest.mark.parametrize(
    ("strategy", "agent"),
    [
        ("calm", "Faccia pure con comodo, io resto qui."),
        ("listen", "Da quando ha cambiato modem non si collega più nessun telefono, ho capito bene?"),
        ("empathy", "Due settimane senza linea con un neonato in casa: posso immaginare la fatica."),
        ("apologize", "La svista è nostra, non sarebbe dovuto succedere."),
        ("solutions", "ciao, prova a staccare la spina e dimmi se la luce diventa verde"),
        ("solutions", "Se mi gira la ricevuta, la carico io a mano."),
        ("respect", "Le dispiacerebbe dettarmi la targa?"),
        ("boundaries", "Gli insulti restano fuori da questa telefonata, per cortesia."),
        ("positive", "Stia tranquilla, si risolve in un attimo."),
        ("document", "Ho messo tutto a verbale, protocollo 118 di oggi."),
        ("support", "Sento la collega della contabilità e torno subito da lei."),
    ],
)
def test_it_is_heard_in_many_words(italian, strategy, agent):
    assert italian(agent, WAITING if strategy != "boundaries" else ABUSE).shows(Strategy(strategy))


@pytest.mark.parametrize(
    ("strategy", "agent"),
    [
        ("calm", "Guardi che se continua a urlare non ottiene niente."),
        ("calm", "Il contratto l'ha firmato lei, mica io."),
        ("listen", "Venga al punto, ho altra gente in fila."),
        ("empathy", "Quante storie per una macchiolina."),
        ("apologize", "Mi dispiace che l'abbia presa così."),
        ("solutions", "Da noi non si cambiano."),
        ("respect", "Anche mio nipote di sei anni ci arriva."),
        ("boundaries", "Mi insulti pure, ci sono abituato."),
        ("positive", "I colleghi del magazzino dormono, lo sanno tutti."),
        ("document", "Ricevute non ne facciamo, si fidi della mia parola."),
        ("support", "Il direttore le direbbe la stessa cosa."),
    ],
)
def test_harm_is_heard_in_many_words(italian, strategy, agent):
    assert italian(agent, WAITING).violates(Strategy(strategy))


@pytest.mark.parametrize(
    "agent",
    [
        "Grazie per averci scritto. Mi lascia il numero d'ordine così controllo?",
        "In questo momento il responsabile è in riunione, la faccio richiamare entro le 16.",
        "Non posso sbloccare il conto da qui, ma le passo subito l'ufficio frodi.",
        "Solo un secondo, il computer è un po' lento oggi.",
        "Il caffè è colpa della mia goffaggine, pago io la tintoria.",
        "Non si preoccupi, la garanzia copre il guasto.",
    ],
)
def test_a_good_answer_does_no_harm(italian, agent):
    reading = italian(agent, WAITING)
    assert [strategy for strategy in Strategy if reading.violates(strategy)] == []


def test_a_few_words_are_a_limit_only_against_abuse(italian):
    reply = "Quella parola la lasci fuori. Il bonifico parte domani."
    assert italian(reply, ABUSE).shows(Strategy.BOUNDARIES)
    assert not italian(reply, "Quando parte il bonifico?").shows(Strategy.BOUNDARIES)


def test_a_limit_on_somebody_who_did_nothing_does_harm(italian):
    assert italian("Sì, ma senza insolenze.", "Posso fare una domanda?").violates(Strategy.BOUNDARIES)


def test_a_courtesy_after_a_blame_is_none(italian):
    assert italian("Le rispondo subito, grazie.", WAITING).shows(Strategy.RESPECT)
    assert not italian("Doveva leggere le condizioni, grazie.", WAITING).shows(Strategy.RESPECT)


def test_an_echoed_word_is_no_question(italian):
    assert not italian("Il rimborso?", WAITING).shows(Strategy.LISTEN)
    assert italian("Quale rimborso aspettava?", WAITING).shows(Strategy.LISTEN)


def test_a_statement_may_begin_like_a_question(italian):
    assert not italian("Da dove vengo non è un argomento.", WAITING).shows(Strategy.LISTEN)


def test_a_figure_alone_answers_a_question(italian):
    assert italian("Alle 19.30", "A che ora chiudete oggi?").shows(Strategy.SOLUTIONS)
    assert not italian("Alle 19.30", "Grazie, gentilissima").shows(Strategy.SOLUTIONS)


def test_an_inflected_word_is_no_slip_of_another():
    words = load_playbook("it")
    assert read_moment("Sono due ore che aspetto e il tecnico non è arrivato!", words).failure
    assert not read_moment("Non sono ancora arrivati, ma va bene così, grazie", words).provocation


@pytest.mark.parametrize(
    ("customer", "abuse"),
    [
        ("vi brucio il negozio se non mi ridate i soldi", Abuse.THREATENING),
        ("so dove parcheggi la macchina", Abuse.THREATENING),
        ("siete una massa di idioti", Abuse.INSULTING),
        ("razza di bestie", Abuse.INSULTING),
        ("non sai nemmeno parlare", Abuse.RUDE),
        ("Prima ho sepolto sua madre, poi suo padre", Abuse.NONE),
        ("C'erano i vermi nel riso e il mio cane è stato male", Abuse.NONE),
        ("Passo da voi domani con la ricevuta", Abuse.NONE),
        ("Mi avete fatto sentire uno stupido", Abuse.NONE),
    ],
)
def test_abuse_is_told_from_trouble(customer, abuse):
    assert read_moment(customer, load_playbook("it")).abuse is abuse
