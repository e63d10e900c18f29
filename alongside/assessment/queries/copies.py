"""A copy of a child's developmental report as it reads: the words that leave, and no others."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import formats, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.assessment.models import DevelopmentalAssessment
from alongside.assessment.queries.development import domains_of
from alongside.assessment.terms import Domain


def age_in_words(found: DevelopmentalAssessment) -> str:
    """Both ages: "18 months old; 16 months, counted from the due date"."""
    words = ngettext("%(n)s month old", "%(n)s months old", found.months) % {"n": found.months}
    if found.corrected_months is None:
        return words
    counted = ngettext(
        "%(n)s month, counted from the due date", "%(n)s months, counted from the due date", found.corrected_months
    ) % {"n": found.corrected_months}
    return f"{words}; {counted}"


def examiner_in_words(found: DevelopmentalAssessment) -> str:
    """Whoever examined the child, with the profession."""
    return ", ".join(text for text in (found.examiner, found.examiner_is) if text)


def title_of_copy(language: str) -> str:
    """What stands on top: plain, and the same for whoever opens the envelope."""
    with translation.override(language):
        return _("Report")


def copy_of(found: DevelopmentalAssessment, *, called: str, language: str, her_words_too: bool = False) -> str:
    """Every word of a copy, strengths first, paragraph by paragraph, in ``language``; headings stand alone.

    ``called``: the child's name. Of what the mother says herself only what she wants to go along.
    """
    with translation.override(language):
        return "\n\n".join(_paragraphs(found, called, her_words_too))


def headings(language: str) -> frozenset[str]:
    """The paragraphs of a copy that are headings, so that they can be shown as such."""
    with translation.override(language):
        return frozenset((*_sections().values(), *_sides().values()))


def _sections() -> dict[str, str]:
    return {
        "strengths": _("What the child can do and enjoys"),
        "needs": _("What is still hard, or needs support"),
        "recommendations": _("What would help"),
        "her_view": _("How the mother sees it, in her words"),
    }


def _sides() -> dict[str, str]:
    return {code.value: capfirst(str(code.label)) for code in Domain}


def _paragraphs(found: DevelopmentalAssessment, called: str, her_words_too: bool) -> Iterator[str]:
    heading, sides, domains = _sections(), _sides(), domains_of(found)
    day = formats.date_format(found.on, "DATE_FORMAT")
    yield _("How %(name)s is growing and learning") % {"name": called}
    who = _("Seen by %(who)s.") % {"who": examiner_in_words(found)}
    yield f"{day}. {age_in_words(found)}. {who}"
    for part in ("strengths", "needs"):
        texts = [*_text(getattr(found, part))]
        for code, side in sides.items():
            said = [*_text(domains.get(code, {}).get(part, ""))]
            texts += [side, *said] if said else []
        if texts:
            yield heading[part]
            yield from texts
    for part in ("recommendations", *(["her_view"] if her_words_too else [])):
        if texts := [*_text(getattr(found, part))]:
            yield heading[part]
            yield from texts


def _text(written: str) -> Iterator[str]:
    if written.strip():
        yield written.strip()
