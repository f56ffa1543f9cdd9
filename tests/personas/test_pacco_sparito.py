"""Massimo and the parcel that never came: which words of an agent reach him, what he keeps back, how he insults."""

import pytest

from roleplay.library import load
from roleplay.moment import read_moment
from roleplay.persona import Persona
from roleplay.playbook import load_playbook
from roleplay.reading import read
from roleplay.reading.findings import Abuse
from roleplay.strategies import Strategy

SECRETS = {"58213", "telecamera", "asilo", "lissone", "colnaghi", "campanelli", "direttrice"}
# Who a person is may not be abused on any rung, strong ones included.
WHO_THEY_ARE = (
    "terron",
    "negr",
    "zingar",
    "froc",
    "troia",
    "puttan",
    "zoccol",
    "handicapp",
    "mongol",
    "ritardat",
    "ebre",
)
SWEARING = ("cazz", "merd", "stronz", "vaffa", "cogli", "cul", "puttan", "porc")


@pytest.fixture(scope="module")
def massimo() -> Persona:
    return load("pacco-sparito")


def found(persona: Persona, text: str) -> set[str]:
    """Ids of the facts, remedies and hot buttons that a reading finds in what the agent says."""
    case = read(text, "", load_playbook(persona.language), persona).case
    return {hit.id for hit in (*case.asked, *case.hot_buttons)} | {offer.remedy for offer in case.offers}


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("Le rispedisco subito lo stesso attrezzo.", {"nuovo"}),
        ("Parte oggi e arriva domani entro le 12.", {"nuovo"}),
        ("Domani, venerdì, lo riceve entro mezzogiorno.", {"nuovo"}),
        ("Apro un'indagine con il corriere.", {"indagine"}),
        ("Correggo lo stato della spedizione in consegna errata.", {"rettifica"}),
        ("Le mando una conferma scritta con il mio nome.", {"rettifica"}),
        ("Il corriere lo lascia solo con il codice che riceve per SMS.", {"codice"}),
        ("Le rimborso la spedizione.", {"spese"}),
        ("Aggiungo un buono di 40 euro.", {"spese"}),
        ("Se preferisce Le rimborso tutto l'ordine.", {"rimborso"}),
        ("Glielo consegniamo oggi, entro le sei.", {"oggi"}),
        ("Le paghiamo la giornata di lavoro.", {"oggi"}),
        ("Mi dà il numero d'ordine, per favore?", {"ordine"}),
        ("Che cosa c'era nel pacco?", {"contenuto"}),
        ("A che cosa Le serve, ed entro quando?", {"urgenza"}),
        ("Dov'era Lei lunedì mattina?", {"dove"}),
        ("Qualcuno ha suonato a casa Sua?", {"dove"}),
        ("Che firma c'è sulla consegna?", {"firma"}),
        ("Conosce la persona che ha firmato?", {"firma"}),
        ("Che cosa Le hanno detto i colleghi?", {"detto"}),
        ("Il pacco è stato regolarmente consegnato.", {"regolare"}),
        ("Ha provato a chiedere ai vicini?", {"vicini"}),
        ("Deve prima fare una denuncia.", {"denuncia"}),
        ("Per questo deve contattare il corriere.", {"corriere"}),
    ],
)
def test_an_agents_own_words_are_understood(massimo: Persona, said: str, ids: set[str]) -> None:
    assert found(massimo, said) == ids


@pytest.mark.parametrize(
    "said",
    [
        "Il pacco è finito al numero sbagliato.",
        "Ha pagato la spedizione espressa e non ha ricevuto niente.",
        "La nostra politica sui rimborsi è chiara.",
        "Le chiedo scusa per come Le abbiamo risposto.",
        "Quindi la firma non è la Sua, e nessuno Le ha creduto.",
        "Lei non deve fare nessuna denuncia.",
        "La prego di non parlarmi in questo modo.",
    ],
)
def test_what_offers_and_asks_nothing_is_not_misread(massimo: Persona, said: str) -> None:
    assert found(massimo, said) == set()


def test_he_says_nothing_of_the_job_the_signature_or_the_neighbours_unasked(massimo: Persona) -> None:
    told = {line for fact in massimo.facts for line in fact.says}
    others = " ".join(line.casefold() for line in massimo.spoken() if line not in told)
    assert [secret for secret in SECRETS if secret in others] == []


def test_he_insults_without_swearing_and_never_for_who_somebody_is(massimo: Persona) -> None:
    assert massimo.abuse
    mild = [*massimo.abuse.rude, *massimo.abuse.insulting, *massimo.abuse.threatening]
    words = [word for line in mild for word in line.casefold().replace("'", " ").split()]
    assert [word for word in words if word.startswith(SWEARING)] == []
    everything = [word for line in massimo.spoken() for word in line.casefold().replace("'", " ").split()]
    assert [word for word in everything if word.startswith(WHO_THEY_ARE)] == []


def test_what_he_says_outside_the_ladder_is_not_heard_as_abuse(massimo: Persona) -> None:
    assert massimo.abuse
    ladder = massimo.abuse
    insults = {*ladder.rude, *ladder.insulting, *ladder.threatening, *ladder.strong}
    playbook = load_playbook("it")
    others = [line for line in massimo.spoken() if line not in insults]
    assert [line for line in others if read_moment(line, playbook).abuse is not Abuse.NONE] == []


def test_the_limits_of_an_expert_are_heard_as_limits_after_each_insult(massimo: Persona) -> None:
    assert massimo.abuse
    playbook = load_playbook("it")
    for insult in (*massimo.abuse.rude, *massimo.abuse.insulting, *massimo.abuse.threatening):
        for limit in massimo.wordings[Strategy.BOUNDARIES]:
            assert read(limit, insult, playbook, massimo, abused=True).shows(Strategy.BOUNDARIES), limit
