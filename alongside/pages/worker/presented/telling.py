"""What a woman has not been told yet, in words for her team."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.consent.queries import ToTell
from alongside.pages.design.days import date_format


@dataclass(frozen=True)
class ToTellShown:
    """One thing to tell her; ``when``: on which day that is looked at again; ``due``: it has come."""

    words: str
    when: str
    due: bool
    url: str


def to_tell(each: ToTell, today: date) -> ToTellShown:
    """Where it stands, and when it is looked at again."""
    day = {"day": date_format(timezone.localdate(each.at))}
    due = each.again_on is None or each.again_on <= today
    when = _("Looked at again on %(day)s.") % {"day": date_format(each.again_on)} if each.again_on else ""
    if each.line is not None:
        words = _("What left on %(day)s: she has not been told yet.") % day
        return ToTellShown(words, when, due, reverse("leaving_line", args=[each.family, each.line]))
    words = _("A worry written about on %(day)s: she has not been told yet.") % day
    return ToTellShown(words, when, due, reverse("worry", args=[each.family, each.report]))
