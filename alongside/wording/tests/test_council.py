"""The women's advisory council: a text it sends back is not used; a drop-in conversation counts; members are paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import typer
from django.db import DatabaseError, transaction

from alongside.recordkeeping.rules import Refused
from alongside.wording import actions, queries
from alongside.wording.vocabulary.interface import CouncilFileError, OwnText, cannot_ship, own_texts, shown
from tests.cast import CAST, T0, TODAY, acting_as

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])

LETTER = {"key": "letter.welcome", "language": "en", "title": "Welcome", "audience": "woman"}


def put(body: str = "Come as you are.") -> object:
    with acting_as("SUP"):
        return actions.put_to_council(**LETTER, body=body, by=CAST["SUP"], at=T0)


def say(text: object, outcome: str, said: str = "", form: str = "drop_in") -> None:
    with acting_as("COUNCIL"):
        actions.record_review(
            text=text,
            on=TODAY,
            form=form,
            outcome=outcome,
            said=said,
            members=[CAST["COUNCIL"]],
            by=CAST["COUNCIL"],
            at=T0,
        )


def status() -> str:
    with acting_as("W1"):
        return queries.texts().get(key="letter.welcome").status


def test_a_text_goes_its_way() -> None:
    text = put()
    assert status() == "put_to_council"
    say(text, "sent_back", "Too many words about rules.")
    assert status() == "sent_back"
    with acting_as("W1"):
        assert queries.in_use("letter.welcome", "en") is None
    better = put("Come as you are. You choose where to begin.")
    with acting_as("W1"):
        assert queries.in_use("letter.welcome", "en") == better
    say(better, "agreed")
    assert status() == "agreed"


def test_a_version_that_was_not_sent_back_stays_in_use_while_the_new_one_is() -> None:
    first = put()
    say(first, "agreed")
    second = put("Another text.")
    say(second, "sent_back", "The first was better.")
    with acting_as("W1"):
        assert queries.in_use("letter.welcome", "en") == first


def test_sending_back_says_why() -> None:
    with pytest.raises(Refused, match="say_why"):
        say(put(), "sent_back")


# --- the words of our own screens

SENTENCE = "The parts never mix: what belongs to one is not seen from the other."


def put_shown(key: str, body: str, language: str = "en") -> object:
    with acting_as("SUP"):
        return actions.put_to_council(
            key=key, language=language, title=key, audience="woman", body=body, by=CAST["SUP"], at=T0
        )


def still_shown() -> list[tuple[str, list[str]]]:
    with acting_as("W1"):
        return [(text.key, lines) for text, lines in queries.shown_though_sent_back()]


def test_a_text_of_our_screens_that_was_sent_back_is_told_until_it_is_agreed() -> None:
    text = put_shown("choosing", f"As whom?\n\n  The parts never mix: what\tbelongs to one {SENTENCE[41:]}\nSign in")
    assert still_shown() == []
    say(text, "sent_back", "Parts of what?")
    assert still_shown() == [("choosing", [SENTENCE])]
    say(put_shown("choosing-again", SENTENCE), "agreed")
    assert still_shown() == []


def test_french_of_our_screens_is_known_too_and_other_texts_are_not() -> None:
    french = sorted(shown()["fr"], key=len)[-1]
    say(put_shown("entier", french, "fr-ca"), "sent_back", "Trop long.")
    say(put_shown("english-as-french", SENTENCE, "fr-ca"), "sent_back", "Pas en français.")
    say(put_shown("letter", "Dear friend, come in."), "sent_back", "Which friend?")
    assert [key for key, _ in still_shown()] == ["entier"]


def test_what_the_council_sent_back_cannot_ship() -> None:
    of = {"en": frozenset({SENTENCE}), "fr": frozenset()}
    agreed = OwnText(SENTENCE, "en", "agreed", TODAY, "")
    sent_back = OwnText(SENTENCE, "en", "sent_back", TODAY, "Parts of what?")
    assert cannot_ship([agreed, OwnText(SENTENCE, "en", "waiting", None, "")], of) == []
    assert "Parts of what?" in cannot_ship([sent_back], of)[0]
    assert cannot_ship([sent_back], {"en": frozenset(), "fr": frozenset({SENTENCE})}) == []
    assert "not shown any more" in cannot_ship([agreed], {"en": frozenset()})[0]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ('status = "perfect"', "status"),
        ('status = "agreed"', "On which day|on which day"),
        ('status = "sent_back"\non = 2026-01-01', "what did the council say"),
        ('status = "waiting', "council.toml|own.toml"),
    ],
)
def test_a_council_file_says_what_is_missing(tmp_path, more, why) -> None:
    file = tmp_path / "own.toml"
    file.write_text(f'[[text]]\ntext = "Come in."\nlanguage = "en"\n{more}\n', encoding="utf-8")
    with pytest.raises(CouncilFileError, match=why):
        own_texts(file)


def test_our_own_texts_can_ship_and_the_command_stops_when_one_cannot(monkeypatch, tmp_path) -> None:
    from typer.testing import CliRunner

    from alongside.project.commands import wording_project
    from alongside.project.commands.wording import wording

    assert wording_project.council_problems() == []
    file = tmp_path / "council.toml"
    file.write_text(
        f'[[text]]\ntext = "{SENTENCE}"\nlanguage = "en"\nstatus = "sent_back"\n'
        'on = 2026-01-01\nsaid = "Which parts?"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(wording_project, "own_texts", lambda: own_texts(file))
    monkeypatch.setattr(wording_project, "places_in_project", lambda: iter(()))
    app = typer.Typer()
    app.command()(wording)
    result = CliRunner().invoke(app, ["--project"])
    assert result.exit_code == 1 and "Which parts?" in result.stderr


def test_only_the_council_reviews() -> None:
    text = put()
    for who in ("SUP", "W1", "DIR", "ADM"):
        with acting_as(who), pytest.raises(DatabaseError), transaction.atomic():
            actions.record_review(
                text=text, on=TODAY, form="meeting", outcome="agreed", members=[], by=CAST[who], at=T0
            )


def test_members_are_paid_and_see_their_own_pay_alone() -> None:
    pay = {"on": date(2026, 2, 1), "hours": Decimal("1.5"), "paid_on": None, "by": CAST["DIR"], "at": T0}
    with acting_as("DIR"):
        actions.record_pay(member=CAST["COUNCIL"], amount=Decimal("45"), **pay)
        with pytest.raises(Refused, match="paid_more"):
            actions.record_pay(member=CAST["COUNCIL"], amount=Decimal("0"), **pay)
    with acting_as("COUNCIL"):
        assert queries.pay().count() == 1
    with acting_as("W1"):
        assert queries.pay().count() == 0
