"""A copy of a child's developmental report goes to somebody outside: a disclosure like any other (D-91)."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alongside.assessment.models import DevelopmentalAssessment, DevelopmentRelease, WithoutHer
from alongside.assessment.queries import copy_of, title_of_copy
from alongside.assessment.rules import development as rules
from alongside.assessment.terms import No
from alongside.consent import actions as consent
from alongside.consent.actions import To
from alongside.consent.models import Consent, Disclosure
from alongside.consent.queries import Asker
from alongside.consent.rules.leaving import Told
from alongside.consent.terms import Basis, DisclosureKind, ToldBefore
from alongside.families.models import Dyad
from alongside.recordkeeping.actions import entry, write_trail
from alongside.recordkeeping.rules import Refused


@transaction.atomic
def release(
    *, assessment: DevelopmentalAssessment, called: str, to: To, purpose: str, told: Told, asker: Asker,
    language: str = "en", about: Collection[uuid.UUID] = (), her_words_too: bool = False, by: uuid.UUID, at: datetime,
) -> DevelopmentRelease:  # fmt: skip
    """A copy goes, if the rules let it: an agreement or a court's paper says so, and the mother heard it first.

    Nobody's tick or words are enough. What leaves is written into the ledger word for word, in the same transaction.

    Parameters
    ----------
    called: the child's name as it stands in the copy; ``language``: of the copy and of the law's notice.
    about: others of the family of whom the report says something; each of them has to agree too.
    her_words_too: her own view goes along, as she wishes.

    Raises
    ------
    Refused
        ``her_mother_first``, ``her_words_hers``, and whatever ``consent.actions.disclose`` says (``not_covered``, …).
    """
    now = DevelopmentalAssessment.objects.select_for_update().get(pk=assessment.pk)
    # An earlier report's decision is not this one's.
    decided = WithoutHer.objects.filter(assessment=now, version=now.version).order_by("on").values_list("on", flat=True)
    decision, field = rules.check_release(
        told_on=now.told_on, decided_on=decided.first(), on=timezone.localdate(at), her_words_too=her_words_too,
        she_knew=told.before in (ToldBefore.WITH_HER, ToldBefore.TOLD),
    )  # fmt: skip
    if not decision:
        raise Refused(decision.because, field=field)
    [line] = consent.disclose(
        family=now.family_id, subject=now.subject, about=about, to=to, kind=DisclosureKind.REPORT, purpose=purpose,
        parts={now.category: copy_of(now, called=called, language=language, her_words_too=her_words_too)}, told=told,
        asker=asker, title=title_of_copy(language), language=language, by=by, at=at,
    )  # fmt: skip
    if her_words_too and not _her_own(line):
        raise Refused(No.HER_WORDS_HERS, field="her_words_too")
    gone = DevelopmentRelease.objects.create(
        family_id=now.family_id, subject=now.subject, category=now.category, assessment=now, version=now.version,
        disclosure=line, language=language, her_words_too=her_words_too, recorded_by=by, recorded_at=line.recorded_at,
    )  # fmt: skip
    about_it = {"family": now.family_id, "subject": now.subject, "assessment": now.pk}
    write_trail([entry("development released", release=gone.pk, disclosure=line.pk, **about_it)], by=by)
    return gone


def _her_own(line: Disclosure) -> bool:
    """It rests on an agreement that the child's mother signed herself."""
    if line.basis != Basis.CONSENT or line.consent_id is None:
        return False
    giver = Consent.objects.filter(pk=line.consent_id).values("giver_id")
    return Dyad.objects.filter(family_id=line.family_id, child_id=line.subject, woman_id__in=giver).exists()
