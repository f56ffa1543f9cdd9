"""Ettore and his gas bill: which words of an agent reach him, what he keeps back, and that he stays kind."""

import re

import pytest

from roleplay.library import load
from roleplay.moment import read_moment
from roleplay.persona import Kind, Manner, Persona
from roleplay.playbook import load_playbook
from roleplay.reading import read
from roleplay.reading.findings import Abuse

SECRETS = {"livorno", "settanta", "3.948", "70 44", "solo in cucina", "febbraio", "mutuo", "marta"}


@pytest.fixture(scope="module")
def ettore() -> Persona:
    return load("pensionato-gas")


def found(persona: Persona, text: str) -> set[str]:
    """Ids of the facts, remedies and hot buttons that a reading finds in what the agent says."""
    case = read(text, "", load_playbook(persona.language), persona).case
    return {hit.id for hit in (*case.asked, *case.hot_buttons)} | {offer.remedy for offer in case.offers}


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("Registro adesso la Sua lettura e annullo la bolletta.", {"ricalcolo"}),
        ("La rifacciamo con il consumo vero, signor Baldini.", {"ricalcolo"}),
        ("Le arriva una nuova bolletta.", {"ricalcolo"}),
        ("Le mando il letturista mercoledì 13 maggio.", {"visita"}),
        ("Sospendo subito la bolletta.", {"sospesa"}),
        ("Nessuno Le stacca il gas.", {"sospesa"}),
        ("Intanto non la paghi.", {"sospesa"}),
        ("Le scrivo una lettera con tutto, in grande.", {"lettera"}),
        ("Trova tutto nella lettera che arriva a casa.", {"lettera"}),
        ("Possiamo dividere l'importo in dieci rate senza interessi.", {"rateizzo"}),
        ("Può pagare un po' per volta alla posta.", {"rateizzo"}),
        ("Potrebbe avere il bonus sociale: al CAF fanno l'ISEE.", {"bonus"}),
        ("Le azzeriamo tutto il conguaglio.", {"regalo"}),
        ("Mi dice di quanto è la bolletta?", {"importo"}),
        ("Potrebbe leggermi il codice cliente?", {"cliente"}),
        ("Riesce a leggere il contatore?", {"contatore"}),
        ("Che numero segna il contatore?", {"contatore"}),
        ("Quando è passato l'ultima volta il letturista?", {"letturista"}),
        ("Come usa il gas in casa?", {"consumi"}),
        ("Vive da solo?", {"consumi"}),
        ("Quanto riuscirebbe a pagare al mese?", {"pensione"}),
        ("Che rata sarebbe comoda per Lei?", {"pensione"}),
        ("Ha qualcuno che Le dà una mano?", {"famiglia"}),
        ("Ha figli vicino?", {"famiglia"}),
        ("Può mandarla dall'app.", {"schermo"}),
        ("Mi scriva per e-mail.", {"schermo"}),
        ("Doveva comunicare la lettura.", {"dovere"}),
        ("La bolletta è corretta.", {"consumato"}),
        ("Si faccia aiutare da qualcuno.", {"anziano"}),
    ],
)
def test_an_agents_own_words_are_understood(ettore: Persona, said: str, ids: set[str]) -> None:
    assert found(ettore, said) == ids


@pytest.mark.parametrize(
    "said",
    [
        "Capisco la paura, signor Baldini.",
        "La nostra politica sui rimborsi è chiara.",
        "Lei ha ricevuto una bolletta di 1.386 euro e quel gas non l'ha adoperato.",
        "Le chiedo scusa, la lettura l'abbiamo stimata noi.",
        "Che bello, il merlo. Anche mia madre gli dava le briciole.",
        "Mi dispiace che l'abbiamo spaventata.",
        "Parli pure, non c'è fretta.",
    ],
)
def test_what_offers_and_asks_nothing_is_not_misread(ettore: Persona, said: str) -> None:
    assert found(ettore, said) == set()


def test_he_says_nothing_of_his_daughter_his_means_or_the_meter_unasked(ettore: Persona) -> None:
    told = {line for fact in ettore.facts for line in fact.says}
    others = " ".join(line.casefold() for line in ettore.spoken() if line not in told)
    assert [secret for secret in SECRETS if secret in others] == []


def test_his_digressions_hold_no_figure(ettore: Persona) -> None:
    assert [line for line in ettore.manners[Manner.TANGENT].lines if re.search(r"\d", line)] == []


def test_he_is_never_heard_as_abusive(ettore: Persona) -> None:
    playbook = load_playbook("it")
    assert [line for line in ettore.spoken() if read_moment(line, playbook).abuse is not Abuse.NONE] == []
    assert not ettore.tactics


def test_instalments_alone_leave_him_with_a_wrong_bill_and_the_fear(ettore: Persona) -> None:
    money = {need.id for need in ettore.needs if need.kind is Kind.MONEY}
    instalments = ettore.remedy("rateizzo")
    assert set(instalments.meets) == money
    others = {need.kind for need in ettore.needs if need.id not in money}
    assert others == {Kind.REDO, Kind.CERTAINTY, Kind.ATTENTION}
