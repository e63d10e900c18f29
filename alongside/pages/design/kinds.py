"""Kinds of record in words: what a note is about, so that only those whose part it is can read it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from alongside.safekeeping.terms import Category

KINDS: dict[Category, Any] = {
    Category.SERVICE_USE: gettext_lazy("Everyday matters, being with us"),
    Category.SUD: gettext_lazy("Using substances"),
    Category.SUD_COUNSELLING_NOTES: gettext_lazy("Counselling about using (for counsellors only)"),
    Category.MENTAL_HEALTH_TRAUMA: gettext_lazy("How she feels, hard things she lived through"),
    Category.IPV_SAFETY: gettext_lazy("Being safe from somebody"),
    Category.REPRODUCTIVE_STI: gettext_lazy("Pregnancy and sexual health"),
    Category.CHILD_HEALTH_DEV: gettext_lazy("How the child is and grows"),
    Category.DYAD_OBSERVATION: gettext_lazy("The two together"),
    Category.CHILD_WELFARE_LEGAL: gettext_lazy("Child welfare, court, the law"),
    Category.PEER_SUPPORT: gettext_lazy("Peer support"),
    Category.MONEY_HOUSING: gettext_lazy("Money and home"),
    Category.CULTURAL: gettext_lazy("Culture, language, faith"),
}
