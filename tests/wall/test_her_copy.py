"""Her copy: without a word about others, for nobody else to read, never changed, and honest about what is missing."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from alongside.care import actions as care
from alongside.care.models import Contact, Known
from alongside.consent.models import DisclosedPart, Disclosure
from alongside.consent.queries import asker_of
from alongside.families.models import Family
from alongside.goals import actions as goals
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.queries import whoami
from alongside.safekeeping.terms import Category as C
from alongside.safekeeping.terms import mask
from alongside.stewardship import actions, queries
from alongside.stewardship.models import CopyGiven, CopyLeftOut, CopyMark, CopyPart, CopyRequest
from alongside.stewardship.queries.her_sources import SOURCES
from alongside.stewardship.rules import her_copy as rules
from tests.cast import CAST, T0, acting_as, dyad, ident
from tests.client import statements

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
ALDER, ANA, BEE, BO, CAL, DOT = (CAST[key] for key in ("ALDER", "ANA", "BEE", "BO", "CAL", "DOT"))
NOBODY = ["W2", "W3", "p_cal", "p_foster", "p_ana", "EVAL", "NUR", "CW1", "ADM", "SITE2"]
CONTACT = "care.contact"


def stamp(who: str = "W1") -> dict[str, Any]:
    return {"by": CAST[who], "at": timezone.now()}


def note(text: str, *, about: list[uuid.UUID] | None, subject: uuid.UUID = ANA, **more: Any) -> uuid.UUID:
    with acting_as("W1"):
        made = Contact.objects.create(
            id=new_id(), family_id=ALDER, subject=subject, for_whom="woman", category=more.pop("category", C.SERVICE_USE),
            on=T0.date(), mode="home", worker=CAST["W1"], note=text, about=about, recorded_by=CAST["W1"],
            recorded_at=T0, **more,
        )  # fmt: skip
    return made.pk


@pytest.fixture
def asked() -> CopyRequest:
    """Ana asked, and her worker wrote it down."""
    with acting_as("W1"):
        return actions.ask_for_copy(family=ALDER, person=ANA, how="on_paper", **stamp())


def as_it_stands(asked: CopyRequest, who: str = "W1", language: str = "en") -> tuple[Any, rules.Copy]:
    with acting_as(who):
        me = whoami()
        assert me is not None
        return actions.prepared(asked, asker=asker_of(me), language=language, at=timezone.now())


def mark(
    asked: CopyRequest, target: uuid.UUID, goes: str, why: str = "", *passages: str, source: str = CONTACT
) -> None:
    file, _copy = as_it_stands(asked)
    piece = next(each for each in file.pieces if (each.source, each.id) == (source, target))
    with acting_as("W1"):
        actions.mark_for_copy(
            asked=asked, piece=piece, around=file.around, goes=goes, why=why, passages=passages, **stamp()
        )


def read_all(asked: CopyRequest) -> None:
    """Whatever has to be read first, somebody read: what names others stays out, the rest goes along."""
    file, copy = as_it_stands(asked)
    with acting_as("W1"):
        for piece in copy.look:
            out = bool(rules.standing(piece, None, file.around).names)
            actions.mark_for_copy(
                asked=asked, piece=piece, around=file.around, goes="out" if out else "whole",
                why="third_party" if out else "", passages=(), **stamp(),
            )  # fmt: skip
    assert not as_it_stands(asked)[1].look


def give(asked: CopyRequest, who: str = "W1", language: str = "en") -> CopyGiven:
    with acting_as(who):
        me = whoami()
        assert me is not None
        return actions.give_copy(asked=asked, asker=asker_of(me), language=language, **stamp(who))


def words(given: CopyGiven, who: str = "W1") -> str:
    with acting_as(who):
        return "\n".join(part.snapshot for part in CopyPart.objects.filter(given=given).order_by("category"))


def test_her_ex_partners_and_others_words_are_not_in_it_and_each_reason_is(asked: CopyRequest) -> None:
    cals = note("OTHERS what he said", about=[CAL])
    dots = note("OTHERS her mother said. Ana was calm.", about=[DOT])
    note("HERS with Bee", about=[BEE])
    note("OTHERS of Bo", about=[BO])
    group = note("HERS in the group. Flo cried.", about=None, also_present="OTHERS Rita, Noor")
    mark(asked, dots, "part", "third_party", "OTHERS her mother said.")
    mark(asked, group, "part", "third_party", "Flo cried.")
    read_all(asked)
    given = give(asked)
    text = words(given)
    assert "OTHERS" not in text and "Cal" not in text and "Flo" not in text and "Rita" not in text
    assert "HERS with Bee" in text and "Ana was calm." in text and "HERS in the group." in text
    assert text.count("[words taken out: about somebody else]") == 2
    assert (
        "SECRET visit" in text and "SECRET use" in text and "SECRET counselling" in text
    )  # not released: hers all the same
    with acting_as("W1"):
        left = {(row.why, row.part) for row in CopyLeftOut.objects.filter(given=given)}
        assert ("third_party", False) in left and ("third_party", True) in left and ("others_right", False) in left
        assert not any("OTHERS" in row.title for row in CopyLeftOut.objects.filter(given=given))
    assert cals not in {piece.id for piece in as_it_stands(asked)[1].pieces}


def test_words_that_left_and_speak_of_somebody_else_stay_out_without_a_name(asked: CopyRequest) -> None:
    held = {"family_id": ALDER, "subject": ANA, "recorded_by": CAST["W1"], "recorded_at": T0}
    with acting_as("W1"):
        line = Disclosure.objects.create(
            id=new_id(), agency_id=CAST["CAS"], recipient="the society", kind="conversation", purpose="care_coordination",
            basis="consent", consent_id=ident("C1"), told_before="told", **held,
        )  # fmt: skip
        part = DisclosedPart.objects.create(
            id=new_id(), category=C.SERVICE_USE, disclosure=line, snapshot="OTHERS he shouted", sha256="x", about=[CAL],
            **held,
        )  # fmt: skip
    _file, copy = as_it_stands(asked)
    assert part.pk not in {piece.id for piece in copy.pieces}
    with pytest.raises(Refused, match="copy_names"):
        mark(asked, part.pk, "whole", source="consent.disclosedpart")
    read_all(asked)
    assert "OTHERS" not in words(give(asked))


def test_nothing_that_decides_changes_while_it_is_given(asked: CopyRequest) -> None:
    read_all(asked)
    held = "select count(*) from pg_locks where locktype = 'advisory' and classid = 4711 and pid = pg_backend_pid()"
    with acting_as("W1"), connection.cursor() as cursor:
        me = whoami()
        assert me is not None
        before = cursor.execute(held).fetchone()
        actions.give_copy(asked=asked, asker=asker_of(me), language="en", **stamp())
        assert (before, cursor.execute(held).fetchone()) == ((0,), (1,))


def test_nothing_is_given_that_nobody_has_read(asked: CopyRequest) -> None:
    unsaid = note("UNSAID", about=None)
    named = note("He is called Cal", about=[])
    with pytest.raises(Refused, match="copy_look"):
        give(asked)
    assert {unsaid, named} <= {piece.id for piece in as_it_stands(asked)[1].look}
    with pytest.raises(Refused, match="copy_names"):
        mark(asked, named, "whole")
    with pytest.raises(Refused, match="copy_names"):
        mark(asked, named, "part", "third_party", "He is")
    with pytest.raises(Refused, match="copy_passage"):
        mark(asked, named, "part", "third_party", "words that are not there")
    with pytest.raises(Refused, match="copy_why"):
        mark(asked, named, "out")
    mark(asked, named, "part", "third_party", "Cal")
    read_all(asked)
    assert "He is called [words taken out" in words(give(asked))


def test_what_is_not_hers_stays_out_whoever_wishes_otherwise(asked: CopyRequest) -> None:
    bos = note("OTHERS of Bo and her", about=[], subject=dyad("ANA", "BO"), category=C.DYAD_OBSERVATION)
    _file, copy = as_it_stands(asked)
    assert bos not in {piece.id for piece in copy.pieces}
    assert rules.OTHERS_RIGHT in {left.why for left in copy.left}
    with pytest.raises(Refused, match="copy_fixed"):
        mark(asked, bos, "whole")


def test_what_she_said_she_wants_is_in_it_whomever_it_names_and_what_others_said_is_not(asked: CopyRequest) -> None:
    """Also about a child for whom somebody else decides (docs/decisions/0025)."""
    with acting_as("W1"):
        told = {
            "family": Family(id=ALDER), "for_whom": "dyad", "lane": "close", "on": T0.date(), "by": CAST["W1"], "at": T0,
        }  # fmt: skip
        hers = goals.tell_goal(
            subject=dyad("ANA", "BO"), told_by=ANA, her_words="HERS: Cal brings Bo on Sundays", about=[CAL], **told
        )
        goals.rate_goal(goal=hers, on=T0.date(), value=3, words="HERS: Cal came", by=CAST["W1"], at=T0)
        of_dot = goals.tell_goal(
            subject=dyad("ANA", "BEE"), told_by=DOT, her_words="OTHERS: Ana sleeps here", about=[ANA], **told
        )
    file, copy = as_it_stands(asked)
    assert hers.pk in {piece.id for piece in copy.pieces} - {piece.id for piece in copy.look}
    assert of_dot.pk not in {piece.id for piece in copy.pieces}
    read_all(asked)
    text = words(give(asked))
    assert "HERS: Cal brings Bo on Sundays" in text and "HERS: Cal came" in text and "OTHERS" not in text
    assert "SECRET goal: Bo knows my voice" in text and "walk with Dot" not in text  # Dot is named
    own = {line.text for piece in file.pieces if piece.id == hers.pk for line in piece.lines if line.hers}
    assert own == {"HERS: Cal brings Bo on Sundays"}


def test_it_is_kept_word_for_word_with_its_hash_and_nobody_changes_it(asked: CopyRequest) -> None:
    read_all(asked)
    given = give(asked)
    with acting_as("W1"):
        parts = list(CopyPart.objects.filter(given=given).order_by("category"))
        hashes = [hashlib.sha256(part.snapshot.encode()).hexdigest() for part in parts]
        assert [part.sha256 for part in parts] == hashes and len(parts) > 3
        whole = ",".join(f"{part.category} {part.sha256}" for part in parts)
        assert given.sha256 == hashlib.sha256(whole.encode()).hexdigest()
        assert given.kinds == mask(*(C(part.category) for part in parts))
        for table in (CopyPart, CopyGiven, CopyLeftOut, CopyMark):
            for change in (
                lambda t=table: t.objects.update(recorded_at=T0),
                lambda t=table: t.objects.all()._raw_delete(using="default"),
            ):  # fmt: skip
                with pytest.raises(ProgrammingError), transaction.atomic():
                    change()
        with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
            CopyPart.objects.create(
                id=new_id(), family_id=ALDER, person_id=ANA, category=C.SUD, given=given, snapshot="more", sha256="x",
                recorded_by=CAST["W2"], recorded_at=T0,
            )  # fmt: skip


def test_nobody_else_reads_it(asked: CopyRequest) -> None:
    read_all(asked)
    given = give(asked)
    for who in NOBODY:
        with acting_as(who):
            for table in (CopyPart, CopyGiven, CopyLeftOut, CopyMark):
                assert table.objects.count() == 0, (who, table)
            with pytest.raises(CopyGiven.DoesNotExist):
                queries.given_copy(ALDER, given.pk)
            with connection.cursor() as cursor:
                cursor.execute("select safekeeping.kinds_about_her(%s, %s)", [ALDER, ANA])
                assert cursor.fetchone()[0] in (0, None), who


def test_whoever_keeps_privacy_reads_that_and_why_and_no_word_of_it(asked: CopyRequest) -> None:
    note("OTHERS what he said", about=[CAL])
    read_all(asked)
    given = give(asked)
    with acting_as("PRIV"):
        held = CopyGiven.objects.get(pk=given.pk)
        assert held.records == given.records and queries.reasons_of([held])[given.pk]["third_party"] >= 1
        assert CopyPart.objects.count() == 0 and CopyMark.objects.count() == 0
        with pytest.raises(CopyGiven.DoesNotExist):
            queries.given_copy(ALDER, given.pk)
    with pytest.raises(Family.DoesNotExist):
        give(asked, "PRIV")


def test_whose_part_reads_less_gives_less_and_says_so(asked: CopyRequest) -> None:
    file, _copy = as_it_stands(asked)
    assert file.unread == 0
    part, _copy = as_it_stands(asked, "PEER")
    assert part.unread >> C.SUD & 1 and not part.unread >> C.PEER_SUPPORT & 1


def test_what_she_put_away_is_hers_and_in_it_and_says_that_she_did(asked: CopyRequest) -> None:
    with acting_as("p_ana"):
        care.put_known_away(known=Known.objects.get(pk=ident("known all")), by=ANA, at=timezone.now())
    file, _copy = as_it_stands(asked)
    lines = {
        each.id: [line.text for line in each.lines if line.label == "You put it away"]
        for each in file.pieces
        if each.source == "care.knownversion"
    }
    assert len(lines[ident("known all 1")]) == 1 and lines[ident("known some 1")] == []


def test_in_french_it_reads_so_and_the_same_words_stay_out(asked: CopyRequest) -> None:
    dots = note("OTHERS said. HERS stays.", about=[DOT])
    mark(asked, dots, "part", "safety", "OTHERS said.")
    read_all(asked)
    text = words(give(asked, language="fr-ca"))
    assert "OTHERS" not in text and "HERS stays." in text and "words taken out" not in text


def test_answered_is_answered(asked: CopyRequest) -> None:
    read_all(asked)
    with acting_as("PRIV"):
        actions.answer_copy(asked=asked, answer="given", words="", **stamp("PRIV"))
    with pytest.raises(Refused, match="answered_already"):
        give(asked)


def test_however_much_is_written_it_is_the_same_number_of_statements(asked: CopyRequest) -> None:
    with statements() as few:
        as_it_stands(asked)
    for n in range(30):
        note(f"HERS {n}", about=[BEE])
    with statements() as many:
        file, _copy = as_it_stands(asked)
    assert len(many) == len(few) <= len(SOURCES) + 35  # one for each kind of row, and what is around them
    assert sum(piece.source == CONTACT for piece in file.pieces) > 30
