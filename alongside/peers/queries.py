"""Named questions about peer support. Each answers what the asker may see, and is empty for everybody else."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, QuerySet

from alongside.accounts.models import Colleague
from alongside.care.models import Contact
from alongside.families.models import Person
from alongside.peers.models import (
    PeerAgreement,
    PeerAllowance,
    PeerAnswer,
    PeerContact,
    PeerLearning,
    PeerMatch,
    PeerProfile,
    PeerStory,
    PeerWellness,
    PeerWish,
)
from alongside.peers.rules import Place

MOST_CONTACTS = 60


@dataclass(frozen=True)
class Offered:
    """Somebody who is there, in her own words. ``story`` is empty but on the page of a woman who is choosing."""

    colleague: uuid.UUID
    name: str
    languages: str = ""
    hours: str = ""
    words: str = ""
    story: str = ""


@dataclass(frozen=True)
class OfHer:
    """Peer support of one woman: what she wished for (the newest), what she answered, matches, what she allows now."""

    wish: PeerWish | None
    answers: tuple[PeerAnswer, ...]
    matches: tuple[PeerMatch, ...]
    allowed: dict[uuid.UUID, PeerAllowance]

    @property
    def standing(self) -> tuple[PeerMatch, ...]:
        """Matches that have not ended, those that wait for the peer's yes among them."""
        return tuple(match for match in self.matches if match.ended_on is None)

    @property
    def looking(self) -> bool:
        """Somebody is being looked for."""
        return self.wish is not None and self.wish.closed_at is None


def profile(colleague: uuid.UUID) -> PeerProfile:
    """What a peer says of herself; an empty one (not saved) where she said nothing or it is not for the asker."""
    return PeerProfile.objects.filter(pk=colleague).first() or PeerProfile(colleague_id=colleague)


def story(colleague: uuid.UUID) -> PeerStory:
    """Her own story, for herself alone; an empty one (not saved) for everybody else."""
    return PeerStory.objects.filter(pk=colleague).first() or PeerStory(colleague_id=colleague)


def wellness(colleague: uuid.UUID) -> PeerWellness:
    """Her own wellness plan, for herself; an empty one (not saved) where she wrote none."""
    return PeerWellness.objects.filter(pk=colleague).first() or PeerWellness(colleague_id=colleague)


def shown_to_me(me: uuid.UUID) -> list[PeerWellness]:
    """Wellness plans that peers show to the asker, by name; one statement."""
    rows = PeerWellness.objects.filter(shown_to__contains=[me]).exclude(pk=me).select_related("colleague")
    return list(rows.order_by("colleague__name", "pk"))


def learning(colleague: uuid.UUID) -> PeerLearning:
    """What she says of learning; an empty row (not saved) where she said nothing or it is not for the asker."""
    return PeerLearning.objects.filter(pk=colleague).first() or PeerLearning(colleague_id=colleague)


def learnings(me: uuid.UUID) -> list[PeerLearning]:
    """What peers here say of learning and let the asker read, by name; one statement."""
    rows = PeerLearning.objects.filter(shown=True).exclude(pk=me).select_related("colleague")
    return list(rows.order_by("colleague__name", "pk"))


def wrote(colleague: uuid.UUID) -> bool:
    """She wrote something of her own as a peer supporter, now or before; for herself; one statement."""
    of_hers = (PeerProfile, PeerStory, PeerWellness, PeerLearning)
    first, *more = (model._default_manager.filter(pk=colleague).values("pk") for model in of_hers)
    return first.union(*more).exists()


def agreements(colleague: uuid.UUID | None = None) -> QuerySet[PeerAgreement]:
    """What the asker agreed, as a peer or as her supervisor; the newest version first."""
    rows = PeerAgreement.objects.select_related("colleague", "supervisor").order_by("-number", "-recorded_at")
    return rows if colleague is None else rows.filter(colleague=colleague)


def agreement(id: uuid.UUID) -> PeerAgreement:
    """One version. Raises PeerAgreement.DoesNotExist for any that is not the asker's."""
    return agreements().get(pk=id)


def agreement_number(colleague: uuid.UUID) -> int:
    """The number of the newest version of what this peer agreed, with whomever; one statement.

    0 for none, and for whoever has no part in it.
    """
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.peer_agreement_number(%s)", [colleague])
        return int(cursor.fetchone()[0])  # type: ignore[index]


def supervises() -> bool:
    """The asker looks after peer supporters here."""
    with connection.cursor() as cursor:
        cursor.execute("select safekeeping.supervises_peers()")
        return bool(cursor.fetchone()[0])  # type: ignore[index]


def supervisors() -> set[uuid.UUID]:
    """Those here with whom a peer supporter agrees on what she does; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("select colleague from safekeeping.who_supervises_peers()")
        return {row[0] for row in cursor.fetchall()}


def places() -> dict[uuid.UUID, Place]:
    """Each peer's own cap and what is taken of it, for whoever looks after them; one statement, no name of a woman."""
    with connection.cursor() as cursor:
        cursor.execute("select colleague, at_once, taken, open from safekeeping.peer_places()")
        return {who: Place(at_once, taken, is_open) for who, at_once, taken, is_open in cursor.fetchall()}


def profiles(colleagues: Iterable[uuid.UUID]) -> dict[uuid.UUID, PeerProfile]:
    """What these say of themselves for matching; one statement."""
    return {row.pk: row for row in PeerProfile.objects.filter(pk__in=list(colleagues))}


def to_choose(family_id: uuid.UUID) -> list[Offered]:
    """Who is there for the woman of this family, while somebody is being looked for; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select colleague, name, languages, hours, words, story from safekeeping.peers_to_choose(%s::uuid)"
            " order by lower(name), colleague",
            [family_id],
        )
        return [Offered(*row) for row in cursor.fetchall()]


def of_her(family_id: uuid.UUID) -> OfHer:
    """Everything of this family's peer support that the asker may read; four statements."""
    wish = PeerWish.objects.filter(family=family_id).order_by("-recorded_at", "-id").first()
    answers = PeerAnswer.objects.filter(family=family_id).order_by("-recorded_at", "-id")[:40]
    matches = PeerMatch.objects.filter(family=family_id).order_by("-recorded_at", "-id")[:40]
    rows = PeerAllowance.objects.filter(family=family_id).order_by("recorded_at", "id")
    return OfHer(wish, tuple(answers), tuple(matches), {row.match_id: row for row in rows})


def wish(family_id: uuid.UUID, *, stands: bool = True) -> PeerWish:
    """The wish that is open; ``stands=False``: also the newest that was closed, for a form that was sent.

    Raises PeerWish.DoesNotExist where nobody is being looked for.
    """
    rows = PeerWish.objects.filter(family=family_id)
    if stands:
        return rows.get(closed_at=None)
    newest = rows.order_by(F("closed_at").desc(nulls_first=True), "-recorded_at", "-id").first()
    if newest is None:
        raise PeerWish.DoesNotExist
    return newest


def names_of_mine() -> dict[uuid.UUID, str]:
    """Match -> name, for a woman signed in as herself: those whom she chose; one statement."""
    with connection.cursor() as cursor:
        cursor.execute("select match, name from safekeeping.my_peers()")
        return dict(cursor.fetchall())


def match(id: uuid.UUID) -> PeerMatch:
    """One match. Raises PeerMatch.DoesNotExist for one that is not the asker's to see."""
    return PeerMatch.objects.get(pk=id)


def newest_allowance(match_id: uuid.UUID) -> PeerAllowance | None:
    """What she allows now; ``None`` while she allowed nothing yet."""
    return PeerAllowance.objects.filter(match=match_id).order_by("-recorded_at", "-id").first()


def mine(colleague: uuid.UUID) -> list[PeerMatch]:
    """The women beside whom this peer walks, and those who wait for her yes; the oldest first."""
    return list(PeerMatch.objects.filter(colleague=colleague, ended_on=None).order_by("recorded_at", "id"))


def waiting() -> list[PeerWish]:
    """Wishes that are open and for whom nobody was asked yet, the oldest first, in files the asker is let into."""
    asked = PeerMatch.objects.filter(ended_on=None).values("wish")
    return list(PeerWish.objects.filter(closed_at=None).exclude(pk__in=asked).order_by("on", "recorded_at", "id")[:100])


def women(rows: Iterable[PeerMatch | PeerWish]) -> dict[uuid.UUID, Person]:
    """The women of these, as far as the asker may know who they are; one statement."""
    return {each.pk: each for each in Person.objects.filter(pk__in=[row.subject for row in rows])}


@dataclass(frozen=True)
class Done:
    """What a contact was in the four domains, and the note as it stands."""

    row: PeerContact
    contact: Contact


# From each of these notes along what put it right, to what stands.
_STANDING = """
with recursive line (first, id) as (
  select c.id, c.id from care_contact c where c.id = any(%s) and c.family_id = %s
  union all
  select l.first, c.id from care_contact c join line l on c.corrects_id = l.id where c.family_id = %s)
select c.*, l.first from line l join care_contact c on c.id = l.id where c.superseded_at is null
"""


def contacts_of(family_id: uuid.UUID, subject: uuid.UUID) -> list[Done]:
    """What was done, the newest first, with each note as it stands; two statements.

    A note that two put right at once stands twice. Where the asker may read no version that stands, there is none here.
    """
    rows = PeerContact.objects.filter(family=family_id, subject=subject)
    found = {row.contact_id: row for row in rows.order_by("-contact__on", "-recorded_at", "-id")[:MOST_CONTACTS]}
    stand = Contact.objects.raw(_STANDING, [list(found), family_id, family_id])
    done = [Done(found[each.first], each) for each in stand]  # type: ignore[attr-defined]
    return sorted(done, key=lambda one: (one.contact.on, one.row.recorded_at, one.contact.pk), reverse=True)


def peers_here(ids: Iterable[uuid.UUID]) -> list[Colleague]:
    """These colleagues, by name."""
    return sorted(Colleague.objects.filter(pk__in=list(ids)), key=lambda who: (who.name.casefold(), who.pk))
