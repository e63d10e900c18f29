"""Questions: offered, chosen with her, answered one by one, paused, gone on with elsewhere, finished, put right."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from alongside.assessment import actions, queries, rules
from alongside.assessment.actions import watching
from alongside.assessment.models import AnonymousAnswer, Answer, Occasion, Score, Sitting
from alongside.assessment.terms import Mode, No, SittingEnd
from alongside.families.models import Family, Woman
from alongside.instruments import queries as instruments
from alongside.recordkeeping.models import Trail
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.actions import acting, carry, hashed, new_token
from tests.cast import CAST, T0, TODAY, acting_as, dyad, token_of
from tests.client import statements

pytestmark = pytest.mark.django_db(databases=["default", "loader"])
STAMP = {"by": CAST["W1"], "at": T0}
MET = date(2026, 2, 1)


@pytest.fixture(autouse=True)
def w1() -> Iterator[None]:
    with acting_as("W1"):
        yield


def alder() -> Family:
    return Family.objects.get(pk=CAST["ALDER"])


def ana() -> Woman:
    return Woman.objects.get(pk=CAST["ANA"])


def offered(code: str = "PHQ-9", subject: uuid.UUID | None = None) -> Occasion:
    return actions.offer(family=alder(), subject=subject or CAST["ANA"], instrument=code, met_on=MET, **STAMP)


def begun(*codes: str, **more: Any) -> actions.Started:
    found = [offered(code).pk for code in codes or ("PHQ-9",)]
    return actions.start_sitting(
        **{"family": alder(), "woman": ana(), "occasions": found, "mode": Mode.TABLET, "met_on": MET, **STAMP, **more}
    )


def save(started: actions.Started, item: str, value: object, *, nth: int = 0, **more: Any) -> actions.Saved:
    return actions.save_answer(
        **{
            "occasion": started.now[nth].pk, "item": item, "value": value, "key": uuid.uuid4(),
            "sitting": started.sitting.pk, **STAMP, **more,
        }
    )  # fmt: skip


def answer_all(started: actions.Started, value: int = 1, nth: int = 0) -> None:
    for item in [str(n) for n in range(1, 11)]:
        save(started, item, value, nth=nth)


def refused(code: No) -> Any:
    return pytest.raises(Refused, match=f"^{code}$")


# --- offering -----------------------------------------------------------------------------------------------------


def test_offered_then_later_then_she_would_rather_not_each_is_a_step() -> None:
    occasion = offered()
    actions.later(occasion=occasion, words="after the holidays", **STAMP)
    actions.said_no(occasion=occasion, **STAMP)
    steps = [(row.state, row.words) for row in queries.steps_of([occasion.pk])]
    assert steps == [("offered", ""), ("later", "after the holidays"), ("said_no", "")]
    occasion.refresh_from_db()
    assert (occasion.state, occasion.category, occasion.definition.code) == ("said_no", 4, "PHQ-9")
    with refused(No.SETTLED_MEANWHILE):
        actions.later(occasion=occasion, **STAMP)


@pytest.mark.parametrize("met_on", [None, TODAY, TODAY + timedelta(days=1)])
def test_nothing_is_offered_or_begun_at_the_first_meeting(met_on: date | None) -> None:
    with refused(No.FIRST_MEETING):
        actions.offer(family=alder(), subject=CAST["ANA"], instrument="PHQ-9", met_on=met_on, **STAMP)
    with refused(No.FIRST_MEETING):
        begun(met_on=met_on)


@pytest.mark.parametrize(
    ("code", "subject", "because"),
    [
        ("NO-SUCH", CAST["ANA"], No.MEASURE_UNKNOWN),
        ("BDI-II", CAST["ANA"], No.NO_WORDS_HERE),
        ("BCAP", CAST["ANA"], No.NOT_ASKED_HERE),  # off by default (E-22)
        ("SOCRATES-8D", CAST["ANA"], No.NOT_ASKED_HERE),
        ("PERINATAL-POEM-community", CAST["ANA"], No.NOT_ASKED_HERE),  # belongs to nobody
        ("CLINICIAN-RELATIONSHIP-RATING", dyad("ANA", "BEE"), No.NOT_ASKED_HERE),  # not hers to answer
        ("PHQ-9", CAST["BEE"], No.ABOUT_ANOTHER),
        ("PRFQ", CAST["ANA"], No.ABOUT_ANOTHER),
        ("PHQ-9", CAST["EVE"], No.ABOUT_ANOTHER),
    ],
)
def test_what_cannot_be_offered(code: str, subject: uuid.UUID, because: No) -> None:
    with refused(because):
        offered(code, subject)


def test_the_same_measure_is_offered_once_until_it_is_settled() -> None:
    first = offered()
    with refused(No.ALREADY_OFFERED):
        offered()
    actions.said_no(occasion=first, **STAMP)
    assert offered().pk != first.pk
    assert offered("PRFQ", dyad("ANA", "BEE")).pk != offered("PRFQ", dyad("ANA", "BO")).pk


# --- beginning ------------------------------------------------------------------------------------------------------


def test_a_sitting_asks_at_most_its_minutes_and_the_rest_is_for_later() -> None:
    started = begun("CES-D", "DASS-21", "BAM", "GAD-7")
    assert [row.instrument for row in started.now] == ["CES-D", "DASS-21", "BAM"]  # 5 + 5 + 5 of 15
    assert [row.instrument for row in started.later] == ["GAD-7"]
    assert Occasion.objects.get(pk=started.later[0].pk).state == "later"
    assert [part.occasion.instrument for part in queries.parts(started.sitting.pk)] == ["CES-D", "DASS-21", "BAM"]


def test_how_long_it_may_take_can_be_chosen() -> None:
    assert [row.instrument for row in begun("PHQ-9", "GAD-7", "BARC-10", minutes=5).now] == ["PHQ-9", "GAD-7"]


def test_hard_questions_need_her_yes_somebody_there_and_how_she_is() -> None:
    occasion = offered("PCL-5")
    common = {"family": alder(), "woman": ana(), "occasions": [occasion.pk], "mode": Mode.TABLET, "met_on": MET}
    with refused(No.HER_YES):
        actions.start_sitting(**common, **STAMP)
    actions.choose(family=alder(), woman=ana(), instrument="PCL-5", wants=True, **STAMP)
    with refused(No.AT_HAND):
        actions.start_sitting(**common, **STAMP)
    with refused(No.FEELING_FIRST):
        actions.start_sitting(**common, person_at_hand=CAST["W1"], **STAMP)
    for feeling in ("pause", "somebody"):
        with refused(No.SHE_WAITS):
            actions.start_sitting(**common, person_at_hand=CAST["W1"], before=feeling, **STAMP)
    with refused(No.NOT_BY_POST):
        actions.start_sitting(**{**common, "mode": Mode.MAIL}, person_at_hand=CAST["W1"], before="fine", **STAMP)
    started = actions.start_sitting(**common, person_at_hand=CAST["W1"], before="tender", **STAMP)
    assert (started.sitting.before, started.sitting.person_at_hand) == ("tender", CAST["W1"])


def test_a_yes_that_she_took_back_counts_no_more() -> None:
    offered("ACE-10")
    for wants in (True, False):
        actions.choose(family=alder(), woman=ana(), instrument="ACE-10", wants=wants, **STAMP)
    assert queries.said_yes(CAST["ANA"], ["ACE-10"]) == set()
    assert queries.choices_of(CAST["ANA"])["ACE-10"].wants is False


# --- answering ------------------------------------------------------------------------------------------------------


def test_an_answer_is_saved_at_once_and_a_changed_one_supersedes_it() -> None:
    started = begun()
    first = save(started, "1", "2")
    changed = save(started, "1", 3)
    assert (first.again, changed.again, changed.asked.answers) == (False, False, {"1": 3})
    assert Occasion.objects.get(pk=started.now[0].pk).state == "partly"
    rows = list(queries.versions_of(started.now[0].pk))
    assert [(row.value, row.superseded_at is None) for row in rows] == [(3, True), (2, False)]


def test_an_answer_that_arrives_twice_is_one_row() -> None:
    started, key = begun(), uuid.uuid4()
    one, two = save(started, "1", 1, key=key), save(started, "1", 1, key=key)
    assert (two.again, one.answer.pk) == (True, two.answer.pk)
    save(started, "1", 2)
    assert save(started, "1", 1, key=key).again  # a copy that comes late changes nothing
    assert [row.value for row in queries.answers_of([started.now[0].pk])] == [2]


def test_another_choice_with_the_key_of_an_earlier_one_is_not_lost() -> None:
    started, key = begun(), uuid.uuid4()
    save(started, "1", 1, key=key)
    assert not save(started, "1", 2, key=key).again
    assert save(started, "1", 2, key=key).again
    assert [row.value for row in queries.answers_of([started.now[0].pk])] == [2]


@pytest.mark.parametrize(
    ("item", "value", "because"),
    [
        ("1", 4, No.NOT_A_CHOICE),
        ("1", -1, No.NOT_A_CHOICE),
        ("1", "often", No.NOT_A_CHOICE),
        ("1", "1e400", No.NOT_A_CHOICE),
        ("1", "NA", No.NA_NOT_ALLOWED),
        ("1", ["1", "2"], No.ASKED_TWICE),
        ("99", 1, No.UNKNOWN_ITEM),
        ("total", 12, No.UNKNOWN_ITEM),
    ],
)
def test_what_cannot_be_an_answer_is_refused_and_nothing_else_is_lost(item: str, value: object, because: No) -> None:
    started = begun()
    save(started, "2", 2)
    with refused(because) as no:
        save(started, item, value)
    assert item == "99" or item == "total" or no.value.detail["value"] == value
    assert [(row.item, row.value) for row in queries.answers_of([started.now[0].pk])] == [("2", 2)]


def test_prefer_not_to_say_is_an_answer_and_not_the_same_as_not_asked() -> None:
    started = begun()
    save(started, "1", "prefer_not")
    save(started, "2", 1)
    save(started, "2", None)  # she takes it back
    rows = {row.item: row.standing for row in queries.answers_of([started.now[0].pk])}
    assert rows == {"1": "prefer_not", "2": "cleared"}
    [part] = queries.parts(started.sitting.pk)
    assert part.answers == {"1": "prefer_not"}
    assert rules.first_open(part.items, part.answers) == "2"


def test_what_does_not_apply_is_kept_as_such() -> None:
    started = begun("DAST-10", "BAM")
    with refused(No.NA_NOT_ALLOWED):
        save(started, "1", "NA")


def test_an_answer_after_the_end_is_not_added_and_is_given_back() -> None:
    started = begun()
    save(started, "1", 2)
    actions.finish(sitting=started.sitting, **STAMP)
    with refused(No.SITTING_OVER) as no:
        save(started, "1", 3)
    assert no.value.detail["value"] == 3
    assert [row.value for row in queries.answers_of([started.now[0].pk])] == [2]


def test_an_occasion_of_an_unknown_version_is_not_answered() -> None:
    started = begun()
    with refused(No.MEASURE_UNKNOWN):
        save(started, "1", 1, occasion=CAST_OCCASION)


CAST_OCCASION = uuid.uuid5(uuid.UUID("0190d0b0-0000-7000-8000-000000000000"), "occasion 1")


def test_a_question_of_another_sitting_is_not_answered_in_this_one() -> None:
    started, other = begun(), begun("GAD-7")
    with refused(No.NOT_IN_THIS_SITTING):
        save(started, "1", 1, occasion=other.now[0].pk)


def test_a_saved_answer_takes_at_most_eight_statements() -> None:
    started = begun()
    for value in (1, 2):  # the first one, with which it is begun; one that changes it
        with statements() as asked:
            save(started, "1", value)
        assert len(asked) <= 6, asked


# --- pause, go on elsewhere, stop, finish --------------------------------------------------------------------------


def test_a_pause_keeps_every_answer_and_it_goes_on_in_another_sitting() -> None:
    first = begun("PHQ-9", "GAD-7")
    save(first, "1", 2)
    actions.pause(sitting=first.sitting, **STAMP)
    assert not Score.objects.filter(occasion=first.now[0]).exists()
    again = actions.start_sitting(
        family=alder(), woman=ana(), occasions=[row.pk for row in first.now], mode=Mode.PHONE, met_on=MET, **STAMP
    )
    assert [part.answers for part in queries.parts(again.sitting.pk)] == [{"1": 2}, {}]
    assert queries.parts(first.sitting.pk) == []
    with refused(No.NOT_IN_THIS_SITTING):
        save(first, "2", 1)


def test_going_on_elsewhere_ends_the_earlier_device() -> None:
    first, token = begun(), new_token()
    actions.hand_over(sitting=first.sitting, token_hash=hashed(token), **STAMP)
    with acting(token):
        assert Occasion.objects.count() == 1
    with acting_as("W1"):
        actions.start_sitting(
            family=alder(), woman=ana(), occasions=[first.now[0].pk], mode=Mode.TABLET, met_on=MET, **STAMP
        )
        assert Sitting.objects.get(pk=first.sitting.pk).end == SittingEnd.PAUSED
    with acting(token):
        assert Occasion.objects.count() == 0 and Sitting.objects.count() == 0


def test_finished_measures_are_done_and_scored_with_their_version_and_engine() -> None:
    started = begun("PHQ-9", "GAD-7")
    answer_all(started)
    save(started, "1", 2, nth=1)
    actions.finish(sitting=started.sitting, **STAMP)
    phq, gad = (Occasion.objects.get(pk=row.pk) for row in started.now)
    assert (phq.state, phq.total, phq.on, phq.done_at) == ("done", 9, TODAY, T0)
    assert (gad.state, gad.total) == ("partly", None)
    score = Score.objects.get(occasion=phq, scale="total")
    assert (score.value, score.band, score.engine, score.definition_id) == (9, "mild", "1", phq.definition_id)
    missing = Score.objects.get(occasion=gad, scale="total")
    assert (missing.value, missing.missing) == (None, 6) and missing.reason
    ended = Sitting.objects.get(pk=started.sitting.pk)
    assert (ended.end, ended.ended_at) == ("finished", T0)
    with refused(No.SITTING_OVER):
        actions.pause(sitting=started.sitting, **STAMP)


def test_stopping_keeps_what_was_answered_and_leaves_the_rest_for_later() -> None:
    started = begun("PHQ-9", "GAD-7")
    save(started, "1", 2)
    actions.stop(sitting=started.sitting, **STAMP)
    assert [Occasion.objects.get(pk=row.pk).state for row in started.now] == ["partly", "later"]


def test_preferring_not_to_say_completes_a_form_and_its_score_says_what_is_missing() -> None:
    started = begun()
    answer_all(started)
    save(started, "3", "prefer_not")
    actions.finish(sitting=started.sitting, **STAMP)
    occasion = Occasion.objects.get(pk=started.now[0].pk)
    score = Score.objects.get(occasion=occasion, scale="total")
    assert (occasion.state, score.missing, score.prorated) == ("done", 1, True)


def test_the_same_measure_is_not_begun_twice_on_one_day() -> None:
    started = begun()
    answer_all(started)
    actions.finish(sitting=started.sitting, **STAMP)
    with refused(No.DONE_TODAY):
        begun()


def test_a_measure_recorded_for_today_in_the_meantime_leaves_hers_as_part_of_it() -> None:
    started = begun()
    answer_all(started)
    actions.record_occasion(
        family=alder(), subject=CAST["ANA"], category=4, instrument="PHQ-9", on=TODAY, total=5, **STAMP
    )
    actions.finish(sitting=started.sitting, **STAMP)
    assert Occasion.objects.get(pk=started.now[0].pk).state == "partly"
    assert queries.answers_of([started.now[0].pk]).count() == 10


def test_she_later_corrects_an_answer_and_it_is_scored_again() -> None:
    started = begun()
    answer_all(started)
    occasion = started.now[0]
    with refused(No.NOT_OPEN_YET):
        actions.correct_answer(occasion=occasion, item="1", value=3, key=uuid.uuid4(), **STAMP)
    actions.finish(sitting=started.sitting, **STAMP)
    key = uuid.uuid4()
    for _twice in range(2):
        actions.correct_answer(occasion=occasion, item="1", value=3, key=key, **STAMP)
    versions = [(row.value, row.she_corrected) for row in queries.versions_of(occasion.pk) if row.item == "1"]
    assert sorted(versions) == [(1, False), (3, True)]
    scores = Score.objects.filter(occasion=occasion, scale="total").order_by("-superseded_at")
    assert {(row.value, row.superseded_at is None) for row in scores} == {(9, False), (11, True)}
    assert Occasion.objects.get(pk=occasion.pk).total == 11


# --- answers somebody is told of ------------------------------------------------------------------------------------


def test_every_answer_to_a_watched_question_reaches_the_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, Any, bool | None]] = []

    def hear(*, answer: Answer, confirmed: bool | None, by: uuid.UUID, at: Any) -> None:
        heard.append((answer.item, answer.value, confirmed))

    for module in ("answering", "results"):
        monkeypatch.setattr(f"alongside.assessment.actions.{module}.watch_answer", hear)
    started = begun()
    save(started, "1", 3)
    saved = save(started, "9", 1)
    assert saved.told and not save(started, "1", 2).told
    actions.confirm_answer(answer=saved.answer, **STAMP)
    save(started, "9", 0)
    assert heard == [("9", 1, None), ("9", 1, True), ("9", 0, None)]
    assert watching.watch_answer is not hear


def test_she_reads_who_sees_the_answer_before_the_question() -> None:
    from alongside.assessment.models import Protocol

    with acting_as("SUP"):
        for instrument, words in (("", "for all"), ("PHQ-9", "for this one")):
            Protocol.objects.create(
                agency=CAST["LEAD"], instrument=instrument, told_before=words, told_before_fr=f"fr {words}", steps="x",
                recorded_by=CAST["SUP"], recorded_at=T0,
            )  # fmt: skip
    with acting_as("W1"):
        assert queries.told_before(CAST["LEAD"], "PHQ-9", "en") == "for this one"
        assert queries.told_before(CAST["LEAD"], "CORE-10", "fr-ca") == "fr for all"
        assert queries.told_before(CAST["CAS"], "CORE-10", "en") == ""


# --- ACE: the number alone ------------------------------------------------------------------------------------------


def test_of_the_hardest_questions_only_the_number_is_kept() -> None:
    actions.choose(family=alder(), woman=ana(), instrument="ACE-10", wants=True, **STAMP)
    started = begun("ACE-10", person_at_hand=CAST["W1"], before="fine")
    [part] = queries.parts(started.sitting.pk)
    assert part.items == ["total"]
    save(started, "total", 4)
    actions.finish(sitting=started.sitting, **STAMP)
    occasion = Occasion.objects.get(pk=started.now[0].pk)
    assert (occasion.state, occasion.total) == ("done", 4)


# --- results and answers that belong to nobody ----------------------------------------------------------------------


def result(code: str = "PSI-4-SF", **more: Any) -> Occasion:
    row = instruments.published(code)
    terms = instruments.definition(row.pk)
    given = [(item.id, item.among[1]) for item in terms.items]
    about = {"dyad": dyad("ANA", "BEE"), "child": CAST["BEE"]}.get(terms.subject, CAST["ANA"])
    return actions.record_result(
        **{"family": alder(), "subject": about, "definition": row.pk, "on": TODAY, "values": given, **STAMP, **more}
    )


def test_a_result_is_entered_from_a_licensed_form() -> None:
    occasion = result("BDI-II")
    assert (occasion.state, occasion.mode, occasion.source) == ("done", "result", "her_report")
    assert Answer.objects.filter(occasion=occasion).exists() and Score.objects.filter(occasion=occasion).exists()
    with refused(No.ALREADY_RECORDED):
        result("BDI-II")


@pytest.mark.parametrize(
    ("more", "because"),
    [
        ({"definition": uuid.uuid4()}, No.MEASURE_UNKNOWN),
        ({"on": TODAY + timedelta(days=1)}, No.IN_FUTURE),
        ({"subject": CAST["EVE"]}, No.ABOUT_ANOTHER),
        ({"values": []}, No.NOTHING_CHOSEN),
        ({"values": [("no", 1)]}, No.UNKNOWN_ITEM),
        ({"values": [("total", "text")]}, No.NOT_A_CHOICE),
        ({"values": [("total", 1), ("total", 2)]}, No.ASKED_TWICE),
        ({"values": [("total", 999999)]}, No.NOT_A_CHOICE),
    ],
)
def test_what_cannot_be_a_result(more: dict[str, Any], because: No) -> None:
    before = Occasion.objects.count()
    with refused(because):
        result("BDI-II", **more)
    assert Occasion.objects.count() == before


def lines() -> int:
    """Lines of the trail, as whoever looks after privacy finds them; then it is the counsellor's turn again."""
    with acting_as("PRIV"):
        found = Trail.objects.count()
    carry(token_of("W1"))
    return found


def test_what_she_says_about_us_belongs_to_nobody() -> None:
    before = lines()
    shelf = queries.about_the_service()
    kept = actions.record_anonymous(
        definition=shelf.row.pk, agency=CAST["LEAD"], answers={"1": "2", "2": 1, "3": ""}, at=T0
    )
    assert kept == 2
    assert AnonymousAnswer.objects.count() == 0  # nobody reads them one by one
    columns = {field.name for field in AnonymousAnswer._meta.fields}
    assert columns == {"id", "reply", "definition", "agency", "month", "item", "value"}
    assert lines() == before
    save(begun("GAD-7"), "1", 2)  # whereas an answer of hers is a line
    assert lines() > before
    with refused(No.NOT_A_CHOICE):
        actions.record_anonymous(definition=shelf.row.pk, agency=CAST["LEAD"], answers={"1": 9}, at=T0)


# --- letters --------------------------------------------------------------------------------------------------------


def test_nothing_goes_by_post_unless_she_said_that_post_is_safe() -> None:
    occasion = offered("GAD-7")
    common = {"family": alder(), "woman": ana(), "minutes": 15, "language": "en", "met_on": MET}
    with refused(No.POST_NOT_SAFE):  # her plan in the cast names text messages alone
        actions.send_pack(occasions=[occasion.pk], **common, **STAMP)


def post_is_safe() -> None:
    from alongside.families.actions import save_safe_contact

    post = {"channel": "post", "value": "General delivery"}
    save_safe_contact(woman=ana(), base_version=1, plan={"checked_on": TODAY}, ways=[post], **STAMP)


def test_a_letter_has_a_code_and_its_answers_are_entered_when_it_is_back() -> None:
    post_is_safe()
    common = {"family": alder(), "woman": ana(), "minutes": 15, "language": "en", "met_on": MET}
    with refused(No.NOT_BY_POST):  # somebody must hear of some of its answers at once
        actions.send_pack(occasions=[offered("PHQ-9").pk], **common, **STAMP)
    pack = actions.send_pack(occasions=[offered("GAD-7").pk], **common, **STAMP)
    with refused(No.NO_SUCH_CODE):
        actions.letter_came_back(code="AAAA-AAAA", **STAMP)
    typed = pack.mailing.code.lower().replace("-", " ")
    assert actions.letter_came_back(code=typed, **STAMP).returned_on == TODAY
    save(pack.started, "1", 2)
    actions.finish(sitting=pack.started.sitting, **STAMP)
    with refused(No.BROUGHT_BACK):
        actions.letter_came_back(code=typed, **STAMP)
    with acting_as("W2"), refused(No.NO_SUCH_CODE):
        actions.letter_came_back(code=typed, by=CAST["W2"], at=T0)


# --- who may not -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["W2", "CHC", "p_ana", "PRIV"])
def test_who_may_not_begin_a_sitting(who: str) -> None:
    found = [offered().pk]
    with acting_as(who), pytest.raises((ProgrammingError, Refused)), transaction.atomic():
        actions.start_sitting(
            family=Family(pk=CAST["ALDER"]), woman=Woman(pk=CAST["ANA"], family_id=CAST["ALDER"]), occasions=found,
            mode=Mode.TABLET, met_on=MET, by=CAST["W1"], at=T0,
        )  # fmt: skip
