"""What is a peer's own: what she says of herself, her story, her pause; and what she and her supervisor agree.

No line of these goes into a trail: none is about a woman, and a peer's pauses are nobody's figure.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.accounts import queries as accounts
from alongside.accounts.terms import RoleName
from alongside.enrolment.rules import require
from alongside.families.actions.insisting import one_of
from alongside.families.rules import clean
from alongside.peers import queries, rules
from alongside.peers.models import PeerAgreement, PeerLearning, PeerProfile, PeerStory, PeerWellness
from alongside.peers.terms import Learn, Says
from alongside.recordkeeping.models import new_id
from alongside.recordkeeping.rules import Refused

TEXTS = ("languages", "hours", "wants", "rather_not", "words")
WELLNESS = ("well", "signs", "helps", "asks")
AGREED = ("does", "does_not", "reach", "breaks")


@transaction.atomic
def say_of_myself(*, colleague: uuid.UUID, base_version: int, shown: bool, **texts: str) -> PeerProfile:
    """What a peer says of herself (``TEXTS``), as she says it now; nothing of before is kept.

    ``base_version``: the version that the form showed; 0 for none yet. Raises ``Refused``: ``said_since`` (from another
    device of hers), ``too_long``; ProgrammingError (42501) for anybody else.
    """
    said = {name: clean(texts.get(name, "")) for name in TEXTS}
    _check(said)
    row = PeerProfile.objects.filter(pk=colleague).first()
    if row is None:
        return PeerProfile.objects.create(colleague_id=colleague, shown=shown, **said)
    changed = PeerProfile.objects.filter(pk=colleague, version=base_version)
    if not changed.update(shown=shown, version=base_version + 1, **said):
        raise Refused("said_since")
    row.refresh_from_db()
    return row


@transaction.atomic
def say_story(*, colleague: uuid.UUID, story: str, shown: bool) -> PeerStory:
    """What she chooses to say of her own story, or nothing; and whether a woman who is choosing may read it."""
    said = clean(story)
    _check({"story": said})
    values = {"story": said, "shown": shown and bool(said)}
    if not PeerStory.objects.filter(pk=colleague).update(**values):
        PeerStory.objects.create(colleague_id=colleague, **values)
    return PeerStory.objects.get(pk=colleague)


@transaction.atomic
def take_back(*, colleague: uuid.UUID) -> None:
    """Everything she said of herself is gone: her story, her wellness plan and what she learns too. Nothing of it was
    kept anywhere."""
    PeerProfile.objects.filter(pk=colleague).update(shown=False, version=1, **dict.fromkeys(TEXTS, ""))
    PeerStory.objects.filter(pk=colleague).update(story="", shown=False)
    PeerWellness.objects.filter(pk=colleague).update(shown_to=[], **dict.fromkeys(WELLNESS, ""))
    PeerLearning.objects.filter(pk=colleague).update(words="", shown=False, **{each.value: [] for each in Says})


@transaction.atomic
def say_wellness(*, colleague: uuid.UUID, shown_to: Collection[uuid.UUID] = (), **texts: str) -> PeerWellness:
    """Her own wellness plan (``WELLNESS``), as she says it now, and to whom she shows it; empty, it is gone.

    Nothing of before is kept, and an empty one is shown to nobody. Raises ``Refused``: ``too_long``, ``shown_to_whom``
    for anybody who does not look after peer supporters here; ProgrammingError (42501) for anybody else's plan.
    """
    said = {name: clean(texts.get(name, "")) for name in WELLNESS}
    _check(said)
    to = sorted(set(shown_to)) if any(said.values()) else []
    if set(to) - (queries.supervisors() - {colleague}):
        raise Refused("shown_to_whom", field="shown_to")
    if not PeerWellness.objects.filter(pk=colleague).update(shown_to=to, **said):
        PeerWellness.objects.create(colleague_id=colleague, shown_to=to, **said)
    return PeerWellness.objects.get(pk=colleague)


@transaction.atomic
def say_learning(
    *, colleague: uuid.UUID, says: Mapping[str, Collection[str]], words: str = "", shown: bool = False
) -> PeerLearning:  # fmt: skip
    """What she had a training on, is at home in, would like to learn: ``says`` holds codes of ``Learn`` by ``Says``.

    All of it as it is now; nothing of before is kept. Raises ``Refused``: ``too_long``, ``unknown_choice``.
    """
    for each in says:
        one_of(each, Says.values, "says")
    told = {each.value: set(says.get(each.value, ())) for each in Says}
    for code in set().union(*told.values()):
        one_of(code, Learn.values, "says")
    said = clean(words)
    _check({"words": said})
    values: dict[str, Any] = {name: [each.value for each in Learn if each in codes] for name, codes in told.items()}
    values |= {"words": said, "shown": shown}
    if not PeerLearning.objects.filter(pk=colleague).update(**values):
        PeerLearning.objects.create(colleague_id=colleague, **values)
    return PeerLearning.objects.get(pk=colleague)


@transaction.atomic
def rest(*, colleague: uuid.UUID, resting: bool) -> None:
    """She takes nobody new from now on, or does again. No reason, no day, no history: there is nothing to count."""
    if not PeerProfile.objects.filter(pk=colleague).update(resting=resting):
        PeerProfile.objects.create(colleague_id=colleague, resting=resting)


@transaction.atomic
def draft_agreement(
    *, colleague: uuid.UUID, supervisor: uuid.UUID, women_at_once: int | None, hours_a_week: int | None = None,
    base_number: int, by: uuid.UUID, at: datetime, id: uuid.UUID | None = None, **texts: str,
) -> PeerAgreement:  # fmt: skip
    """A further version of what the two agreed (``AGREED``: what she does and does not, how she is reached, breaks).

    Either writes it; it stands when the other says yes, and the one before stands until then. ``base_number``: the
    newest that the form showed, 0 for none. The same ``id`` sent twice is one. Raises ``Refused``: ``not_a_peer``,
    ``not_a_supervisor``, ``takes_two``, ``at_once_unfit``, ``hours_unfit``, ``too_long``, ``said_since``.
    """
    if id is not None and (known := PeerAgreement.objects.filter(pk=id).first()) is not None:
        return known
    said = {name: clean(texts.get(name, "")) for name in AGREED}
    _check(said)
    cap = rules.check_cap(women_at_once, hours_a_week)
    require(cap, field="hours_a_week" if cap.because == "hours_unfit" else "women_at_once")
    if colleague == supervisor:
        raise Refused("takes_two", field="other")
    if not accounts.roles_on(colleague, timezone.localdate(at)).filter(name=RoleName.PEER).exists():
        raise Refused("not_a_peer", field="other")
    if supervisor not in queries.supervisors():
        raise Refused("not_a_supervisor", field="other")
    try:
        with transaction.atomic():
            return PeerAgreement.objects.create(
                id=id or new_id(), colleague_id=colleague, supervisor_id=supervisor, number=base_number + 1,
                women_at_once=women_at_once or 0, hours_a_week=hours_a_week, recorded_by=by, recorded_at=at, **said,
            )  # fmt: skip
    except IntegrityError as clash:  # somebody wrote one meanwhile, perhaps with another supervisor
        raise Refused("said_since") from clash


@transaction.atomic
def agree(*, agreement: PeerAgreement, by: uuid.UUID, at: datetime) -> PeerAgreement:
    """The other one of the two says yes, and it stands. Raises ``Refused``: ``others_yes``, ``agreed_already``."""
    if agreement.recorded_by == by:
        raise Refused("others_yes")
    if not PeerAgreement.objects.filter(pk=agreement.pk, agreed_at=None).update(agreed_at=at, agreed_by=by):
        raise Refused("agreed_already")
    agreement.refresh_from_db()
    return agreement


def _check(texts: dict[str, str]) -> None:
    if field := rules.too_long(texts):
        raise Refused("too_long", field=field, limit=rules.LIMITS.get(field, rules.LONG_TEXT), length=len(texts[field]))
