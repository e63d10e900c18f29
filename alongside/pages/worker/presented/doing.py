"""What can be written down from a page: links to the forms, only those the person's part lets her fill in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May, decide
from alongside.access.scope import File
from alongside.continuity.queries import is_covering_alone
from alongside.enrolment.models import TeamMember
from alongside.families.models import HouseholdStay, Pregnancy, Relationship
from alongside.families.queries import TrackRow
from alongside.families.terms import PregnancyOutcome
from alongside.safekeeping.queries import Me
from alongside.safekeeping.terms import Category


@dataclass(frozen=True)
class Doing:
    """One thing that can be written down."""

    url: str
    label: str
    icon: str = ""


def _to(name: str, label: str, *args: object, icon: str = "") -> list[Doing]:
    return [Doing(reverse(name, args=args), label, icon)]


def writes_here(me: Me, file: File) -> bool:
    """She writes in this file: let into it, or to its children. A peer supporter does where the woman allows it."""
    return bool(decide(me, May.WRITE_IN_FAMILY)) and (file.knows_her or me.may_write(Category.CHILD_HEALTH_DEV))


def first(me: Me, file: File) -> list[Doing]:
    """What is written most, as buttons."""
    if not writes_here(me, file):
        return []
    return _to("contact_add", _("Write down a contact"), file.id, icon="write") + _to(
        "promise_add", _("Something is arranged"), file.id, icon="calendar"
    )


def more(me: Me, file: File, *, away: bool, enrolled: bool) -> list[Doing]:
    """Everything else about the family, in the order in which it comes up.

    How it stands between us can change only for somebody who is with us (``enrolled``), not for a record brought over.
    """
    if not (decide(me, May.WRITE_IN_FAMILY) and file.knows_her):
        return []
    her, found = file.woman.id, []
    if me.may_write(Category.SERVICE_USE) and not enrolled:
        found += _to("enrol", _("She is with us now"), file.id, her)
    if me.may_write(Category.SERVICE_USE) and enrolled:
        if away:
            found += _to("welcome_back", _("She is back"), file.id, her)
        found += _to("state_change", _("How it stands between us has changed"), file.id, her)
    if me.may_write(Category.CONTACT) and me.may_write(Category.CHILD_HEALTH_DEV):
        found += _to("child_add", _("Add a child"), file.id, her)
    if me.may_write(Category.CONTACT):
        found += _to("person_add", _("Somebody in their life"), file.id)
    if me.may_write(Category.SUD):
        found += _to("used_begin", _("She told us she used"), file.id, her)
    found += _to("occasion_add", _("A questionnaire was done"), file.id)
    found += _to("sent_back", _("What other agencies sent"), file.id)
    if me.may_write(Category.SERVICE_USE):
        found += _to("leaving", _("Letters and reports"), file.id)
    found += _to("worries", _("A worry about a child"), file.id)
    if me.may_write(Category.SERVICE_USE):
        found += _to("asked", _("Somebody asked and was given nothing"), file.id)
    if me.may_write(Category.CONTACT):
        found += _to("same_find", _("Recorded in another file too?"), file.id)
    if decide(me, May.KEEP_OUT):
        found += _to("keep_out", _("Keep a colleague out of this file"), file.id)
    return found


def agreements(me: Me, file: File) -> str:
    """Where agreements are made with her beside; "" for somebody whose part does not write that she comes here."""
    if not (decide(me, May.WRITE_IN_FAMILY) and file.knows_her and me.may_write(Category.SERVICE_USE)):
        return ""
    return reverse("agreements", args=[file.id])


def letter(me: Me, file: File) -> str:
    """Where a letter is begun; "" for somebody whose part does not write that she comes here."""
    if not (decide(me, May.WRITE_IN_FAMILY) and me.may_write(Category.SERVICE_USE)):
        return ""
    return reverse("leaving_begin", args=[file.id])


def own_page(me: Me, file: File) -> str:
    """Where her own page is opened with her; "" for somebody who does not work with the whole file."""
    if not (decide(me, May.KEEP_HER_PAGE) and file.knows_her and me.may_write(Category.CONTACT)):
        return ""
    return reverse("her_own_page", args=[file.id, file.woman.id])


# On her own page: part -> (what she must be let write, name of the form, its words)
_HER = {
    "why": (Category.SERVICE_USE, "why_change", gettext_lazy("Why she comes, in her words")),
    "who": (Category.CONTACT, "person_change", gettext_lazy("Her name, pronouns, birthday, words for herself")),
    "pregnancy": (Category.REPRODUCTIVE_STI, "pregnancy_add", gettext_lazy("She is pregnant")),
    "earlier": (Category.CHILD_WELFARE_LEGAL, "earlier_child_add", gettext_lazy("A child from before")),
    "around": (Category.IPV_SAFETY, "relationship_add", gettext_lazy("Somebody in her life")),
    "home": (Category.IPV_SAFETY, "stay_add", gettext_lazy("Where she lives")),
    "what_happened": (
        Category.SUD,
        "return_add",
        gettext_lazy("A return to use, a near return, how she kept her child safe"),
    ),
    "patterns": (Category.SUD, "pattern_add", gettext_lazy("How she describes a stretch of time")),
    "endings": (Category.SERVICE_USE, "ending_add", gettext_lazy("A time with us has ended")),
}


def her(me: Me, file: File, *, enrolled: bool) -> dict[str, Doing]:
    """The form of each part of what she told us, for those who write it; an ending only where there was a beginning."""
    if not (decide(me, May.WRITE_IN_FAMILY) and file.knows_her):
        return {}
    found = {
        part: _to(form, str(label), file.id, file.woman.id)[0]
        for part, (category, form, label) in _HER.items()
        if me.may_write(category) and (enrolled or part != "endings")
    }
    if me.may_write(Category.CONTACT):
        found["file"] = _to("family_rename", _("Another name for the family"), file.id)[0]
    return found


def expecting(me: Me, file: File) -> list[Doing]:
    """What can be written down about a pregnancy that goes on."""
    if not (decide(me, May.WRITE_IN_FAMILY) and file.knows_her and me.may_write(Category.REPRODUCTIVE_STI)):
        return []
    found = []
    for pregnancy in file.pregnancies:
        if pregnancy.outcome == PregnancyOutcome.EXPECTING:
            if me.may_write(Category.CHILD_HEALTH_DEV):
                found += _to("birth", _("Born"), file.id, pregnancy.id, icon="sun")
            found += _to("pregnancy_change", _("Care before birth, her plan for the birth"), file.id, pregnancy.id)
            found += _to("due_date", _("The due date is another one"), file.id, pregnancy.id)
            if me.may_write(Category.SUD):
                found += _to("exposure_add", _("What the pregnancy met, as she tells it"), file.id, pregnancy.id)
            if me.may_write(Category.CHILD_HEALTH_DEV):
                found += _to("loss", _("It ended without a birth"), file.id, pregnancy.id)
    return found


def of_pregnancy(me: Me, file: File, pregnancy: Pregnancy) -> list[Doing]:
    """On her own page, beside one pregnancy: its care while it goes on; that it goes on, when its end was a mistake."""
    if not (decide(me, May.WRITE_IN_FAMILY) and file.knows_her and me.may_write(Category.REPRODUCTIVE_STI)):
        return []
    if pregnancy.outcome == PregnancyOutcome.EXPECTING:
        return _to("pregnancy_change", _("Care before birth, her plan for the birth"), file.id, pregnancy.id)
    if pregnancy.outcome == PregnancyOutcome.BIRTH or not me.may_write(Category.CHILD_HEALTH_DEV):
        return []
    return _to("pregnancy_reopen", _("This was written by mistake, or it goes on with us"), file.id, pregnancy.id)


def about_child(me: Me, file: File, child: uuid.UUID) -> list[Doing]:
    """What can be written down about one child."""
    if not decide(me, May.WRITE_IN_FAMILY):
        return []
    found = []
    if me.may_write(Category.CHILD_HEALTH_DEV):
        found += _to("track_add", _("Where the child lives"), file.id, child, "living")
        found += _to("need_add", _("What a carer has to know"), file.id, child)
        found += [Doing(f"{reverse('goal_add', args=[file.id])}?about={child}", _("A goal for this child"))]
        if (person := file.person(child)) and person.born_on:
            found += _to("development_add", _("How the child is growing and learning"), file.id, child)
            found += _to("growth_add", _("Weight, length and head circumference"), file.id, child)
    if me.may_write(Category.CHILD_WELFARE_LEGAL):
        found += _to("track_add", _("What the law says"), file.id, child, "legal")
        found += _to("track_add", _("Child welfare"), file.id, child, "involvement")
        found += _to("track_add", _("Who decides for the child"), file.id, child, "right")
    found += _to("worry_add", _("A worry about this child"), file.id, child)
    return found + _to("person_change", _("Name, birthday"), file.id, child)


def correct(me: Me, family: uuid.UUID, row: TrackRow) -> str:
    """The form that puts a stretch of a track right; "" for somebody who does not write it."""
    category = Category.CHILD_HEALTH_DEV if row.track == "living" else Category.CHILD_WELFARE_LEGAL
    if not (decide(me, May.WRITE_IN_FAMILY) and me.may_write(category)):
        return ""
    return reverse("track_correct", args=[family, row.child, row.track, row.id])


def correct_surroundings(me: Me, row: HouseholdStay | Relationship) -> str:
    """The form that puts a stay or a relationship right; "" for somebody who does not write it."""
    if not (decide(me, May.WRITE_IN_FAMILY) and me.may_write(Category.IPV_SAFETY)):
        return ""
    if isinstance(row, HouseholdStay):
        return reverse("stay_correct", args=[row.family_id, row.id])
    return reverse("relationship_change", args=[row.family_id, row.person_id, row.id])


def team(me: Me, file: File, members: Iterable[TeamMember]) -> list[Doing]:
    """What can be arranged about her team; by whoever covers for somebody and is there by nothing else, nothing."""
    if is_covering_alone(file.woman) or not (
        decide(me, May.ARRANGE_TEAM) and file.knows_her and me.may_write(Category.CONTACT)
    ):
        return []
    found = _to("team_join", _("A colleague joins"), file.id)
    found += _to("key_worker", _("Her key worker"), file.id, file.woman.id)
    for member in members:
        if me.may_write(Category.SERVICE_USE):
            found += _to(
                "hand_over", _("Hand over from %(name)s") % {"name": member.colleague.name}, file.id, member.id
            )
        found += _to("team_leave", _("%(name)s leaves the team") % {"name": member.colleague.name}, file.id, member.id)
    return found


def reaching(me: Me, file: File) -> str:
    """The form for reaching her safely; "" for somebody who does not write it."""
    if not (decide(me, May.WRITE_IN_FAMILY) and file.knows_her and me.may_write(Category.CONTACT)):
        return ""
    return reverse("safe_contact", args=[file.id, file.woman.id])


def reach_wish(me: Me, file: File) -> str:
    """The form for what she wants when we miss each other; "" for somebody who does not write how she is reached."""
    if not (decide(me, May.WRITE_IN_FAMILY) and file.knows_her and me.may_write(Category.CONTACT)):
        return ""
    return reverse("reach_wish", args=[file.id, file.woman.id])
