"""Words of messages that go to her by themselves, and of what comes back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class By(models.TextChoices):
    """Ways by which something can go by itself (``families.terms.Channel`` has the same words)."""

    TEXT = "text", _("Text message")
    CALL = "call", _("A voice message by phone")
    EMAIL = "email", _("E-mail")


class Others(models.TextChoices):
    """Who else sees this phone or mailbox, or picks up. Not asked is not the same as nobody."""

    NOT_ASKED = "", _("nobody has asked her yet")
    ONLY_SHE = "only_she", _("only she")
    TRUSTED = "trusted", _("somebody she trusts")
    UNSURE = "unsure", _("somebody else, or she is not sure")


class Language(models.TextChoices):
    ENGLISH = "en", _("English")
    FRENCH = "fr", _("French")


class SaidHow(models.TextChoices):
    """Why a wish stands as it does."""

    SHE_SAID = "she_said", _("she said so")
    STOP_WORD = "stop_word", _("she wrote the word that stops it")
    DID_NOT_ARRIVE = "did_not_arrive", _("a message to this number did not arrive")


class Kind(models.TextChoices):
    """What a message is for. Each has words in every language and at every level (``catalogue/templates.toml``)."""

    BEFORE = "before", _("the day before")
    TODAY = "today", _("on the day")
    CALLED_OFF = "called_off", _("that it is called off or moved")
    MOVED = "moved", _("that it is at another time")
    OTHER_TIME = "other_time", _("an answer: another time will be found")
    HARD = "hard", _("an answer in words she chose, when what she wrote sounded hard")


# Those of which she says whether she wants them; the others follow from what went or came.
CHOSEN = (Kind.BEFORE, Kind.TODAY)
# Those that answer something she wrote.
ANSWERS = (Kind.OTHER_TIME, Kind.HARD)


class State(models.TextChoices):
    """Where a message is. The first three are still on their way."""

    WAITS = "waits", _("waits")
    TAKEN = "taken", _("is being looked at")
    HANDING = "handing", _("is being handed over")
    SENT = "sent", _("sent")
    ARRIVED = "arrived", _("arrived")
    NOT_SENT = "not_sent", _("not sent")
    DID_NOT_ARRIVE = "did_not_arrive", _("did not arrive")
    NOT_KNOWN = "not_known", _("nobody knows whether it went")


ON_ITS_WAY = (State.WAITS, State.TAKEN, State.HANDING)
WENT = (State.SENT, State.ARRIVED, State.NOT_KNOWN)


class Meaning(models.TextChoices):
    """What somebody wrote back, as far as a machine may say."""

    STOP = "stop", _("please stop")
    HARD = "hard", _("something that cannot wait, perhaps")
    OTHER_TIME = "other_time", _("another time, please")
    YES = "yes", _("yes, that fits")
    NOT_CLEAR = "not_clear", _("something else")


class NoticeKind(models.TextChoices):
    """What her team is told, kindly and without what was written."""

    HARD = "hard", _("What she wrote sounds as if it cannot wait. Please be in touch now.")
    OTHER_TIME = "other_time", _("She would like another time.")
    WROTE = "wrote", _("She wrote back.")
    STOPPED = "stopped", _("She wrote the word that stops messages. Nothing more is sent.")
    DID_NOT_ARRIVE = "did_not_arrive", _("A message did not arrive. Nothing more is sent to that number.")
    ASK_HER = "ask_her", _("Something is not clear, so nothing was sent. Please ask her.")
    UNKNOWN = "unknown", _("Somebody wrote from a number that belongs to nobody we write to.")


class No(models.TextChoices):
    """Why a message did not go, or a wish cannot be kept as it stands."""

    NOT_AGREED = "not_agreed", _("She has not agreed to messages, or took it back, or the time she agreed to is over.")
    NO_WISH = "no_wish", _("She has not said how messages may come.")
    NOT_WANTED = "not_wanted", _("She does not want this one.")
    STOPPED = "stopped", _("She asked to stop messages.")
    BOUNCED = "bounced", _("A message to this number did not arrive.")
    NUMBER_CHANGED = "number_changed", _("The number is not the one she agreed to.")
    OTHERS_NOT_CLEAR = "others_not_clear", _("It is not clear who else sees it or picks up.")
    SHARED_PHONE = (
        "shared_phone",
        _("Her plan names somebody who shares the phone, and this says that only she sees it."),
    )
    NOT_BY_VOICE = "not_by_voice", _("A voice message goes only where nobody else picks up.")
    WORDING = "wording", _("The words could tell somebody too much.")
    TOO_LONG_FOR_ONE = "too_long_for_one", _("The words do not fit into one message.")
    OTHER_NUMBER = "other_number", _("She has given another number since.")
    OTHER_TIME_ASKED = "other_time_asked", _("She asked for another time.")
    CALLED_OFF = "called_off", _("It was called off or moved.")
    DONE = "done", _("It is done already.")
    AFTER_A_LOSS = "after_a_loss", _("Something happened since. Nothing goes until somebody has talked with her.")
    CLOSED = "closed", _("This is closed.")
    TOO_LATE = "too_late", _("There was no hour at which it could go.")
    TRIED_ENOUGH = "tried_enough", _("It could not be handed over, and was tried often enough.")
    TRYING = "trying", _("It could not be handed over and is tried again.")
    NO_WAY_OUT = "no_way_out", _("No way out is set up for messages of this kind.")
    NO_WORDS = "no_words", _("She chose no words for this.")
    # A wish or a reminder that cannot be kept as it stands.
    VALUE_ODD = "value_odd", _("Please write only a number or an address that a machine can use.")
    WHO_ELSE = "who_else", _("Please say who else sees it or picks up.")
    MESSAGE_TOO_LONG = "message_too_long", _("This is too long for a message. Please use a few words.")
    CHANGED_SINCE = "changed_since", _("This was changed a moment ago. Please look at it again.")
    ASKED_ALREADY = "asked_already", _("She will be reminded of this already.")
    SETTLED = "settled", _("This is settled already.")
    NO_TIME_GIVEN = "no_time_given", _("Please give a time first: a reminder without one helps nobody.")
    IS_OVER = "is_over", _("This is over already.")
    NOT_ABOUT_HER = "not_about_her", _("This belongs to another file.")
    TAKEN_ALREADY = "taken_already", _("A colleague has this already.")


# Why nothing went that only she can clear up: her team is asked to ask her, once.
ASK_HER = frozenset(
    {
        No.NUMBER_CHANGED, No.OTHERS_NOT_CLEAR, No.SHARED_PHONE, No.WORDING, No.TOO_LONG_FOR_ONE, No.BOUNCED,
        No.AFTER_A_LOSS, No.TOO_LATE, "stale", "not_clear", "no_such_number", "somebody_elses", "unsafe_person",
    }
)  # fmt: skip
