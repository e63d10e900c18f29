"""Words of contacts. A visit that did not happen is nobody's fault."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    IN_PERSON = "in_person", _("at the programme")
    HOME = "home", _("at home")
    STREET = "street", _("on the street")
    HOSPITAL = "hospital", _("in hospital")
    COURT = "court", _("at court")
    PHONE = "phone", _("by phone")
    TEXT = "text", _("by text message")
    VIDEO = "video", _("by video call")
    LETTER = "letter", _("by letter or e-mail")
    ELSEWHERE = "elsewhere", _("somewhere else")


class Reached(models.TextChoices):
    MET = "met", _("we were in touch")
    TRIED = "tried", _("we tried to reach her")
    DID_NOT_MEET = "did_not_meet", _("we did not meet; reason known")
    DID_NOT_MEET_UNKNOWN = "did_not_meet_unknown", _("we did not meet; reason not known")


class ForWhom(models.TextChoices):
    WOMAN = "woman", _("her")
    CHILD = "child", _("the child")
    DYAD = "dyad", _("the two together")


class PromiseState(models.TextChoices):
    OPEN = "open", _("coming up")
    KEPT = "kept", _("done")
    CHANGED = "changed", _("changed")
    LET_GO = "let_go", _("let go")
