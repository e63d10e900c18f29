"""What this site says: its use against licences, words it has permission for, own norms, what it asks."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from alongside.instruments import actions, queries
from alongside.instruments.actions.loading import shipped_id
from alongside.instruments.models import Overlay, SiteNorm, SiteUse, Switch
from alongside.instruments.rules.change import judge
from alongside.instruments.terms import Because, How, Misfit
from alongside.recordkeeping.rules import Refused
from tests.cast import CAST, acting_as
from tests.client import statements

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
AT = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)

PHQ = shipped_id("PHQ-9", "standard-2w", "en")  # public domain
RAAS = shipped_id("RAAS-close", "1996-close", "en")  # not commercial
EPDS = shipped_id("EPDS", "1987", "en")  # words need a permission
BDI = shipped_id("BDI-II", "21-item", "en")  # results only


def stamp(minutes: int = 0) -> dict:
    return {"by": CAST["DIR"], "at": AT + timedelta(minutes=minutes)}


def how(id: object) -> tuple[str, str]:
    shown = queries.shown_how(id)  # type: ignore[arg-type]
    return str(shown.how), shown.because


def words(id: object = EPDS) -> dict:
    items = queries.definition(id).every_item  # type: ignore[arg-type]
    return {
        "instructions": "Invented instructions",
        "items": {
            name: {"text": f"Invented question {name}", "options": [f"{name}{n}" for n, _ in enumerate(item.options)]}
            for name, item in items.items()
        },
    }


def install(texts: dict | None = None, permission: str = "letter of 3 May", minutes: int = 0) -> Overlay:
    return actions.install_overlay(definition=EPDS, texts=texts or words(), permission=permission, **stamp(minutes))


# --- the flip table: one thing changes, the answer flips


@pytest.mark.parametrize(
    ("uses", "of_raas", "of_phq"),
    [
        (None, (How.REFUSED, "undeclared"), (How.SHIPPED, "")),
        (["clinical"], (How.SHIPPED, ""), (How.SHIPPED, "")),
        (["clinical", "commercial"], (How.REFUSED, "no_commercial"), (How.SHIPPED, "")),
        (["research"], (How.SHIPPED, ""), (How.SHIPPED, "")),
        (["commercial"], (How.REFUSED, "no_commercial"), (How.SHIPPED, "")),
    ],
)
def test_licences_are_read_against_the_newest_declaration(uses, of_raas, of_phq) -> None:  # type: ignore[no-untyped-def]
    with acting_as("DIR"):
        if uses is None:
            assert queries.shown_how(RAAS, queries.Site(None, {}, {})).because == "undeclared"
            assert queries.shown_how(PHQ, queries.Site(None, {}, {})).how == How.SHIPPED
            return
        actions.declare_use(uses=uses, **stamp())
        assert (how(RAAS), how(PHQ)) == (of_raas, of_phq)


def test_a_declaration_taken_further_and_back() -> None:
    with acting_as("DIR"):
        assert how(RAAS) == (How.SHIPPED, "")
        actions.declare_use(uses=["commercial"], **stamp(1))
        assert how(RAAS) == (How.REFUSED, "no_commercial")
        actions.declare_use(uses=["clinical"], **stamp(2))
        assert how(RAAS) == (How.SHIPPED, "")
        assert queries.declarations().count() == 3, "earlier ones stay"


def test_what_is_refused_comes_without_its_words() -> None:
    with acting_as("DIR"):
        actions.declare_use(uses=["commercial"], **stamp())
        read, shown = queries.to_ask(RAAS)
        assert not shown and len(read.items) == 18
        assert read.stem == "" and {item.text for item in read.items} == {""}
        assert {label for item in read.items for _value, label in item.options} == {""}
        assert [value for value, _ in read.items[0].options] == [1, 2, 3, 4, 5]
        assert queries.definition(RAAS).items[0].text, "scoring earlier answers still works"


def test_declarations_and_norms_are_added_and_never_changed() -> None:
    with acting_as("DIR"):
        said = actions.declare_use(uses=["clinical"], **stamp())
        norm = own_norm()
        turned = actions.switch(code="PHQ-9", on=False, **stamp())
        for model, row, change in (
            (SiteUse, said, {"commercial": True}),
            (SiteNorm, norm, {"sd": 1}),
            (Switch, turned, {"on": True}),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                model.objects.filter(id=row.id).update(**change)
            with pytest.raises(DatabaseError), transaction.atomic():
                model.objects.filter(id=row.id).delete()


def test_a_declaration_names_a_use() -> None:
    with acting_as("DIR"):
        with pytest.raises(Refused) as no:
            actions.declare_use(uses=[], **stamp())
        assert no.value.because == Because.NO_USE_NAMED
        with pytest.raises(DatabaseError), transaction.atomic():
            SiteUse.objects.create(recorded_by=CAST["DIR"], recorded_at=AT)


# --- words this site has permission for


def test_words_are_shown_once_they_are_installed_and_not_after_they_are_taken_out() -> None:
    with acting_as("DIR"):
        bare, before = queries.to_ask(EPDS)
        assert before.how == How.SCORE_ONLY and not any("Invented" in item.text for item in bare.items)
        install()
        read, shown = queries.to_ask(EPDS)
        assert shown.how == How.OVERLAY and shown.with_words
        assert read.instructions == "Invented instructions"
        assert read.items[0].text == "Invented question 1" and read.items[0].options[0][1] == "10"
        assert [v for v, _ in read.items[0].options] == [v for v, _ in bare.items[0].options], "values stay"
        actions.take_out_overlay(definition=EPDS, **stamp(1))
        assert queries.to_ask(EPDS)[1].how == How.SCORE_ONLY and queries.overlay_of(EPDS) is None
        with pytest.raises(Refused) as no:
            actions.take_out_overlay(definition=EPDS, **stamp(2))
        assert no.value.because == Because.NOTHING_TO_TAKE_OUT


def test_the_newest_words_count_and_taking_out_takes_all() -> None:
    with acting_as("DIR"):
        install()
        later = words()
        later["items"]["1"]["text"] = "Later"
        install(later, minutes=1)
        assert queries.to_ask(EPDS)[0].items[0].text == "Later"
        actions.take_out_overlay(definition=EPDS, **stamp(2))
        assert queries.to_ask(EPDS)[1].how == How.SCORE_ONLY


def test_one_list_of_answers_does_for_all_questions() -> None:
    with acting_as("DIR"):
        texts = words()
        for item in texts["items"].values():
            del item["options"]
        install({**texts, "options": ["a", "b", "c", "d"]})
        assert [label for _v, label in queries.to_ask(EPDS)[0].items[4].options] == ["a", "b", "c", "d"]


def test_installed_words_are_not_changed_in_place() -> None:
    with acting_as("DIR"):
        held = install()
        with pytest.raises(DatabaseError), transaction.atomic():
            Overlay.objects.filter(id=held.id).update(texts="{}")
        actions.take_out_overlay(definition=EPDS, **stamp(1))
        with pytest.raises(DatabaseError, match="taken out"), transaction.atomic():
            Overlay.objects.filter(id=held.id).update(taken_out_at=None)


def _without(texts: dict, name: str) -> dict:
    return {**texts, "items": {key: value for key, value in texts["items"].items() if key != name}}


@pytest.mark.parametrize(
    ("spoil", "item", "misfit"),
    [
        (lambda t: _without(t, "4"), "4", Misfit.NO_WORDS),
        (lambda t: {**t, "items": {**t["items"], "4": {"text": "  "}}}, "4", Misfit.NO_WORDS),
        (lambda t: {**t, "items": {**t["items"], "11": {"text": "x"}}}, "11", Misfit.NO_SUCH_QUESTION),
        (lambda t: {**t, "items": {**t["items"], "2": {"text": "x", "options": ["a"]}}}, "2", Misfit.LABELS_COUNT),
        (lambda t: {**t, "items": {**t["items"], "2": {"text": "x", "options": ["a", "", "c", "d"]}}}, "2",
         Misfit.LABELS_ARE_WORDS),
        (lambda t: {**t, "items": {**t["items"], "2": {"text": "x", "options": "abcd"}}}, "2", Misfit.LABELS_ARE_WORDS),
    ],
)  # fmt: skip
def test_words_that_do_not_fit_are_named_and_not_kept(spoil, item: str, misfit: str) -> None:  # type: ignore[no-untyped-def]
    with acting_as("DIR"):
        with pytest.raises(Refused) as no:
            install(spoil(words()))
        assert no.value.because == Because.TEXTS_DO_NOT_FIT
        assert [(each.item, each.how) for each in no.value.detail["misfits"]] == [(item, misfit)]
        assert Overlay.objects.count() == 0


@pytest.mark.parametrize(
    ("id", "texts", "permission", "because"),
    [
        (EPDS, None, " ", Because.PERMISSION_NEEDED),
        (EPDS, {"items": {}}, "letter", Because.NO_TEXTS),
        (EPDS, {}, "letter", Because.NO_TEXTS),
        (PHQ, {"items": {"1": {"text": "x"}}}, "letter", Because.NOT_FOR_OVERLAY),
        (BDI, {"items": {"1": {"text": "x"}}}, "letter", Because.NOT_FOR_OVERLAY),
    ],
)
def test_when_words_are_not_taken(id, texts, permission, because) -> None:  # type: ignore[no-untyped-def]
    with acting_as("DIR"):
        with pytest.raises(Refused) as no:
            actions.install_overlay(
                definition=id, texts=words() if texts is None else texts, permission=permission, **stamp()
            )
        assert no.value.because == because


def test_the_definition_never_holds_the_words_of_an_overlay() -> None:
    """What is exported or downloaded is the definition: installing words changes nothing of it."""
    with acting_as("DIR"):
        before = queries.row(EPDS)
        install()
        after = queries.row(EPDS)
        assert (before.document, before.checksum) == (after.document, after.checksum)
        assert "Invented" not in after.document and "Invented" not in json.dumps(queries.definition(EPDS).source)


# --- switches


def test_an_instrument_is_switched_off_and_on() -> None:
    with acting_as("DIR"):
        row = queries.row(PHQ)
        assert queries.on_shelf(row).asked
        actions.switch(code="PHQ-9", on=False, why="we use another", **stamp())
        assert not queries.on_shelf(row).asked
        with pytest.raises(Refused) as again:
            actions.switch(code="PHQ-9", on=False, **stamp(1))
        actions.switch(code="PHQ-9", on=True, **stamp(2))
        assert queries.on_shelf(row).asked and again.value.because == Because.ALREADY_SO


def test_what_is_off_by_default_stays_off_until_somebody_asks_for_it() -> None:
    socrates = shipped_id("SOCRATES-8D", "8d", "en")
    with acting_as("DIR"):
        row = queries.row(socrates)
        assert not queries.on_shelf(row).on
        actions.switch(code="SOCRATES-8D", on=True, **stamp())
        assert queries.on_shelf(row).asked


def test_what_its_licence_forbids_cannot_be_switched_on_and_is_not_asked() -> None:
    with acting_as("DIR"):
        actions.switch(code="RAAS-close", on=False, **stamp())
        actions.declare_use(uses=["commercial"], **stamp(1))
        with pytest.raises(Refused) as no:
            actions.switch(code="RAAS-close", on=True, **stamp(2))
        assert no.value.because == Because.NOT_ALLOWED_HERE
        assert not queries.on_shelf(queries.row(shipped_id("DAST-10", "10-item", "en"))).asked


def test_the_whole_shelf_takes_few_statements() -> None:
    with acting_as("W1"):
        queries.catalogue()
        with statements() as asked:
            shelf = queries.catalogue()
        assert len(asked) == 4, asked
        assert len(shelf) > 40 and len({each.row.code for each in shelf}) == len(shelf)


# --- norms


def own_norm(valid_from: date = date(2026, 1, 1), minutes: int = 0, **more: object) -> SiteNorm:
    values = {
        "scale": "total", "sd": Decimal("5.2"), "r": Decimal("0.8"), "r_type": "test-retest, 2 weeks",
        "source": "our own study, 2025",
    }  # fmt: skip
    return actions.record_norm(code="PHQ-9", valid_from=valid_from, **{**values, **more}, **stamp(minutes))  # type: ignore[arg-type]


def test_our_own_norm_counts_from_its_day_and_travels_with_the_change() -> None:
    with acting_as("DIR"):
        definition = queries.definition(PHQ)
        (published,) = queries.norms_for(definition, "total", date(2026, 3, 1))
        own_norm(cutoff=Decimal(10))
        ours, then = queries.norms_for(definition, "total", date(2026, 3, 1))
        assert then == published
        assert queries.norms_for(definition, "total", date(2025, 12, 31)) == (published,)
        # S_diff = sqrt(2) * 5.2 * sqrt(0.2) = 3.289; 1.96 of it = 6.446
        change = judge(16, 9, ours)
        assert (change.needed, change.reliable, change.crossed_caseness) == (6.45, True, True)
        assert change.flat()["r_type"] == "test-retest, 2 weeks" and change.flat()["source"] == "our own study, 2025"
        assert judge(16, 10, ours).reliable is False


def test_a_later_norm_takes_its_place() -> None:
    with acting_as("DIR"):
        own_norm()
        own_norm(minutes=1, sd=Decimal(7))
        own_norm(valid_from=date(2026, 6, 1), minutes=2, sd=Decimal(9))
        assert queries.own_norm("PHQ-9", "total", date(2026, 3, 1)).sd == 7
        assert queries.own_norm("PHQ-9", "total", date(2026, 7, 1)).sd == 9


@pytest.mark.parametrize(
    ("wrong", "because", "field"),
    [
        ({"scale": "nothing"}, Because.NO_SUCH_SCALE, "scale"),
        ({"sd": Decimal(0)}, Because.SD_POSITIVE, "sd"),
        ({"sd_general": Decimal(-1)}, Because.SD_POSITIVE, "sd_general"),
        ({"r": Decimal(1)}, Because.R_BETWEEN, "r"),
        ({"r": Decimal("-0.1")}, Because.R_BETWEEN, "r"),
        ({"source": " "}, Because.SOURCE_NEEDED, "source"),
    ],
)
def test_norms_that_cannot_be(wrong: dict, because: str, field: str) -> None:
    with acting_as("DIR"):
        with pytest.raises(Refused) as no:
            own_norm(**wrong)
        assert (no.value.because, no.value.field) == (because, field)
        assert SiteNorm.objects.count() == 0


# --- notices


def test_what_must_be_said_stands_on_every_showing() -> None:
    """KPCS may be used free as long as the full reference is on every copy."""
    kpcs = shipped_id("KPCS", "2008", "en")
    with acting_as("W1"):
        notice = queries.shown_how(kpcs).notice
        assert "Karitane" in notice and "31, 442-453" in notice and "Used unaltered" in notice
        for each in queries.catalogue():
            conditions = each.terms.licence.flags & {"cite", "full_reference_on_all_copies", "no_alteration"}
            assert each.shown.notice or not conditions, each.row.code
