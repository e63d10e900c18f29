"""Agreements in words: who may see what about whom, until when; how each stands; the form as it was signed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alongside.access.scope import child_of
from alongside.accounts.terms import PARTS, RoleName
from alongside.agencies.models import Agency
from alongside.agencies.terms import AgencyKind
from alongside.consent.models import Consent, ConsentLine, OutsideWorker
from alongside.consent.profiles.forms import FormText, Words, names_in, read
from alongside.consent.queries import Left
from alongside.consent.rules.agreeing import ON_THE_FORM, Decider, stands
from alongside.consent.rules.vocabulary import SPELLING
from alongside.consent.terms import DisclosureKind, Effect, FormKind, Purpose, RecipientClass, RecipientKind, SignedHow
from alongside.families.models import Person
from alongside.families.terms import ChildState, PersonKind
from alongside.pages.design.days import date_format
from alongside.pages.mother.agreements.door import Door

SOON = timedelta(days=30)
STATES = {
    "draft": lambda: _("not signed yet"),
    "put_away": lambda: _("put away, never signed"),
    "replaced": lambda: _("a newer one stands in its place"),
    "withdrawn": lambda: _("taken back"),
    "ended": lambda: _("over"),
    "not_yet": lambda: _("has not begun"),
    "stopped": lambda: _("stopped: somebody else decides this now"),
    "live": lambda: _("in force"),
}
# What somebody at such an agency reads on the screen at most; the rest reaches her in a letter or a talk alone.
ROLE_AT = {
    AgencyKind.CHILD_WELFARE: RoleName.CHILD_WELFARE,
    AgencyKind.HOSPITAL: RoleName.PRENATAL_PARTNER,
    AgencyKind.PUBLIC_HEALTH: RoleName.PRENATAL_PARTNER,
}
# What such an agency's people read for, day by day, when they look at what is shared with them.
STANDING = {
    AgencyKind.HOSPITAL: Purpose.CARE,
    AgencyKind.PUBLIC_HEALTH: Purpose.CARE,
    AgencyKind.MENTAL_HEALTH: Purpose.CARE,
}


def role_at(agency: Agency) -> str:
    """The part that people of such an agency play here, unless they are known by another one."""
    return ROLE_AT.get(AgencyKind(agency.kind), RoleName.PARTNER_STAFF)


def on_screen(agency: Agency | None) -> int:
    """The kinds of record that such an agency's people can be shown on a screen; a mask."""
    return PARTS[role_at(agency)].reads if agency else ON_THE_FORM[FormKind.KEEPING_FROM]


def standing_purpose(agency: Agency) -> str:
    """What such an agency's people look for, day by day."""
    return STANDING.get(AgencyKind(agency.kind), Purpose.CARE_COORDINATION)


def agency_of(consent: Consent) -> Agency | None:
    """The agency of whoever may see it, where one is named."""
    if consent.agency is not None:
        return consent.agency
    return consent.colleague.agency if consent.colleague is not None else None


def recipient(consent: Consent) -> str:
    """To whom, in words."""
    if consent.recipient_kind == RecipientKind.AGENCY and consent.agency is not None:
        return consent.agency.name
    if consent.recipient_kind == RecipientKind.CLASS:
        return str(RecipientClass(consent.recipient_class).label)
    if consent.colleague is not None:
        return _("%(name)s, %(agency)s") % {"name": consent.colleague.name, "agency": consent.colleague.agency.name}
    return _("one person")


def last_day(consent: Consent) -> date | None:
    """Its last day; ``None`` when it has none."""
    return consent.during.upper - timedelta(days=1) if consent.during.upper else None


def decides(consent: Consent, subject: uuid.UUID, deciders: Mapping[uuid.UUID, Decider]) -> bool:
    """Whoever signed it decides for this person today."""
    return deciders.get(subject, Decider()).person == consent.giver_id


def state_of(consent: Consent, line: ConsentLine | None, deciders: Mapping[uuid.UUID, Decider], now: datetime) -> str:
    """How a form stands now, or one line of it."""
    if line is None:
        own = any(decides(consent, each.subject, deciders) for each in consent.lines.all()) or not consent.lines.all()
        ended = consent.withdrawn_at
    else:
        own = decides(consent, line.subject, deciders)
        ended = min(filter(None, (consent.withdrawn_at, line.withdrawn_at)), default=None)
    return stands(
        signed_at=consent.signed_at, withdrawn_at=ended, first_day=consent.during.lower, last_day=last_day(consent),
        replaced=consent.replaced and line is None, decides=own, now=now, today=timezone.localdate(now),  # type: ignore[attr-defined]
    )  # fmt: skip


@dataclass(frozen=True)
class LineShown:
    """One kind of record about one person. ``state``: a code; ``said``: the same in words, "" while it is in force."""

    id: uuid.UUID
    kind: str
    state: str
    said: str

    @property
    def live(self) -> bool:
        """It counts."""
        return self.state == "live"


@dataclass(frozen=True)
class PersonLines:
    """The lines about one person."""

    name: str
    lines: tuple[LineShown, ...]


@dataclass(frozen=True)
class FormShown:
    """A form in a list."""

    id: uuid.UUID
    url: str
    kind: str
    recipient: str
    purpose: str
    people: tuple[PersonLines, ...]
    until: date | None
    state: str
    said: str
    ends_soon: bool
    no: bool
    by_another: str

    @property
    def live(self) -> bool:
        """It counts."""
        return self.state == "live"


def name_of(door: Door, person: uuid.UUID) -> str:
    """Somebody of this family, as one says it here: "you" on her own page."""
    if door.hers and person == door.woman.pk:
        return _("you")
    return next((each.name or _("No name given") for each in door.people if each.pk == person), _("somebody"))


def shown(door: Door, consent: Consent, deciders: Mapping[uuid.UUID, Decider], now: datetime) -> FormShown:
    """One form, with how it stands."""
    names = names_in(get_language() or "en")
    people: dict[uuid.UUID, list[LineShown]] = {}
    for line in consent.lines.all():
        state = state_of(consent, line, deciders, now)
        said = "" if state in ("live", "draft") else STATES[state]()
        people.setdefault(line.subject, []).append(LineShown(line.pk, names[SPELLING[line.category]], state, said))
    state, last = state_of(consent, None, deciders, now), last_day(consent)
    form_kind = FormKind(consent.form.kind)
    purpose = Purpose(consent.purpose).label if form_kind == FormKind.SHARING else ""
    where = "agreement_look" if state == "draft" else "agreement"
    return FormShown(
        id=consent.pk,
        url=door.to(where, consent.pk),
        kind=str(form_kind.label),
        recipient=recipient(consent),
        purpose=str(purpose),
        people=tuple(PersonLines(name_of(door, who), tuple(lines)) for who, lines in _in_order(door, people)),
        until=last,
        state=state,
        said=STATES[state](),
        ends_soon=state == "live" and last is not None and last - timezone.localdate(now) <= SOON,
        no=consent.effect == Effect.DENY,
        by_another="" if consent.giver_id == door.woman.pk else consent.giver.name,
    )


def _in_order(door: Door, people: Mapping[uuid.UUID, Any]) -> list[tuple[uuid.UUID, Any]]:
    order = {person.pk: n for n, person in enumerate(door.people)}
    return sorted(people.items(), key=lambda item: order.get(item[0], len(order)))


# --- the form itself ---

FIRST = ("patient_name", "discloser", "recipient", "purpose", "information")
AFTER = (
    "expiry", "no_end", "right_to_revoke", "may_withhold", "refusal_consequences", "redisclosure_warning",
    "knowledgeable",
)  # fmt: skip


@dataclass(frozen=True)
class PaperLine:
    """A line as the form says it."""

    id: uuid.UUID
    words: Words
    said: str


@dataclass(frozen=True)
class Paper:
    """A form as it is read and signed, in the language of the form: text, lines, signature."""

    language: str
    text: FormText
    first: tuple[str, ...]
    people: tuple[tuple[str, tuple[PaperLine, ...]], ...]
    after: tuple[str, ...]
    signed: str
    strokes: str
    typed: str
    on: str
    witness: str
    explained: str
    version: int
    sha256: str


def paper(
    door: Door, consent: Consent, own_agency: str, deciders: Mapping[uuid.UUID, Decider] | None = None,
    now: datetime | None = None,
) -> Paper:  # fmt: skip
    """The form with its text as it was signed (or would be now). ``deciders``: also say how each line stands."""
    text = read(consent.form.text)
    with translation.override(consent.form.language):
        people: dict[uuid.UUID, list[PaperLine]] = {}
        for line in consent.lines.all():
            words = text.words(SPELLING[line.category], herself=line.subject == consent.giver_id)
            state = state_of(consent, line, deciders, now) if deciders is not None and now is not None else "live"
            said = "" if state in ("live", "draft") else STATES[state]()
            people.setdefault(line.subject, []).append(PaperLine(line.pk, words, said))
        names = {person.pk: person.name or _("No name given") for person in (*door.people, consent.giver)}
        who = [names.get(subject, _("somebody")) for subject, _lines in _in_order(door, people)]
        last = last_day(consent)
        fill = {
            "{who}": _(" and ").join(who) or consent.giver.name,
            "{discloser}": own_agency,
            "{recipient}": recipient(consent),
            "{purpose}": text.purposes.get(consent.purpose, str(Purpose(consent.purpose).label)),
            "{until}": date_format(last, "DATE_FORMAT") if last else "…",
        }
        skip = (
            {"no_end"} if last else {"expiry"} if "no_end" in text.elements and consent.effect == Effect.DENY else set()
        )
        signed_on = timezone.localtime(consent.signed_at) if consent.signed_at else None
        return Paper(
            language=consent.form.language,
            text=text,
            first=_filled(text, FIRST, fill, set()),
            people=tuple((names.get(s, _("somebody")), tuple(lines)) for s, lines in _in_order(door, people)),
            after=_filled(text, AFTER, fill, skip),
            signed=str(SignedHow(consent.signed_how).label) if consent.signed_how else "",
            strokes=consent.signature if consent.signed_how == SignedHow.DRAWN else "",
            typed=consent.signature if consent.signed_how == SignedHow.TYPED else "",
            on=date_format(signed_on, "DATETIME_FORMAT") if signed_on else "",
            witness=consent.witness.name if consent.witness else "",
            explained=consent.explained,
            version=consent.form.version,
            sha256=consent.form.sha256,
        )


def _filled(text: FormText, names: Iterable[str], fill: Mapping[str, str], skip: set[str]) -> tuple[str, ...]:
    found = []
    for name in names:
        said = text.elements.get(name, "")
        if name in skip or not said:
            continue
        for place, words in fill.items():
            said = said.replace(place, words)
        found.append(said)
    return tuple(found)


# --- about whom, and what ---


@dataclass(frozen=True)
class Somebody:
    """A person a form can be about: herself, or a child. ``hers``: the giver decides today; else ``who`` does."""

    id: uuid.UUID
    name: str
    url: str
    hers: bool
    who: str
    ticked: tuple[str, ...]


def about_whom(
    door: Door, consent: Consent, deciders: Mapping[uuid.UUID, Decider], agencies: Mapping[uuid.UUID, str]
) -> list[Somebody]:
    """The giver and the children of the family, each with who decides today."""
    names = names_in(get_language() or "en")
    ticked: dict[uuid.UUID, list[str]] = {}
    for line in consent.lines.all():
        ticked.setdefault(line.subject, []).append(names[SPELLING[line.category]])
    found = []
    for person in door.people:
        if person.pk != consent.giver_id and not _is_born(person):
            continue
        held = deciders.get(person.pk, Decider())
        found.append(
            Somebody(
                id=person.pk,
                name=name_of(door, person.pk),
                url=door.to("agreement_kinds", consent.pk, person.pk),
                hers=held.person == consent.giver_id,
                who=_who_decides(door, person, held, agencies),
                ticked=tuple(ticked.get(person.pk, ())),
            )
        )
    return sorted(found, key=lambda each: each.id != consent.giver_id)


def _is_born(person: Person) -> bool:
    """A child who is here: nothing is shared of one who is expected, or remembered."""
    child = child_of(person)
    return person.kind == PersonKind.CHILD and (child is None or child.state == ChildState.BORN)


def _who_decides(door: Door, person: Person, held: Decider, agencies: Mapping[uuid.UUID, str]) -> str:
    if held.person == person.pk:
        return _("%(name)s decides alone.") % {"name": person.name}
    if held.person is not None:
        name = capfirst(name_of(door, held.person))  # type: ignore[arg-type]
        return _("%(name)s decides this today.") % {"name": name}
    if held.agency is not None:
        agency = agencies.get(held.agency, _("an agency"))  # type: ignore[call-overload]
        return _("%(agency)s decides this today.") % {"agency": agency}
    return _("We do not know yet who decides this. Please ask your worker; until then nothing is shared.")


@dataclass(frozen=True)
class KindShown:
    """A kind of record to tick. ``not_on_screen``: such an agency gets it in a letter or a talk alone."""

    value: int
    words: Words
    ticked: bool
    not_on_screen: bool


def kinds(consent: Consent, person: Person, ticked: set[int]) -> tuple[list[KindShown], list[KindShown]]:
    """The kinds a form can be about for this person: everyday ones, and those that each stand apart (D-94)."""
    text, herself = read(consent.form.text), person.pk == consent.giver_id
    screen = on_screen(agency_of(consent)) if consent.effect == Effect.PERMIT else -1
    if consent.form.kind not in (FormKind.SHARING, FormKind.KEEPING_FROM):
        screen = -1
    usual, apart = [], []
    for bit, kind in SPELLING.items():
        if not ON_THE_FORM[consent.form.kind] >> bit & 1:
            continue
        words = text.words(kind, herself=herself)
        each = KindShown(bit, words, bit in ticked, not screen >> bit & 1)
        (apart if words.care else usual).append(each)
    return usual, apart


def workers_there(workers: Sequence[OutsideWorker], consent: Consent) -> list[OutsideWorker]:
    """People at other agencies whom this form names, each once."""
    found: dict[uuid.UUID, OutsideWorker] = {}
    for worker in workers:
        colleague = worker.colleague
        if consent.recipient_kind == RecipientKind.AGENCY and colleague.agency_id != consent.agency_id:
            continue
        if consent.recipient_kind == RecipientKind.COLLEAGUE and colleague.pk != consent.colleague_id:
            continue
        if consent.recipient_kind == RecipientKind.CLASS and not in_class(consent.recipient_class, colleague.agency):
            continue
        found.setdefault(colleague.pk, worker)
    return list(found.values())


CLASSES: dict[str, tuple[str, ...]] = {
    RecipientClass.TREATING_PROVIDERS: (AgencyKind.HOSPITAL, AgencyKind.PUBLIC_HEALTH, AgencyKind.MENTAL_HEALTH),
    RecipientClass.HEALTH_CUSTODIANS: (AgencyKind.HOSPITAL, AgencyKind.PUBLIC_HEALTH, AgencyKind.MENTAL_HEALTH),
    RecipientClass.CHILD_WELFARE: (AgencyKind.CHILD_WELFARE,),
    RecipientClass.OUTSIDE: tuple(AgencyKind),
    RecipientClass.EVERYBODY: tuple(AgencyKind),
}


def in_class(klass: str, agency: Agency) -> bool:
    """An outside agency is of a kind that a form may name."""
    return agency.kind in CLASSES[RecipientClass(klass)]


def crosses(consent: Consent, noes: Iterable[Consent]) -> list[tuple[Consent, list[str]]]:
    """Noes that stay in force beside this yes, with the kinds on both: a later yes does not undo a no."""
    if consent.effect == Effect.DENY:
        return []
    names = names_in(get_language() or "en")
    mine = {(line.subject, line.category) for line in consent.lines.all()}
    found = []
    for no in noes:
        both = [line.category for line in no.lines.all() if (line.subject, line.category) in mine]
        if both and no.pk != consent.replaces_id and _may_meet(consent, no):
            found.append((no, [names[SPELLING[bit]] for bit in sorted(set(both))]))
    return found


def _may_meet(consent: Consent, no: Consent) -> bool:
    """Somebody who may see it by the one is kept from it by the other."""
    theirs = agency_of(consent)
    if no.recipient_kind == RecipientKind.CLASS:
        if no.recipient_class in (RecipientClass.EVERYBODY, RecipientClass.OUTSIDE):
            return True
        kinds_of = CLASSES[RecipientClass(no.recipient_class)]
        return theirs.kind in kinds_of if theirs else bool(set(kinds_of) & set(_kinds_meant(consent)))
    kept = agency_of(no)
    if theirs is None:
        return kept is not None and kept.kind in _kinds_meant(consent)
    if no.recipient_kind == RecipientKind.COLLEAGUE and consent.recipient_kind == RecipientKind.COLLEAGUE:
        return no.colleague_id == consent.colleague_id
    return kept is not None and kept.pk == theirs.pk


def _kinds_meant(consent: Consent) -> tuple[str, ...]:
    return CLASSES.get(RecipientClass(consent.recipient_class), ()) if consent.recipient_class else ()


def left_words(left: Sequence[Left]) -> list[str]:
    """What left under a form, a line each."""
    return [
        _("%(day)s: %(how)s, %(who)s")
        % {
            "day": date_format(timezone.localtime(each.at), "DATE_FORMAT"),
            "how": _how(each.kind),
            "who": each.recipient,
        }
        for each in left
    ]


def _how(kind: str) -> str:
    return str(DisclosureKind(kind).label) if kind in DisclosureKind.values else kind
