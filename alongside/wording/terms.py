"""Choices of the wording room, with the labels people see. Codes are stored; labels are translated."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """What a finding asks of the writer. Nothing is ever stopped by it."""

    AVOID = "avoid", _("could be said another way")
    CAUTION = "caution", _("depends on the situation")
    ASK = "ask", _("for information")


class Audience(TextChoices):
    """For whom a text is written; texts written to a woman are also read for tone."""

    NOTE = "note", _("a note of ours")
    WOMAN = "woman", _("written to a woman")


class Voice(TextChoices):
    """Whose words a text holds. Her own words are left as spoken."""

    STAFF = "staff", _("our words")
    OWN_WORDS = "own_words", _("her own words")


class ReviewStatus(TextChoices):
    """Where a text stands with the women's advisory council. A text that was sent back is not used."""

    PUT_TO_COUNCIL = "put_to_council", _("put to the council")
    SENT_BACK = "sent_back", _("sent back by the council")
    AGREED = "agreed", _("agreed with the council")


class ReviewForm(TextChoices):
    """How the council looked at a text. A drop-in conversation counts as a review."""

    MEETING = "meeting", _("a council meeting")
    DROP_IN = "drop_in", _("a drop-in conversation")
    WRITTEN = "written", _("in writing")


class Because(TextChoices):
    """Why something about a text was not done."""

    NOTHING_TO_READ = "nothing_to_read", _("There is nothing to read yet. Please write the text.")
    SAY_WHY = "say_why_it_goes_back", _("Please write what the council said, so that the text can become better.")
    IN_THE_FUTURE = "in_the_future", _("This day has not come yet. Please check the date.")
    PAID_MORE_THAN_NOTHING = "paid_more_than_nothing", _("Members are paid: hours and amount are more than nothing.")
