"""Courts' papers at the desk of whoever keeps privacy: written down, put right, taken back, and what rests on them."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connections, transaction
from django.utils import timezone

from alongside.consent import actions, queries
from alongside.consent.models import Disclosure, LegalBasis, PaperStep
from alongside.consent.terms import LegalKind
from alongside.families.models import Family
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.terms import Category as C
from tests.cast import CAST, acting_as, ident
from tests.client import client_as, statements
from tests.pages.test_leaving import at, begun, on, see
from tests.pages.writing import ALDER, ANA, BEE, day, errors, send

pytestmark = pytest.mark.django_db(databases=["default", "gate", "loader"])
PAPERS, NEW, LETTERS = "/privacy/papers/", "/privacy/papers/new/", f"/families/{ALDER}/letters/"
OTHERS = ["W1", "SUP", "DIR", "EVAL", "ADM", "CW1", "p_ana", "p_cal", "SITE2", None]
OLDER = ident("order ANA")  # of the cast: over since February


def form(**more: Any) -> dict[str, Any]:
    """A plain order about Ana, for the society, in a family court, as it comes."""
    today = timezone.localdate()
    return {
        "about": str(ANA), "kind": "court_order", "issued_by": "Ontario Court of Justice", "reference": "FC-26-77",
        "agency": str(CAST["CAS"]), "recipient": "", "purpose": "family_court", "categories": [str(int(C.SERVICE_USE))],
        "told": "told", "note": "", **day("from_on", str(today - timedelta(days=2))),
        **day("last_day", str(today + timedelta(days=20))), **more,
    }  # fmt: skip


def kept(**more: Any) -> str:
    """Written down at the desk: the address of its page."""
    answer = send("PRIV", NEW, form(**more))
    assert answer.status_code == 302, answer.context["form"].errors
    return str(answer["Location"])


def row(address: str) -> LegalBasis:
    with acting_as("PRIV"):
        return LegalBasis.objects.get(pk=address.rstrip("/").split("/")[-1])


def letter() -> uuid.UUID:
    return begun(kind="progress", to=f"agency:{CAST['CAS']}", purpose="family_court")


def test_it_is_for_whoever_keeps_privacy_alone() -> None:
    for who in OTHERS:
        browser = client_as(who)
        for address in (PAPERS, f"{PAPERS}?about={ANA}", f"{PAPERS}{OLDER}/", NEW, f"{PAPERS}{OLDER}/change/",
                        f"{PAPERS}{OLDER}/take-back/"):  # fmt: skip
            assert browser.get(address).status_code == (404 if who else 302), (who, address)
        for address in (NEW, f"{PAPERS}{OLDER}/take-back/"):
            assert send(browser, address, form(why="x")).status_code == (404 if who else 302), (who, address)
    with acting_as("PRIV"):
        assert LegalBasis.objects.count() == 1
        assert LegalBasis.objects.get().withdrawn_at is None


def test_from_the_paper_to_the_letter_and_its_line_in_the_ledger() -> None:
    """She writes it down by a number; the counsellor writes what it lists, and no more; both can read what it rests on."""
    number = re.search(r"<dt><bdi>Ana[^<]*</bdi></dt><dd>([0-9a-f-]{36})</dd>", see("W1", LETTERS))[1]
    assert number == str(ANA)
    page = letter()
    assert "Nothing may be said to them for this, today" in see("W1", at("letter", page))
    where = kept(about=number, categories=[str(int(C.SERVICE_USE)), str(int(C.SUD))], sure="yes")
    shown = see("W1", at("letter", page))
    assert "A court ordered these parts" in shown and "number FC-26-77, until" in shown
    assert shown.count("number FC-26-77") == 1  # records about using need an order made for them
    on("W1", at("write", page, int(C.SERVICE_USE)), strengths="She comes every week.")
    on("W1", at("with_her", page), title="Report", told_before="told")
    on("W1", at("send", page))
    with acting_as("W1"):
        line = Disclosure.objects.get(letter_id=page)
        assert (line.basis, line.legal_basis_id) == ("court_order", row(where).pk)
    assert "A court order (number FC-26-77, until" in see("W1", f"/families/{ALDER}/left/{line.pk}/")
    desk = see("PRIV", where)
    assert "Child-welfare society" in desk and "Everyday matters" in desk and "every week" not in desk
    assert "A court order" in see("PRIV", f"/privacy/ledger/?about={ANA}")
    assert "A judge ordered it." in see("p_ana", f"/my/seen/{line.pk}/")


def test_the_desk_says_what_is_on_it_without_a_name() -> None:
    where = kept(told="sealed", note="Asked for by the duty counsel", **day("issued_on", "2026-01-05"))
    page = see("PRIV", where)
    for said in ("A court order", "FC-26-77", "Ontario Court of Justice", "5 January 2026", str(ANA), "in force",
                 "A family court proceeding", "Everyday matters", "The court does not let us tell her",
                 "Asked for by the duty counsel", "Priya, privacy officer", "Nothing has left."):  # fmt: skip
        assert said in page, said
    listed = see("PRIV", PAPERS)
    assert "FC-26-77" in listed and "over" in listed and "Ana" not in listed and "Alder" not in listed
    assert "Courts’ papers" in see("PRIV", "/privacy/")
    assert f"/privacy/papers/?about={ANA}" in see("PRIV", f"/privacy/ledger/?about={ANA}")
    assert "FC-26-77" in see("PRIV", f"{PAPERS}?about={ANA}") and "FC-26-77" not in see("PRIV", f"{PAPERS}?about={BEE}")
    assert f'value="{ANA}"' in see("PRIV", f"{NEW}?about={ANA}")
    assert "This is not such a number" in see("PRIV", f"{PAPERS}?about=x&before=y")


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"about": str(CAST["OLA"])}, "about", "We know no woman or child of this number"),  # of another agency
        ({"about": str(uuid.uuid4())}, "about", "We know no woman or child of this number"),
        ({"about": str(ALDER)}, "about", "We know no woman or child of this number"),
        ({"about": "Ana"}, "about", "This is not such a number"),
        ({"categories": []}, "categories", "Nothing is ticked yet"),
        ({"agency": "", "sure": "yes"}, "agency", "to whom the paper lets it go"),
        ({**day("from_on", "2026-03-02"), **day("last_day", "2026-03-01"), "sure": "yes"}, "last_day", "before the first"),
        ({"reference": " "}, "reference", ""),
        ({"kind": "letter"}, "kind", ""),
        ({"agency": str(CAST["LEAD"])}, "agency", ""),  # we ourselves
    ],
)  # fmt: skip
def test_what_is_not_right_yet_is_said_kindly_and_nothing_is_lost(wrong: dict[str, Any], field: str, said: str) -> None:
    answer = send("PRIV", NEW, form(note="Kept while I look again", **wrong))
    assert answer.status_code == 200 and said in " ".join(errors(answer)[field])
    assert "Kept while I look again" in answer.text and "Ontario Court of Justice" in answer.text
    with acting_as("PRIV"):
        assert LegalBasis.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "subpoena"}, "A subpoena or a warrant lets nothing go by itself"),
        ({"kind": "warrant"}, "A subpoena or a warrant lets nothing go by itself"),
        ({"categories": [str(int(C.SUD))]}, "Records about using need an order made for them"),
        ({"agency": "", "recipient": "The judge"}, "not on the list of agencies"),
        (day("last_day", str(timezone.localdate() - timedelta(days=1))), "Its last day is over"),
    ],
)
def test_what_lets_nothing_go_is_said_once_and_can_be_kept(given: dict[str, Any], said: str) -> None:
    assert said in unescape(send("PRIV", NEW, form(**given)).text)
    page = letter()
    where = kept(**given, sure="yes")
    assert row(where).reference == "FC-26-77"
    assert "number FC-26-77" not in see("W1", at("letter", page))  # and it opens nothing


def test_each_kind_of_paper_by_the_law_of_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    from alongside.consent.profiles import shipped

    here = see("PRIV", NEW)
    assert "A court order made for records about using" in here and "42 CFR" not in here
    monkeypatch.setattr(queries, "law_here", lambda: shipped()["US"])
    there = see("PRIV", NEW)
    assert "A court order made under 42 CFR 2.64 or 2.65" in there
    assert "an order made under 42 CFR 2.64 or 2.65 is needed" in unescape(send("PRIV", NEW, form()).text)
    assert all(f'value="{kind}"' in there for kind in LegalKind.values)


def test_an_order_made_for_records_about_using_opens_them() -> None:
    kept(kind="part2_order", categories=[str(int(C.SUD))])
    assert "number FC-26-77" in see("W1", at("letter", letter()))


def test_sent_twice_is_one_paper() -> None:
    fields = {**form(), "submission": str(uuid.uuid4())}
    first, second = send("PRIV", NEW, fields), send("PRIV", NEW, fields)
    assert first["Location"] == second["Location"]
    with acting_as("PRIV"):
        assert LegalBasis.objects.filter(reference="FC-26-77").count() == 1


def test_put_right_another_stands_in_its_place_and_the_earlier_stays() -> None:
    page, first = letter(), kept()
    change = see("PRIV", f"{first}change/")
    assert 'value="FC-26-77"' in change and 'name="about"' not in change and "checked" in change
    assert "why" in errors(send("PRIV", f"{first}change/", form(reference="FC-26-78")))
    done = send("PRIV", f"{first}change/", form(reference="FC-26-78", why="One digit was wrong"))
    second = str(done["Location"])
    earlier, now = row(first), row(second)
    assert (earlier.reference, now.reference, now.replaces_id) == ("FC-26-77", "FC-26-78", earlier.pk)
    assert earlier.withdrawn_at is not None and earlier.withdrawn_by == CAST["PRIV"] and now.subject == ANA
    old = see("PRIV", first)
    assert "put right" in old and "One digit was wrong" in old and second in old and f"{first}change/" not in old
    assert first in see("PRIV", second)
    assert client_as("PRIV").get(f"{first}change/").status_code == 404
    shown = see("W1", at("letter", page))
    assert "FC-26-78" in shown and "FC-26-77" not in shown


def test_taken_back_nothing_rests_on_it_from_then_on() -> None:
    page, where = letter(), kept()
    on("W1", at("write", page, int(C.SERVICE_USE)), strengths="She comes every week.")
    on("W1", at("with_her", page), title="Report", told_before="told")
    assert "why" in errors(send("PRIV", f"{where}take-back/", {"why": " "}))
    assert send("PRIV", f"{where}take-back/", {"why": "The court changed it"})["Location"] == where
    shown = see("PRIV", where)
    assert "taken back" in shown and "The court changed it" in shown and "Priya, privacy officer" in shown
    assert client_as("PRIV").get(f"{where}take-back/").status_code == 404
    answer = client_as("W1").post(at("send", page), {"submission": str(uuid.uuid4()), "version": "99"})
    assert answer.status_code == 200
    assert "FC-26-77" not in see("W1", at("letter", page))
    with acting_as("W1"):
        assert not Disclosure.objects.filter(letter_id=page).exists()
        world = queries.world_of(ALDER)
        assert all(basis.closes is not None and basis.closes <= timezone.now() for basis in world.legal_bases
                   if basis.kind == "court_order")  # fmt: skip


def test_what_left_before_was_right_when_it_left() -> None:
    """The ledger is looked at in the world of its own moment: later papers do not count, earlier ones do until then."""
    before = timezone.now()
    held = row(kept())
    between = timezone.now()
    with acting_as("PRIV"):
        actions.take_back_legal_basis(basis=held, why="over", by=CAST["PRIV"], at=timezone.now())
    with acting_as("W1"):

        def known(at: Any) -> list[Any]:
            return [b for b in queries.world_of(ALDER, known_at=at).legal_bases if b.id == held.pk]

        assert known(before) == []
        [then] = known(between)
        assert then.opens < between < then.closes <= timezone.now()


def test_the_wall_around_papers() -> None:
    today = timezone.localdate()
    given: dict[str, Any] = {
        "kind": "court_order", "agency": None, "recipient": "x", "purpose": "civil", "categories": 1, "reference": "x",
        "from_on": today, "last_day": today, "at": timezone.now(),
    }  # fmt: skip
    with acting_as("PRIV"):
        held = LegalBasis.objects.get(pk=OLDER)
        other = actions.record_legal_basis(family=Family(pk=ALDER), subject=BEE, by=CAST["PRIV"], **given)
        for wrong in (
            # Not about another family's child, nor in a file of others, nor in somebody else's name, ...
            lambda: actions.record_legal_basis(family=Family(pk=ALDER), subject=CAST["EVE"], by=CAST["PRIV"], **given),
            lambda: actions.record_legal_basis(family=Family(pk=CAST["ELM"]), subject=CAST["EVE"], by=CAST["PRIV"], **given),
            lambda: actions.record_legal_basis(family=Family(pk=ALDER), subject=ANA, by=CAST["W1"], **given),
            # ... nor in the place of a paper about somebody else; and what is written is not changed, nor taken away.
            lambda: actions.record_legal_basis(
                family=Family(pk=ALDER), subject=ANA, replaces=other, by=CAST["PRIV"], **given
            ),
            lambda: LegalBasis.objects.filter(pk=OLDER).update(reference="y"),
            lambda: LegalBasis.objects.filter(pk=OLDER).update(withdrawn_why="y"),
            lambda: LegalBasis.objects.filter(pk=OLDER).update(withdrawn_at=timezone.now(), withdrawn_by=CAST["W1"]),
            lambda: LegalBasis.objects.filter(pk=OLDER).delete(),
        ):  # fmt: skip
            with pytest.raises(ProgrammingError), transaction.atomic():
                wrong()
        long_ago = timezone.now() - timedelta(days=90)
        back = actions.take_back_legal_basis(basis=held, why="over", by=CAST["PRIV"], at=long_ago)
        assert back.withdrawn_at > long_ago + timedelta(days=89)  # by the server's clock
        with pytest.raises(Refused, match="taken_back"):
            actions.take_back_legal_basis(basis=held, why="again", by=CAST["PRIV"], at=timezone.now())
        assert not LegalBasis.objects.filter(pk=OLDER).update(withdrawn_at=None, withdrawn_by=CAST["PRIV"])
    for who in OTHERS:
        with acting_as(who), connections["default"].cursor() as cursor:
            cursor.execute("select safekeeping.file_of(%s)", [ANA])
            assert cursor.fetchone() == (None,), who
            with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
                actions.record_legal_basis(family=Family(pk=ALDER), subject=ANA, by=CAST[who or "PRIV"], **given)
            with pytest.raises((ProgrammingError, Refused)), transaction.atomic():
                actions.take_back_legal_basis(basis=other, why="x", by=CAST[who or "PRIV"], at=timezone.now())
            # Her own team reads such papers as any record of this kind; nobody else, and never she herself here.
            if who not in ("W1", "SUP", "DIR"):
                assert queries.papers() == [] and queries.papers_of(ALDER) == [], who
                assert not LegalBasis.objects.exists(), who


def test_page_by_page_in_as_many_statements() -> None:
    browser = client_as("PRIV")
    with statements() as few:
        browser.get(PAPERS)
    today = timezone.localdate()
    with acting_as("PRIV"):
        for n in range(40):
            actions.record_legal_basis(
                family=Family(pk=ALDER), subject=ANA, kind="court_order", agency=None, recipient="x", purpose="civil",
                categories=1, reference=f"Paper {n:02}", from_on=today, last_day=today, by=CAST["PRIV"], at=timezone.now(),
            )  # fmt: skip
    with statements() as many:
        first = browser.get(PAPERS).text
    assert len(few) == len(many) <= 8, many
    older = re.search(r'href="(\?[^"]*before=[^"]*)"', first)[1].replace("&amp;", "&")
    second = browser.get(PAPERS + older).text
    found = [set(re.findall(r"Paper \d+", page)) for page in (first, second)]
    assert len(found[0]) == 30 and len(found[0] | found[1]) == 40 and not found[0] & found[1]


def test_a_subpoena_is_answered_with_a_no_that_is_written_down() -> None:
    address = kept(kind="subpoena", reference="SP-9", sure="yes")
    add = f"{address}add/"
    page = see("PRIV", add)
    assert "A no is written down too" in page
    today = timezone.localdate()
    bare = send("PRIV", add, {"kind": "refused", **day("on", str(today)), "to_whom": "", "words": " "})
    assert bare.status_code == 200 and set(errors(bare)) == {"words"}
    later = send("PRIV", add, {"kind": "refused", **day("on", str(today + timedelta(days=1))), "words": "x"})
    assert later.status_code == 200 and set(errors(later)) == {"on"}
    told = {
        "kind": "refused",
        **day("on", str(today)),
        "to_whom": "The Crown’s office",
        "words": "No order was made for it.",
    }
    assert send("PRIV", add, told).status_code == 302
    page = see("PRIV", address)
    assert (
        "We gave nothing, and said so" in page and "The Crown’s office" in page and "No order was made for it." in page
    )
    assert "Nothing has left." in page
    for who in OTHERS:
        assert client_as(who).get(add).status_code in (404, 302), who


def test_the_wall_around_what_was_done() -> None:
    held = row(kept(kind="subpoena", reference="SP-10", sure="yes"))
    step = {"basis": held, "kind": "refused", "on": timezone.localdate(), "words": "x", "at": timezone.now()}
    with acting_as("PRIV"):
        made = actions.add_paper_step(by=CAST["PRIV"], **step)
        for wrong in (
            lambda: actions.add_paper_step(by=CAST["W1"], **step),
            lambda: PaperStep.objects.filter(pk=made.pk).update(words="y"),
            lambda: PaperStep.objects.filter(pk=made.pk).delete(),
            lambda: PaperStep.objects.create(
                family_id=CAST["ELM"], subject=held.subject, legal_basis=held, kind="refused", on=held.during.lower,
                words="x", recorded_by=CAST["PRIV"],
            ),
        ):  # fmt: skip
            with pytest.raises(ProgrammingError), transaction.atomic():
                wrong()
    for who in ("W1", "SUP", "DIR"):
        with acting_as(who), pytest.raises(ProgrammingError), transaction.atomic():
            actions.add_paper_step(by=CAST[who], **step)
    for who in ("p_ana", "p_cal", "CW1", "SITE2", "EVAL"):
        with acting_as(who):
            assert PaperStep.objects.count() == 0
