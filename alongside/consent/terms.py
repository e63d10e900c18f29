"""Words of consent. The values of Purpose, Action, Assurance and Obligation are the vocabulary of the decision."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What for. The proceedings among them are barred for substance-use records (42 CFR 2.12, 2.64)."""

    CARE = "care", _("her care")
    CARE_COORDINATION = "care_coordination", _("working together for her and her child")
    EMERGENCY = "emergency", _("an emergency")
    REPORT = "report", _("a duty to report")
    COURT_REPORT = "court_report", _("a report to a court")
    CIVIL = "civil", _("a civil proceeding")
    CRIMINAL = "criminal", _("a criminal proceeding")
    ADMINISTRATIVE = "administrative", _("an administrative proceeding")
    LEGISLATIVE = "legislative", _("a legislative proceeding")
    FAMILY_COURT = "family_court", _("a family court proceeding")
    PAYMENT = "payment", _("payment")
    OPERATIONS = "operations", _("running the programme")
    RESEARCH = "research", _("research")
    EVALUATION = "evaluation", _("learning whether the programme helps")
    PORTAL = "portal", _("her own page")


class Effect(models.TextChoices):
    """Whether a signed form opens or closes."""

    PERMIT = "permit", _("may see")
    DENY = "deny", _("may not see")


class FormKind(models.TextChoices):
    """What a form is for. Each stands alone: nothing is agreed to by agreeing to something else."""

    SHARING = "sharing", _("sharing with an agency")
    KEEPING_FROM = "keeping_from", _("keeping something from somebody")
    RESEARCH = "research", _("research")
    VIDEO_THERAPY = "video_therapy", _("video for our work together")
    VIDEO_TRAINING = "video_training", _("video for training")
    VIDEO_RESEARCH = "video_research", _("video for research")
    MESSAGES = "messages", _("messages to her")


class RecipientKind(models.TextChoices):
    """To whom: an agency, one person at an agency, or everybody of a kind."""

    AGENCY = "agency", _("an agency")
    COLLEAGUE = "colleague", _("one person at an agency")
    CLASS = "class", _("everybody who helps her, of one kind")


class RecipientClass(models.TextChoices):
    """Kinds of recipient a form may name. Never courts, police or probation by a word that sounds like help."""

    TREATING_PROVIDERS = "treating_providers", _("those who treat her and those who help this programme run")
    HEALTH_CUSTODIANS = "health_custodians", _("hospitals, clinics and public health")
    CHILD_WELFARE = "child_welfare", _("children's aid")
    OUTSIDE = "outside", _("everybody outside the programme")
    EVERYBODY = "everybody", _("everybody, also inside the programme")


class SignedHow(models.TextChoices):
    """How she signed."""

    DRAWN = "drawn", _("drawn with a finger or a mouse")
    TYPED = "typed", _("typed")
    SPOKEN = "spoken", _("spoken, with somebody beside her who heard it")
    PAPER = "paper", _("on paper that we keep, for an agency that decides")


class Basis(models.TextChoices):
    """Why something might leave (D-91)."""

    CONSENT = "consent", _("she agreed")
    DUTY_TO_REPORT = "duty_to_report", _("a duty to report")
    COURT_ORDER = "court_order", _("a court order")
    EMERGENCY = "emergency", _("an emergency")
    HER_REQUEST = "her_request", _("her own request")
    IMPLIED = "implied", _("those who care for her may know it by law, and she has not said no")
    CARING = "caring", _("the child lives with them")


class DisclosureKind(models.TextChoices):
    """How it left (D-91)."""

    VIEW = "view", _("looked at here")
    LETTER = "letter", _("a letter")
    REPORT = "report", _("a report")
    CONVERSATION = "conversation", _("a conversation")
    DOCUMENT = "document", _("a document")
    EXPORT = "export", _("a file taken out")


class ToldBefore(models.TextChoices):
    """Whether she knew before it left."""

    WITH_HER = "with_her", _("it was done with her")
    TOLD = "told", _("she was told before")
    NOT_YET = "not_yet", _("she has not been told yet")
    AGREED = "agreed", _("it was agreed to before")  # a look under an agreement: nobody tells her of each


class WhyNotTold(models.TextChoices):
    """Why she was not told before. Looked at again on the day that is named with it."""

    NOT_SAFE = "not_safe", _("telling her then was not safe for her or the child")
    NOT_REACHED = "not_reached", _("we tried and did not reach her")
    LAW = "law", _("the law does not allow it")
    NO_TIME = "no_time", _("it could not wait")
    # Of looks that rest on no signature. Written by the database with the look, never chosen by anybody.
    IN_HER_CARE = "in_her_care", _("they look when they need to: they care for her, and she has not said no")
    LIVES_THERE = "lives_there", _("they look when they need to: the child lives with them")


# What a person who writes to somebody outside can answer.
ASKED_TOLD = [each for each in ToldBefore.choices if each[0] != ToldBefore.AGREED]
ASKED_WHY_NOT = [each for each in WhyNotTold.choices if each[0] not in (WhyNotTold.IN_HER_CARE, WhyNotTold.LIVES_THERE)]


class Afterwards(models.TextChoices):
    """What came after something left."""

    HER_COMMENT = "her_comment", _("what she says to it")
    ACKNOWLEDGED = "acknowledged", _("they said that they have it")
    ANSWERED = "answered", _("what they sent back")
    TOLD_HER = "told_her", _("she has been told")


class LetterKind(models.TextChoices):
    """What is written, and with it in which order it is asked for: strengths first, always."""

    SUPPORT = "support", _("A letter of support")
    PROGRESS = "progress", _("A report on how it is going, for a court or children's aid")
    HAND_OFF = "hand_off", _("A hand-off to a hospital or prenatal care")
    TOLD_FIRST = "told_first", _("Told first: she used again, and what keeps everybody safe")
    TALK = "talk", _("A talk: a phone call, a case conference")


class SentKind(models.TextChoices):
    """What somebody outside sends back."""

    HAND_OFF = "hand_off", _("Something her team should know")
    ANSWER = "answer", _("An answer to what was shared")
    DOCUMENT = "document", _("A document")


class Receipt(models.TextChoices):
    """Who has read what was sent back."""

    TEAM = "team", _("Her team has read it")
    HERSELF = "herself", _("She has read it")


class NotSent(models.TextChoices):
    """Why something cannot be sent back as it is."""

    WORDS_NEEDED = "words_needed", _("Please write a few words.")
    TOO_LONG = "sent_too_long", _("This is longer than one message can be. Please shorten it, or send two.")
    DOCUMENT_NEEDED = "document_needed", _("Please choose the document.")
    DOCUMENT_EMPTY = "document_empty", _("This file is empty. Is it the right one?")
    DOCUMENT_TOO_BIG = "document_too_big", _("This is too big. A document can have 5 MB and 300 pages.")
    DOCUMENT_KIND = "document_kind", _("Please send a PDF, a picture (JPEG or PNG) or plain text.")
    DOCUMENT_RUNS = (
        "document_runs",
        _("Something in this file can run, open or send by itself, so we do not keep it. Please print it to PDF."),
    )
    DOCUMENT_LOCKED = "document_locked", _("This PDF has a password. Please send one without.")
    DOCUMENT_BROKEN = "document_broken", _("This file cannot be read. Please save it again, or print it to PDF.")


class AskedBy(models.TextChoices):
    """Who asked and was given nothing (B04). What somebody is to the child is not what lets them know."""

    VISITS = "visits", _("a parent who may visit and does not decide")
    KEPT_AWAY = "kept_away", _("somebody from whom she or the child is kept safe")
    LAWYER = "lawyer", _("a lawyer, or somebody who asked in another name")
    RELATIVE = "relative", _("somebody else of the family")
    AGENCY = "agency", _("an agency to which nobody agreed")
    NOT_KNOWN = "not_known", _("somebody we do not know")


class AskedHow(models.TextChoices):
    """How it was asked."""

    HERE = "here", _("here, in person")
    PHONE = "phone", _("by phone")
    LETTER = "letter", _("by letter")
    MESSAGE = "message", _("by message or e-mail")


class LegalKind(models.TextChoices):
    """A legal basis that is not her consent."""

    COURT_ORDER = "court_order", _("a court order")
    PART2_ORDER = "part2_order", _("a court order made under 42 CFR 2.64 or 2.65")
    SUBPOENA = "subpoena", _("a subpoena")
    WARRANT = "warrant", _("a warrant")


class PaperTold(models.TextChoices):
    """Whether she knows of a court's paper."""

    TOLD = "told", _("she knows of it")
    NOT_YET = "not_yet", _("she has not been told yet")
    SEALED = "sealed", _("the court does not let us tell her")


class PaperAnswer(models.TextChoices):
    """What was done with a court's paper, step by step. Nothing leaves by writing it down."""

    REFUSED = "refused", _("we gave nothing, and said so")
    LAWYER = "lawyer", _("a lawyer was asked")
    COURT = "court", _("the court was asked")
    TOLD_HER = "told_her", _("she was told of it")
    OTHER = "other", _("something else")


class ReportStep(models.TextChoices):
    """The steps of a report to child welfare (E-04). The system asks and records; people decide."""

    CONCERN = "concern", _("what worries us")
    CONSULTED = "consulted", _("we talked it over")
    TOLD_HER = "told_her", _("told to her, and with her")
    NOT_TOLD = "not_told", _("not told to her yet")
    REPORTED = "reported", _("reported")
    NOT_REPORTED = "not_reported", _("no report was needed")
    BESIDE_HER = "beside_her", _("somebody beside her")
    SUPPORTED = "supported", _("what helped")


class SealedKind(models.TextChoices):
    """What is closed to everybody."""

    CHILD = "child", _("a child, with everything about it")
    PERSON = "person", _("a person, with everything about her or him")
    TOGETHER = "together", _("a woman and a child together")
    NOTE = "note", _("a note")
    LETTER = "letter", _("a letter or report")
    DOCUMENT = "document", _("something that was sent to us")
    SITTING = "sitting", _("a sitting with questions")
    GOAL = "goal", _("a goal")
    PLAN = "plan", _("a safety plan")
    LANE = "lane", _("a lane of the shared plan")


class WhySealed(models.TextChoices):
    """Why nobody reads it."""

    COURT_ORDER = "court_order", _("a court ordered it")
    ADOPTION = "adoption", _("a child was adopted, and the adoption is final")
    SHE_ASKS = "she_asks", _("it is her wish")


class No(models.TextChoices):
    """Why a form cannot be signed or taken back as it stands."""

    NO_KIND_CHOSEN = "no_kind_chosen", _("Nothing is ticked yet. Please choose at least one kind of record.")
    OTHER_FORM = "other_form", _("This has a form of its own. Please use that one.")
    SEPARATE_FORM = "separate_form", _("Counselling notes about substance use go on a form of their own.")
    NO_LAST_DAY = "no_last_day", _("Please choose a last day.")
    LAST_DAY_OVER = "last_day_over", _("This last day is over. Please choose a later one.")
    NOT_HERS_TO_DECIDE = "not_hers_to_decide", _("Somebody else decides this for one of the people on this form today.")
    SIGNATURE_MISSING = "signature_missing", _("The signature is missing.")
    DRAWING_TOO_LONG = "drawing_too_long", _("This drawing is longer than we can keep. Please draw it anew.")
    WITNESS_MISSING = "witness_missing", _("Please say who was there and heard it.")
    SIGNER_MISSING = "signer_missing", _("Please write who signed for the agency, and what she or he is there.")
    ONE_CHILD_ALONE = "one_child_alone", _("An agency signs for one child alone. Please make one form for each child.")
    NOT_EXPLAINED = "not_explained", _("Please say how it was read or explained.")
    NOT_ALL_SEEN = (
        "not_all_seen",
        _("There is more on this form than your part reads. Please ask a colleague who reads it."),
    )
    SIGNED_ALREADY = "signed_already", _("This is signed already. What is signed stays as it was signed.")
    NOT_SIGNED = "not_signed", _("This is not signed yet.")
    TAKEN_BACK = "taken_back", _("This was taken back already.")
    LIFT_IS_SIGNED = "lift_is_signed", _("A no is lifted with a signature of its own.")
    WORDS_MISSING = "words_missing", _("Please write a few words.")
    WORDS_TOO_LONG = "words_too_long", _("This is too long for one piece. Please share it over two.")
    NO_SUCH_FORM = "no_such_form", _("There is no form in this language yet. Please choose another language.")
    RECIPIENT_MISSING = "recipient_missing", _("Please choose one: an agency, a person, or a kind of helper.")
    FORM_CHANGED = "form_changed", _("The text of a form was changed without a new version.")
    REASON_TOO_SHORT = "reason_too_short", _("Please say in a few more words why it cannot wait.")
    PROVE_AGAIN = "prove_again", _("Please show your second factor again first.")
    NOT_IN_AN_EMERGENCY = "not_in_an_emergency", _("An emergency does not open this kind of record.")
    NOTHING_TO_CLOSE = (
        "nothing_to_close",
        _("There is nothing to close under this number. Please copy it again. An adoption closes a child alone."),
    )
    ALERT_WAITS = "alert_waits", _("An alert about this waits for somebody. Please see to it first, then close it.")
    WORDS_NEEDED = "glass_words_needed", _("Please say what you found.")
    UNTIL_NEEDED = "until_needed", _("Please say until which day she is not told, and why.")
    TOLD_HOW_NEEDED = "told_how_needed", _("Please say how she was told.")
    TOLD_TOO_EARLY = "told_too_early", _("This day is before the emergency. Please check it.")
    TOLD_ALREADY = "told_already", _("It is written down already that she was told.")
    ENDED_ALREADY = "ended_already", _("This ended already.")
    NOT_OUTSIDE = "not_outside_worker", _("Please choose somebody who works at another agency.")
    NOT_COVERED = (
        "not_covered",
        _("This is not covered by what she agreed to, nor by the law. Please take it out, or ask her first."),
    )
    NOT_HERS_TO_TAKE = "not_hers_to_take", _("This is not hers to take along today. Please take it out.")
    NOTHING_SAID = "nothing_said", _("There is nothing in it yet. Please write what goes well, or what she asks for.")
    STRENGTHS_FIRST_IN_LETTER = (
        "letter_strengths_first",
        _("Please write first what goes well. Then what is hard, and what helps."),
    )
    TOLD_NEEDED = "told_needed", _("Please say whether she knew before.")
    WHY_NOT_NEEDED = "why_not_needed", _("Please say why she was not told before.")
    READ_IT_WITH_HER = "read_it_with_her", _("It goes into her own hands. Please read it with her first.")
    HIDING_IS_FOR_SAFETY = (
        "hiding_is_for_safety",
        _("It waits on her page only while telling her is not safe. Otherwise she sees it at once."),
    )
    HIDING_TOO_LONG = "hiding_too_long", _("Please choose a day within the next 31 days.")
    CHANGING_NOW = "changing_now", _("What she agreed to is being changed at this moment. Please look at it again.")
    LEFT_ALREADY = "left_already", _("This has left already. What left stays as it left.")
    WRITTEN_MEANWHILE = (
        "written_meanwhile",
        _("Somebody wrote in it meanwhile. Please read it again as it is now, before it leaves."),
    )
    LETTER_PUT_AWAY = "letter_put_away", _("This was put away. Please begin a new one.")
    NOT_ALL_OF_IT = (
        "not_all_of_it",
        _("There is more in it than your part reads. Please ask a colleague who reads it."),
    )
    SAY_IF_TOLD = (
        "say_if_told",
        _("Please write down first whether she was told; or why not, and when it is looked at again."),
    )
    AGAIN_NEEDED = "again_needed", _("Please say on which day telling her is looked at again.")
    NUMBER_UNKNOWN = (
        "number_unknown",
        _("We know no woman or child of this number in the files whose privacy you keep. Please copy it again."),
    )
    PAPER_TO_WHOM = (
        "paper_to_whom",
        _("Please say to whom the paper lets it go: choose an agency, or write down who it is."),
    )
    PAPER_DAYS = "paper_days", _("The last day is before the first. Please check both.")
    REPORTED_ALREADY = "reported_already", _("This was reported already.")
