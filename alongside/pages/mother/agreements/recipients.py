"""Who may see it by a form: one person, an agency, everybody of one kind; and what reaches them at most."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alongside.accounts.terms import PARTS, RoleName
from alongside.agencies.models import Agency
from alongside.agencies.terms import AgencyKind
from alongside.consent.models import Consent, OutsideWorker
from alongside.consent.profiles.forms import names_in
from alongside.consent.rules.agreeing import ON_THE_FORM
from alongside.consent.rules.vocabulary import SPELLING
from alongside.consent.terms import Effect, FormKind, Purpose, RecipientClass, RecipientKind

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
        if consent.study is not None:
            named = {"agency": consent.agency.name, "study": consent.study_title}
            return _("%(agency)s, for the study “%(study)s” alone") % named
        return consent.agency.name
    if consent.recipient_kind == RecipientKind.CLASS:
        return str(RecipientClass(consent.recipient_class).label)
    if consent.colleague is not None:
        return _("%(name)s, %(agency)s") % {"name": consent.colleague.name, "agency": consent.colleague.agency.name}
    return _("one person")


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
