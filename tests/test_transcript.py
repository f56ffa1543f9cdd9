"""Real transcripts in the forms in which people have them."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay.transcript import LARGEST, Side, TranscriptError, decode, parse
from roleplay.transcript.language import recognise

T = TypeVar("T")
R = TypeVar("R")
CALL = [("agent", "Hello, how can I help?"), ("customer", "My parcel is lost!"), ("agent", "I'm sorry.")]


def said(text: str, agent: str = "") -> list[tuple[str, str]]:
    return [(turn.who.value, turn.text) for turn in parse(text, agent).turns]


def lines(first: str, second: str) -> str:
    """The call as text, with these openings of the agent's and the customer's lines."""
    return "\n".join((first if who == "agent" else second) + words for who, words in CALL)


@pytest.mark.parametrize(
    ("agent", "customer"),
    [
        ("Agent: ", "Customer: "),
        ("AGENT:", "CUSTOMER:"),
        ("Operatore: ", "Cliente: "),
        ("Agent Ben: ", "Customer Ada: "),
        ("Ben (agent): ", "Ada (customer): "),
        ("Agent Ben: ", "Ada: "),
        ("Ben: ", "Customer: "),
        ("Servizio clienti: ", "Cliente: "),
        ("Customer Service: ", "Customer: "),
        ("[10:02] Agent: ", "[10:03] Customer: "),
        ("2024-05-01 10:02:33 Agent: ", "2024-05-01 10:03:01 Customer: "),
        ("[01/05/24, 10:02:11] Agent: ", "[01/05/24, 10:03:11] Customer: "),
        ("01/05/24, 10:02 - Agent: ", "01/05/24, 10:03 - Customer: "),
        ("10:02 AM Agent: ", "10:03 PM Customer: "),
        ("Agent (10:02): ", "Customer (10:03): "),
        ("Agent 10:02: ", "Customer 10:03: "),
        ("**Agent:** ", "**Customer:** "),
        ("- **Agent**: ", "- **Customer**: "),
        ("> Agent: ", "> Customer: "),
        ("1. Agent: ", "2. Customer: "),
        ("### Agent: ", "### Customer: "),
        ("<Agent> ", "<Customer> "),
        ("<v Agent>", "<v Customer>"),
        ("Agent - ", "Customer - "),
        ("Agent > ", "Customer > "),
        ("Agent\n", "Customer\n"),
        ("Agent 10:02\n", "Customer 10:03\n"),
        ("Rep: ", "Caller: "),
        ("Support: ", "User: "),
        ("Receptionist: ", "Patient: "),
        ("Agent\t", "Customer\t"),
    ],
)
def test_text_in_the_forms_that_people_paste(agent, customer):
    assert said(lines(agent, customer)) == CALL


def test_a_turn_runs_on_over_lines_with_colons_in_them():
    text = "Agent: Here it is:\nOrder: 5\nTotal: 30\n\nDone.\nCustomer: It's 10:30: too late.\nNote: I'm angry."
    assert said(text) == [
        ("agent", "Here it is:\nOrder: 5\nTotal: 30\n\nDone."),
        ("customer", "It's 10:30: too late."),
    ]
    assert parse(text).left_out == ("Note",)


def test_neighbours_of_one_speaker_are_one_turn_at_their_first_line():
    turns = parse("Call 17 of 1 May\n\nAgent: Hello.\nAgent: Still there?\n\nCustomer: Yes.").turns
    assert [(turn.text, turn.line) for turn in turns] == [("Hello.\nStill there?", 3), ("Yes.", 6)]


@pytest.mark.parametrize(
    ("who", "words", "agent", "customer"),
    [
        ("role", "content", "assistant", "user"),
        ("speaker", "text", "agent", "customer"),
        ("sender", "message", "Rep", "Client"),
        ("from", "value", "gpt", "human"),
        ("Speaker_Role", "utterance", "operator", "caller"),
        ("ruolo", "testo", "operatore", "cliente"),
        ("who", "said", "wizard", "guest"),
        ("direction", "body", "outbound", "inbound"),
    ],
)
@pytest.mark.parametrize("form", ["lines", "list", "object", "nested"])
def test_json_in_its_usual_spellings(who, words, agent, customer, form):
    turns = [{who: agent if side == "agent" else customer, words: text, "at": 1} for side, text in CALL]
    text = {
        "lines": "\n".join(map(json.dumps, turns)),
        "list": json.dumps(turns),
        "object": json.dumps({"id": 7, "messages": turns}),
        "nested": json.dumps({"conversation": {"id": 7, "turns": turns}}, indent=1),
    }[form]
    assert said(text) == CALL


def test_json_with_the_clearest_of_several_names():
    turns = [{"name": "Ben", "role": "agent", "text": "Hi."}, {"name": "Ada", "role": "customer", "text": "Ho."}]
    assert said(json.dumps(turns)) == [("agent", "Hi."), ("customer", "Ho.")]


def test_json_with_parts_and_authors():
    turns = [
        {"author": {"role": "user"}, "content": {"parts": ["Where", "is it?"]}},
        {"author": {"role": "assistant"}, "content": [{"type": "text", "text": "Here."}]},
    ]
    assert said(json.dumps(turns)) == [("customer", "Where\nis it?"), ("agent", "Here.")]


def test_exchanges_as_the_command_read_takes_them():
    first = '{"id": 1, "lang": "en", "customer": "Lost!", "agent": "Sorry."}'
    text = first + '\n\n{"id": 2, "customer": "And?", "agent": "Today."}'
    turns = parse(text).turns
    assert [(turn.who, turn.text, turn.line) for turn in turns] == [
        (Side.CUSTOMER, "Lost!", 1),
        (Side.AGENT, "Sorry.", 1),
        (Side.CUSTOMER, "And?", 3),
        (Side.AGENT, "Today.", 3),
    ]


def test_a_json_list_of_labelled_lines_and_of_pairs():
    assert said(json.dumps({"dialogue": ["Agent: Hi.", "Customer: Ho."]})) == [("agent", "Hi."), ("customer", "Ho.")]
    assert said(json.dumps([["agent", "Hi."], ["customer", "Ho."]])) == [("agent", "Hi."), ("customer", "Ho.")]


def test_our_own_practice_calls():
    events = [
        {"kind": "started", "at": "x", "seed": 1, "persona": "p"},
        {"kind": "spoke", "at": "x", "turn": 0, "text": "Where is it?", "voice": "scripted"},
        {"kind": "tip", "turn": 1, "quote": "it"},
        {"kind": "said", "at": "x", "turn": 1, "text": "I'm sorry.", "reading": {"text": "I'm sorry."}},
        {"kind": "noted", "at": "x", "text": "a note"},
        {"kind": "debrief", "conduct": {"value": 50}},
    ]
    assert said("\n".join(map(json.dumps, events))) == [("customer", "Where is it?"), ("agent", "I'm sorry.")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_with_a_header_and_broken_cells(delimiter):
    rows = [("Speaker", "Text", "Time"), ("agent", f'"Hi{delimiter} you\nand you"', "1"), ("customer", '"""Ho"""', "2")]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    turns = parse(text).turns
    assert [(turn.text, turn.line) for turn in turns] == [(f"Hi{delimiter} you\nand you", 2), ('"Ho"', 4)]


def test_a_table_of_exchanges_whose_other_columns_are_left_alone():
    text = "customer_id,customer_message,agent_reply\n7,Lost!,Sorry.\n7,And?,Today."
    assert said(text) == [("customer", "Lost!"), ("agent", "Sorry."), ("customer", "And?"), ("agent", "Today.")]


def test_a_table_without_a_header():
    assert said('1,agent,"Hi, you"\n2,customer,Ho\n') == [("agent", "Hi, you"), ("customer", "Ho")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding, newline):
    text = f"Operatore: È già partito, perché?{newline}Cliente: Non è arrivato."
    assert said(decode(text.encode(encoding))) == [
        ("agent", "È già partito, perché?"),
        ("customer", "Non è arrivato."),
    ]


def test_escape_sequences_do_not_come_through():
    call = json.dumps([{"role": "agent", "text": "\x1b[31mHi\x07"}, {"role": "user", "text": "\x1b]0;x\x07Ho"}])
    assert said(call) == [("agent", "Hi"), ("customer", "Ho")]
    assert said("\x1b[1mAgent:\x1b[0m Hi\nCustomer: Ho") == [("agent", "Hi"), ("customer", "Ho")]


def test_strangers_are_named_and_the_user_says_who_is_the_agent():
    text = "Ben: Hi.\nAda: Ho.\nBen: Well."
    with pytest.raises(TranscriptError, match="“Ben”, “Ada”: add --agent NAME"):
        parse(text)
    assert said(text, "ben")[0] == ("agent", "Hi.")
    assert said(text, "Ada")[0] == ("customer", "Hi.")
    with pytest.raises(TranscriptError, match="“Zoe”; the speakers are “Ben”, “Ada”"):
        parse(text, "Zoe")


def test_the_users_word_wins_over_the_labels():
    turns = json.dumps(
        [{"role": "user", "content": "How can I help?"}, {"role": "assistant", "content": "I'm furious."}]
    )
    assert said(turns, "user") == [("agent", "How can I help?"), ("customer", "I'm furious.")]


def test_who_is_neither_is_left_out_and_told():
    text = '{"role":"system","content":"You are…"}\n{"role":"agent","content":"Hi."}\n{"role":"user","content":"Ho."}'
    assert parse(text).left_out == ("system",)


CALLS = [{"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}] * 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "empty"),
        (" \n\t\n", "empty"),
        ("Once upon a time there was a parcel.", "no transcript"),
        ("Dear sir,\nplease note: it is broken.\nI spoke to customer service: they said no.", "no transcript"),
        ("name,age\nAda,7\nBen,8", "no transcript"),
        ("[1, 2, 3]", "no transcript"),
        ('"hello"', "no transcript"),
        ("{}", "no transcript"),
        ("{" * 100_000, "no transcript"),
        ("[" * 100_000, "no transcript"),
        ('{"a": ' + "9" * 10_000 + "}", "no transcript"),
        ('[{"a": "b"}]', "it has a"),
        ("Agent: Hi.\nAgent: Still there?", "only one side.*“Agent”"),
        ("Agent:\nCustomer: Hello?", "only one side.*“Customer”"),
        ('{"role": "agent", "text": "Hi."}\n{"role": "customer", "te', "line 2 is not JSON"),
        (json.dumps(CALLS), "2 calls"),
        ("\n".join(map(json.dumps, CALLS)), "2 calls"),
        ("call_id,speaker,text\n1,agent,Hi.\n1,customer,Ho.\n2,agent,Hi.", "2 calls"),
        ("speaker,text\nagent," + "x" * 200_000, "line 2 of the table"),
        ("Agent: a\nCustomer: b\n" * 1_500, "more than 2000 turns"),
    ],
)
def test_what_is_no_transcript_is_told_in_one_line(text, told):
    with pytest.raises(TranscriptError, match=told) as caught:
        parse(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00" * 20, "no text"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00" * 20, "no text"),
        (bytes(1000), "no text"),
        (b"a" * (LARGEST + 1), "larger than 10 MB"),
    ],
)
def test_what_is_no_text_is_told(data, told):
    with pytest.raises(TranscriptError, match=told):
        decode(data)


_PIECES = [
    "Agent: ",
    "Customer: ",
    "Ada: ",
    "\n",
    "[10:02] ",
    "**",
    '{"role":',
    '"agent"',
    ",",
    "text\n",
    "“",
    "\t",
    ";",
    "}]",
    "è",
]
_MESSY = st.lists(st.sampled_from(_PIECES) | st.text(max_size=8), max_size=30).map("".join)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["role", "text", "messages", "agent", "customer", "kind", "turn", "x"]), inner
        )
    ),
    max_leaves=20,
).map(json.dumps)


@settings(max_examples=300, deadline=None)
@given(_MESSY | _JSON | st.text())
def test_any_text_is_a_call_of_two_sides_or_one_clear_line(text):
    found = result(parse, text)
    if isinstance(found, str):
        assert found
        assert "\n" not in found
        return
    turns = found.turns
    assert {turn.who for turn in turns} == {Side.AGENT, Side.CUSTOMER}
    assert all(turn.text.strip() for turn in turns)
    assert all(left.who is not right.who for left, right in pairwise(turns))


def result(made: Callable[[T], R], given: T) -> R | str:
    """What is made of the given thing, or the complaint about it."""
    try:
        return made(given)
    except TranscriptError as error:
        return str(error)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_one_clear_line(data):
    found = result(decode, data)
    assert found.encode("utf-8").decode("utf-8") == found  # it can be shown: no half of a surrogate pair


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Agent: Hello, how can I help you?\nCustomer: I want it.", "en"),
        ("Agent: Buongiorno, come posso aiutarla?\nCustomer: Il pacco non è arrivato.", "it"),
        ("Agent: 1\nCustomer: 2", "otherwise"),
    ],
)
def test_the_language_is_recognised(text, language):
    assert recognise(parse(text).turns, "otherwise") == language


def test_another_language_is_told():
    german = "Agent: Wir prüfen das für Sie und sprechen mit der Post.\nCustomer: Das ist nicht gut, ich bin sauer."
    with pytest.raises(TranscriptError, match="neither in English nor in Italian"):
        recognise(parse(german).turns)
