"""Something leaves: decided when nothing can change any more, written down word for word, never changed (D-91)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from alongside.accounts.models import Colleague
from alongside.agencies.models import Agency
from alongside.consent import queries, rules
from alongside.consent.actions.circle import hold_still
from alongside.consent.models import DisclosedPart, Disclosure, DisclosureStep, DutyReport, Letter
from alongside.consent.rules.leaving import Told, may_be_handed_over, may_leave
from alongside.consent.terms import Afterwards, Basis, DisclosureKind, No
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused
from alongside.safekeeping.queries import loading

FIELDS = {
    No.TOLD_NEEDED: "told_before", No.WHY_NOT_NEEDED: "why_not", No.HIDING_IS_FOR_SAFETY: "hidden_until",
    No.UNTIL_NEEDED: "hidden_why", No.HIDING_TOO_LONG: "hidden_until", No.AGAIN_NEEDED: "again_on",
    No.WORDS_MISSING: "words", No.READ_IT_WITH_HER: "told_before",
}  # fmt: skip
# What a decision rests on, as the ledger says it. Whatever else it says yes to does not leave the programme.
BASES: dict[str, Basis] = {
    "consent": Basis.CONSENT,
    "implied_consent": Basis.IMPLIED,
    "court_order": Basis.COURT_ORDER,
    "duty_to_report": Basis.DUTY_TO_REPORT,
}
HER_REQUEST: dict[str, Basis] = dict.fromkeys(queries.HERS, Basis.HER_REQUEST)


@dataclass(frozen=True)
class To:
    """Who receives it: an agency, or one person there."""

    agency: Agency
    colleague: Colleague | None = None

    @property
    def words(self) -> str:
        """As she will read it."""
        return f"{self.colleague.name}, {self.agency.name}" if self.colleague else self.agency.name

    @property
    def meant(self) -> rules.Recipient:
        """As the rules ask for it."""
        return rules.Recipient(person=self.colleague.pk if self.colleague else None, agency=self.agency.pk)


@dataclass(frozen=True)
class IntoHerHands:
    """She takes it along herself, to somebody she names: a school, a landlord, an aunt. We send it nowhere."""

    name: str
    agency: None = None
    colleague: None = None
    meant: None = None

    @property
    def words(self) -> str:
        """Whom it is for, as she names them."""
        return self.name


def refuse(decision: object, **detail: object) -> None:
    """Raise a rule's no beside its question."""
    if not decision:
        because = decision.because  # type: ignore[attr-defined]
        raise Refused(because, field=FIELDS.get(because, ""), **detail)


@transaction.atomic
def disclose(
    *, family: uuid.UUID, subject: uuid.UUID, to: To | IntoHerHands, kind: str, purpose: str, parts: Mapping[int, str],
    told: Told, asker: queries.Asker, about: Collection[uuid.UUID] = (), title: str = "", language: str = "en",
    letter: Letter | None = None, report: DutyReport | None = None, by: uuid.UUID, at: datetime,
) -> list[Disclosure]:  # fmt: skip
    """Write down what leaves about somebody, ``{category: exactly the words}``, if all of it may. A talk is one too.

    Nothing that decides changes until this transaction ends, the decision is made by the server's clock, and the
    agreements it rests on are locked. Of words that rest on two agreements each has its own line. ``report``: it is the
    report of this concern. What goes into her own hands rests on her asking, was read with her, and is hers today.

    Parameters
    ----------
    subject: the woman, the child or the two together; ``about``: others of the family of whom the words say something.
    asker: who discloses (``queries.asker_of``).
    language: of whoever receives it, for the notice that goes along; a letter says its own.
    at: when; for the loader alone, who writes down what was long ago.

    Raises
    ------
    Refused
        ``not_covered`` (into her own hands ``not_hers_to_take``) with ``answers`` ({category: rules.Answer} of what may
        not leave), ``not_outside_worker``, ``nothing_said``, ``changing_now``, ``told_needed``, ``why_not_needed``,
        ``hiding_is_for_safety``, ``hiding_too_long``, ``until_needed``, ``read_it_with_her``.
    ProgrammingError
        (42501) for whoever may not write this in this file.
    """
    said = {int(category): words.strip() for category, words in parts.items() if words.strip()}
    if not said:
        raise Refused(No.NOTHING_SAID, field="parts")
    hold_still(family=family)
    now = _now(at)
    refuse(may_leave(told, now, look=kind == DisclosureKind.VIEW))
    if isinstance(to, IntoHerHands):
        refuse(may_be_handed_over(told))
    world, reads = queries.world_of(family), letter.language if letter else language
    answers = queries.may_be_said(
        asker, world, subject=subject, categories=said, about=about, purpose=purpose, to=to.meant,
        action="report" if report else "disclose", at=now, part2=queries.part2_of(letter) if letter else None,
    )  # fmt: skip
    no = {category: answer for category, answer in answers.items() if not answer.allowed}
    bases, because = (BASES, No.NOT_COVERED) if isinstance(to, To) else (HER_REQUEST, No.NOT_HERS_TO_TAKE)
    if no:
        raise Refused(because, field="parts", answers=no)
    resting: dict[tuple[Basis, uuid.UUID | None], list[int]] = {}
    for category, answer in sorted(answers.items()):
        if answer.because not in bases or (to.agency is not None and to.agency.pk == world.own_programme):
            raise Refused(No.NOT_OUTSIDE, field="to")
        basis = bases[answer.because]
        if basis == Basis.DUTY_TO_REPORT and (report is None or answer.basis != report.pk):
            raise Refused(No.NOT_COVERED, field="parts", answers={category: answer})
        rests = answer.basis if isinstance(answer.basis, uuid.UUID) else None
        resting.setdefault((basis, rests), []).append(category)
    locked = _lock(_agreed(answers.values(), world))
    return [
        _line(
            Disclosure(
                id=new_id(), family_id=family, subject=subject, agency=to.agency, colleague=to.colleague,
                recipient=to.words, kind=kind, purpose=purpose, basis=basis,
                consent_id=rests if basis == Basis.CONSENT else None,
                legal_basis_id=rests if basis == Basis.COURT_ORDER else None, report=report, letter=letter, title=title,
                notice=queries.notice_of((answers[each] for each in categories), reads),
                told_before=told.before, agreed_at=locked.get(rests), present=told.present, why_not=told.why_not,
                hidden_until=told.hidden_until, hidden_why=told.hidden_why.strip(), recorded_by=by, recorded_at=now,
            ),
            {category: said[category] for category in categories},
            about,
        )
        for (basis, rests), categories in resting.items()
    ]  # fmt: skip


def _now(at: datetime) -> datetime:
    """The server's clock, after all waiting; for the loader whatever it says."""
    if loading():
        return at
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found


def _agreed(answers: Iterable[rules.Answer], world: rules.World) -> set[object]:
    """The forms that these answers rest on. What was signed in another file of hers cannot be locked from here; taking
    that back waits for ``hold_still``, too."""
    given = (each for answer in answers for each in answer.reasons if each.code == "consent")
    return {each.basis for each in given if each.person not in world.elsewhere}


def _lock(consents: set[object]) -> dict[object, datetime]:
    """Hold the agreements it rests on; answers when each was signed.

    Whoever is taking one back holds it already: then it is as if she had. Raises Refused (``changing_now``).
    """
    wanted = list(consents)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select k.id, k.signed_at from consent_consent k where k.id = any(%s::uuid[]) and k.withdrawn_at is null"
            " for share skip locked",
            [wanted],
        )
        held = dict(cursor.fetchall())
    if set(held) != set(wanted):
        raise Refused(No.CHANGING_NOW)
    return held


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _line(line: Disclosure, parts: Mapping[int, str], about: Collection[uuid.UUID]) -> Disclosure:
    """One line with its parts (which also say something of these), and its place in the trail."""
    line.sha256 = _hash(",".join(f"{category} {_hash(parts[category])}" for category in sorted(parts)))
    line.save(force_insert=True)
    held = {"family_id": line.family_id, "subject": line.subject, "disclosure": line}
    others = sorted(set(about) - {line.subject})
    DisclosedPart.objects.bulk_create(
        DisclosedPart(
            id=new_id(), category=category, snapshot=words, sha256=_hash(words), about=others,
            recorded_by=line.recorded_by, recorded_at=line.recorded_at, **held,
        )
        for category, words in sorted(parts.items())
    )  # fmt: skip
    whose = {"family": line.family_id, "subject": line.subject}
    write_trail([entry("disclosed", disclosure=line.pk, basis=str(line.basis), **whose)], by=line.recorded_by)
    return line


@transaction.atomic
def add_step(
    *, disclosure: Disclosure, kind: str, words: str = "", by: uuid.UUID, at: datetime
) -> DisclosureStep:  # fmt: skip
    """What came after: they have it, they answered, she has been told. Nothing of the line itself changes."""
    step = DisclosureStep.objects.create(
        id=new_id(), family_id=disclosure.family_id, subject=disclosure.subject, disclosure=disclosure,
        kind=Afterwards(kind).value, words=words.strip(), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    about = {"family": disclosure.family_id, "subject": disclosure.subject}
    write_trail([entry("after it left", disclosure=disclosure.pk, kind=step.kind, **about)], by=by)
    return step
