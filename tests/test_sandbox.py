import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplay.sandbox import MOST_OUTPUT, MOST_TEXT, TemplateFault, parse, render

VALUES = {"name": "Dana", "wants": ["a refund", "a letter"], "n": 3, "facts": [{"what": "date", "value": "May"}]}


def made(text: str, **values: object) -> str:
    return render(parse("{% block a %}" + text + "{% endblock %}"), "a", {**VALUES, **values})


def fault(text: str, **values: object) -> TemplateFault:
    with pytest.raises(TemplateFault) as caught:
        made(text, **values)
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("{{ name|upper }}, {{ wants|join(' and ') }}", "DANA, a refund and a letter"),
        ("{% for fact in facts %}{{ loop.index }} {{ fact.what }}: {{ fact.value }}{% endfor %}", "1 date: May"),
        ("{% set words = {'a': 'x'} %}{{ words['a'] }}{{ words.get('b', 'y') }}", "xy"),
        ("{{ n + 1 }} {{ 'one' if n == 1 else 'many' }} {{ wants|length }} {{ none_such|default('-') }}", "4 many 2 -"),
        ("{% for key, value in {'a': 1}.items() %}{{ key }}{{ value }}{% endfor %}", "a1"),
        ("{% if name is defined and 'a refund' in wants %}yes{% endif %}", "yes"),
        ("{{ wants[0] }} {{ wants|first }} {{ wants|last }}", "a refund a refund a letter"),
    ],
)
def test_what_a_prompt_needs_is_there(text: str, becomes: str) -> None:
    assert made(text) == becomes


EVERY = "{% for a in wants %}"
DONE = "{% endfor %}"


@pytest.mark.parametrize(
    "text",
    [
        "{{ 'a' * 500000000 }}",
        "{{ 'a'|center(300000000) }}",
        "{{ '%999999999d' % n }}",
        "{{ '{:999999999}'.format(n) }}",
        "{{ n ** n ** n ** n }}",
        "{% for i in range(99999999) %}x{% endfor %}",
        "{% for i in range(99999999) %}{% endfor %}",
        EVERY * 15 + DONE * 15,  # loops in loops over long lists
        EVERY * 15 + "{{ a }}" + DONE * 15,
        EVERY * 4 + "{% if name|upper == a|lower %}{% endif %}" + DONE * 4,
        "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ self.a() }}{{ self.a() }}",
        "{% for a in wants recursive %}{{ loop(wants) }}{{ loop(wants) }}{% endfor %}",
        "{% set x = name %}" + "{% set x = x ~ x %}" * 40 + "{{ x }}",
        "{% set x = name %}" + "{% set x = x + x %}" * 40 + "{{ x }}",
        "{% set x = ['a'] %}" + "{% set x = [x, x] %}" * 40 + "{{ x }}",
        "{% set x = ['a'] %}{% set y = ['a'] %}" + "{% set x = [x, x] %}{% set y = [y, y] %}" * 40 + "{{ x == y }}",
        "{% set x %}" * 3 + "{{ name }}" + "{% endset %}" * 3,
        "{{ name" + "|join('aaaaaaaaaaaaaaaa')" * 20 + " }}",
        "{% set x = 9 %}" + "{% set x = x * x %}" * 40 + "{{ x }}",
        "{% for a in long %}{% if odd in long %}{% endif %}{% endfor %}",  # a long search in every round
        "{% for a in long %}{% if long[::-1] == long %}{% endif %}{% endfor %}",
        "{% if long == odd %}{% endif %}" * 600,
        "{{ n }}" * 4000,  # more than is worth compiling
        "{% set x = long[::-1] %}" * 700,
        "{% include 'customer.j2' %}",
        "{% import 'customer.j2' as c %}",
        "{% filter upper %}x{% endfilter %}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ name.__class__.__mro__ }}",
        "{{ name['__class__'] }}",
        "{{ wants.append(1) }}",
        "{{ lipsum(1000) }}",
        "{{ namespace(a=1) }}",
        "{{ wants }}",
        "{{ nobody }}",
        "{{ facts[0].when }}",
        "{{ 1 / 0 }}",
        "{{ " + "(" * 20_000 + "1" + ")" * 20_000 + " }}",
        "{{ " + "9" * 6_000 + " }}",
        EVERY * 30 + DONE * 30,
        "{% if %}",
        "x" * MOST_TEXT,
    ],
)
def test_what_could_reach_out_or_run_on_ends_in_one_line(text: str) -> None:
    fault(text, wants=["w" * 100] * 50, long="a" * 60_000, odd="a" * 30_000 + "b" + "a" * 20_000)


def test_a_fault_has_its_line() -> None:
    for text in ("\n\n{{ nobody }}", "\n\n{{ 1 / 0 }}", "\n\n{% if %}", "\n\n{{ name|center(9) }}", "\n\n{{ wants }}"):
        assert fault(text).line == 3


def test_a_long_value_is_cut_off_before_it_grows() -> None:
    assert "64000" in str(fault("{{ name }}{{ name }}", name="x" * (MOST_OUTPUT - 1)))
    assert len(made("{{ name }}", name="x" * MOST_OUTPUT)) == MOST_OUTPUT


WORDS = ["{{ name }}", "{{ wants|join(', ') }}", "{% for w in wants %}", "{% endfor %}", "{% if n %}", "{% endif %}"]
WORDS += ["{% set x = name %}", "{{ x ~ x }}", "{{ x * n }}", "{{ x|upper }}", "\n", "}}", "{{", "{%", "#}", "text"]


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_whatever_is_written_comes_out_bounded_or_as_a_fault(words: list[str]) -> None:
    try:
        text = made("".join(words))
    except TemplateFault:
        return
    assert len(text) <= MOST_OUTPUT
