"""``roleplay prompts``, run as a coach-author runs it."""

import re
from pathlib import Path

import pytest
from test_cli import roleplay

SYSTEM = "{% block system %}Be {{ name }}.{% endblock %}"
WHOLE = SYSTEM + "{% block ledger %}{% endblock %}{% block direction %}Now {{ act }}.{% endblock %}"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "config" / "prompts").mkdir(parents=True)
    return tmp_path / "config" / "prompts"


def test_show_prints_what_the_model_gets_in_order_and_what_it_costs(own: Path) -> None:
    done = roleplay("prompts", "show", "customer", "--persona", "double-billed", "--turn", "4")
    assert (done.returncode, done.stderr) == (0, "")
    parts = re.findall(r"^── (\w+) · (\w+) · about (\d+) token", done.stdout, re.MULTILINE)
    assert [name for _role, name, _count in parts] == ["system", "ledger", *["lines"] * 8, "direction"]
    assert "Diane Kowalski" in done.stdout
    sums = {name: int(count) for name, count in re.findall(r"^(\w+) +(\d+)$", done.stdout, re.MULTILINE)}
    assert sums["system"] == int(parts[0][2])
    assert sums["lines"] == sum(int(count) for _role, name, count in parts if name == "lines")
    assert sums["all"] == sum(count for name, count in sums.items() if name != "all")


def test_show_without_a_name_shows_both_in_the_language_asked_for(own: Path) -> None:
    done = roleplay("prompts", "show", "--lang", "it")
    assert done.returncode == 0
    assert "customer.it.j2" in done.stdout
    assert "coach.it.j2" in done.stdout
    assert "Parla italiano" in done.stdout
    assert "Annoti come un operatore" in done.stdout


def test_show_uses_ones_own_template_and_says_so_when_it_cannot(own: Path) -> None:
    (own / "customer.j2").write_text(WHOLE)
    done = roleplay("prompts", "show", "customer", "--turn", "0")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Now open." in done.stdout
    (own / "customer.j2").write_text(SYSTEM)
    done = roleplay("prompts", "show", "customer", "--turn", "0")
    assert done.returncode == 1
    assert "You play" in done.stdout
    assert "customer.j2 cannot be used (the part ledger is missing); the shipped one takes its place" in done.stderr


def test_what_is_shipped_is_sound(own: Path) -> None:
    done = roleplay("prompts", "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count(": sound") == 4


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\n\n{% if %}", ":3: "),
        (SYSTEM, "the part direction is missing; write {% block direction %}"),
        (WHOLE.replace("{{ name }}", "\n{{ nam }}"), ":2: nam is no value of the part system; there are: "),
        (WHOLE.replace("{{ act }}", "act"), "the part direction does not say {{ act }}"),
        (WHOLE.replace("{{ act }}", "\n{{ {'open': 'go'}[act] }}"), ":2: there is no entry vent"),
        (WHOLE + "\nHello", ":2: this stands outside of all parts"),
        (WHOLE.replace("Be", "Be very long " * 1000), "the part system comes to about"),
        (WHOLE.replace("Now", "{% for i in range(9) %}{% endfor %}"), "calling a function is not allowed"),
        ("x" * 33_000, "longer than 32000 characters"),
        (WHOLE + "{% block sistem %}{% endblock %}", "there is no part sistem; there are: system, ledger, direction"),
    ],
)
def test_check_names_what_is_wrong_and_where(own: Path, text: str, told: str) -> None:
    (own / "customer.j2").write_text(text)
    done = roleplay("prompts", "check", str(own / "customer.j2"))
    assert done.returncode == 1
    assert told in done.stdout
    assert "1 prompt is broken" in done.stderr
    assert "Traceback" not in done.stderr
    assert roleplay("prompts", "check").returncode == 1  # it is found among all of them, too


def test_check_says_that_the_other_language_is_lacking(own: Path) -> None:
    (own / "customer.j2").write_text(WHOLE)
    done = roleplay("prompts", "check", str(own / "customer.j2"))
    assert done.returncode == 0
    assert "customer.it.j2 is not beside it" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("dance",),
        ("show", "nobody"),
        ("show", "--persona", "nobody"),
        ("show", "--turn", "-1"),
        ("check", "no-such-name.j2"),
        ("check", "nowhere/customer.j2"),
    ],
)
def test_what_there_is_not_is_one_line_and_status_2(own: Path, arguments: tuple[str, ...]) -> None:
    done = roleplay("prompts", *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_file_with_a_prompts_name_that_no_prompt_has_is_named(own: Path) -> None:
    (own / "custommer.j2").write_text(WHOLE)
    done = roleplay("prompts", "check")
    assert done.returncode == 1
    assert "custommer.j2: no prompt has this name; there are: customer.j2" in done.stdout
