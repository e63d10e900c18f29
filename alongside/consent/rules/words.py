"""Every reason and every obligation in plain words, for the person who has to understand it.

Marked with `_` so that the catalogues collect them; pages translate, the command says them as they stand.
Whoever asks from outside is shown none of this: there, "not shared", "withdrawn" and "not there" look the same.
"""

from __future__ import annotations


def _(words: str) -> str:
    """Mark words for translation."""
    return words


REASONS: dict[str, str] = {
    # yes
    "consent": _("She agreed to this, with this recipient and for this purpose."),
    "own_programme": _("It stays within our own programme."),
    "implied_consent": _("Custodians in her circle of care may share this for care, and she has not said no."),
    "duty_to_report": _("The law asks for this report. It opens nothing else."),
    "court_order": _("A court ordered these parts, for this recipient, until this day."),
    "emergency": _("A medical emergency. It is open for sixty minutes and looked at afterwards."),
    "portal_self": _("It is her own."),
    "portal_child": _("It is about a child she decides for today."),
    "made_by_her": _("She made or signed it herself; it stays hers."),
    # no, before anything else
    "unknown_profile": _("No known local law applies here, so nothing is shared."),
    "unknown_category": _("It is not said what kind of information this is. What is not classified is not read."),
    "unknown_purpose": _("It is not said what this is for."),
    "unknown_action": _("It is not said what is to be done with it."),
    "unknown_time": _("The time of the request is not known."),
    "unknown_actor": _("It is not said who is asking."),
    "unknown_subject": _("It is not said about whom this is."),
    "no_session": _("Nobody is signed in, or the sign-in has ended."),
    "account_closed": _("This account is closed."),
    "step_up_needed": _("This asks for the second factor first."),
    "sealed": _("This record is sealed."),
    "merge_disputed": _("It is not settled whose record this is."),
    # no, whatever else is said
    "excluded": _("This person is kept out from this file."),
    "self": _("This is their own file. They see it on their own page, as everybody does."),
    "unsafe_person": _("Somebody who was named as not safe."),
    "agency_barred": _("This agency is kept out from this file."),
    "journal": _("A journal of reflective supervision is read by whoever wrote it and nobody else."),
    "adoption_seal": _("This is sealed with an adoption."),
    "part2_bar": _(
        "Substance use records are not used in a proceeding without an order made for them, or her own agreement for "
        "that alone."
    ),
    # the law, emergencies, own pages
    "no_duty": _("There is no concern of this person's own on record that has to be reported."),
    "duty_used": _("This concern was reported already."),
    "emergency_clinician": _("Only a clinician opens a file in an emergency."),
    "emergency_reason": _("Please say in at least twenty characters what the emergency is."),
    "emergency_over": _("The sixty minutes of this emergency are over."),
    "emergency_recipient": _("In an emergency it goes to medical people only."),
    "emergency_category": _("This is not opened in an emergency."),
    "portal_category": _("This is not shown on an own page. It can be gone through with somebody she trusts here."),
    "no_authority": _("Whoever asks or signed has no right to decide about this, then or now."),
    "capable_minor": _("The child decides about this."),
    "own_decision": _("This young person is of an age to decide."),
    "gap": _("This was recorded while somebody else decided for the child. Opening it is a decision of its own."),
    "third_party": _("It says something about somebody else who has not agreed."),
    # need to know
    "not_assigned": _("This person does not work with this family."),
    "role": _("This part does not read this kind of information."),
    # agreements
    "denied": _("She said no to this recipient."),
    "unsigned": _("There is an agreement, and it is not signed."),
    "not_yet": _("There is an agreement, and it has not begun."),
    "expired": _("There was an agreement, and it has ended."),
    "revoked": _("There was an agreement, and it was withdrawn."),
    "superseded": _("There was an agreement, and a newer one stands in its place."),
    "incomplete": _("There is an agreement, and its form does not hold all that the law asks for."),
    "recipient": _("There is an agreement, and it is with somebody else."),
    "purpose": _("There is an agreement, and it is for something else."),
    "category": _("There is an agreement, and it is about other information."),
    "collective": _("It belongs to her community as well, and no yes of the community to this recipient is recorded."),
    "no_consent": _("There is no agreement for this."),
    "unreadable": _("The request could not be read."),
    "error": _("Something went wrong while deciding, so the answer is no."),
}

OBLIGATION_WORDS: dict[str, str] = {
    "log": _("Keep a line of it."),
    "minimum_content": _("Only what is needed, and no more."),
    "notice": _("Send this notice along."),
    "scope_copy": _("Send a copy of what was agreed along, or say clearly how far it goes."),
    "show_subject": _("Keep exactly what was shared, and show it to her."),
    "tell_subject_safely": _("Tell her, in the way that is safe for her."),
    "plan_telling_her": _("Plan how to tell her: before it is sent, unless that is not safe."),
    "alert_supervisor": _("Tell the supervisor."),
    "alert_privacy": _("Tell the privacy officer."),
    "review_72h": _("The privacy officer looks at this within 72 hours."),
    "step_up": _("Confirm with the second factor, then ask again."),
}
