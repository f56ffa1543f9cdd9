from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplay.llm import sse
from roleplay.llm.sse import Events, TooLong

# Said by the server, and understood: pairs of a name and the data.
STREAM = (
    ": a comment\n\n"
    'data: {"a": "caffè \u2028 ☕"}\n\n'
    "retry: 3000\n\n"
    "event: ping\ndata: 1\n\n"
    "data: two\ndata: lines\n\n\n"
    "event: nothing\nid: 7\n\n"
    "data:tight\n\n"
    "data: [DONE]"
)
FOUND = [("", '{"a": "caffè \u2028 ☕"}'), ("ping", "1"), ("", "two\nlines"), ("", "tight"), ("", "[DONE]")]


def events(pieces: list[bytes]) -> list[tuple[str, str]]:
    taken = Events()
    found = [event for piece in pieces for event in taken.feed(piece)] + taken.rest()
    return [(name.decode(), data.decode()) for name, data in found]


@given(st.sampled_from(["\n", "\r\n", "\r"]), st.booleans(), st.lists(st.integers(0, 220), max_size=30))
def test_events_are_the_same_however_the_stream_is_cut(end: str, mark: bool, cuts: list[int]) -> None:
    stream = (b"\xef\xbb\xbf" if mark else b"") + STREAM.replace("\n", end).encode()
    places = [0, *sorted(cuts), len(stream)]
    pieces = [stream[a:b] for a, b in pairwise(places)]
    assert events(pieces) == FOUND


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_one_byte_at_a_time(end: str) -> None:
    assert events([bytes([byte]) for byte in STREAM.replace("\n", end).encode()]) == FOUND


def test_an_event_without_an_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "LONGEST", 1000)
    taken = Events()
    taken.feed(b"data: " + b"x" * 900)
    with pytest.raises(TooLong):
        taken.feed(b"x" * 100)
