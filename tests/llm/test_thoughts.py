from hypothesis import given
from hypothesis import strategies as st

from roleplay.llm.thoughts import Thoughts

PARTS = st.lists(st.sampled_from(["<think>", "</think>", "<thinking>", "</thinking>", "<", "a", " "]), max_size=12)


def shown(pieces: list[str]) -> str:
    thoughts = Thoughts()
    return "".join(map(thoughts.feed, pieces)) + thoughts.rest()


def test_thoughts_are_taken_out_wherever_the_tags_are_cut() -> None:
    whole = "a<think>no</think>b <thinking>no"
    for at in range(len(whole)):
        assert shown([whole[:at], whole[at:]]) == "ab "


@given(PARTS.map("".join), st.data())
def test_how_a_stream_is_cut_changes_nothing(whole: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=6)))
    pieces = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    assert shown(pieces) == shown([whole])


@given(st.text(st.characters(exclude_characters="<"), max_size=30))
def test_text_without_tags_passes(text: str) -> None:
    assert shown([text]) == text
