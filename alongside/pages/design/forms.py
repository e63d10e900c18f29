"""How forms look and behave: the renderer, and ``CalmForm``, the base of every form on a page."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.pages.design.days import date_format
from alongside.pages.design.fields import DayField, DayWidget
from alongside.pages.design.kindness import KindWords
from alongside.pages.design.text import LONGEST_TEXT, tidy

__all__ = ["AsOfForm", "CalmForm", "CalmRenderer", "DayField", "DayWidget", "Section", "first_control"]

#: (heading, one sentence under it or "", names of the fields)
Section = tuple[Any, Any, Sequence[str]]


class CalmRenderer(DjangoTemplates):
    """Renders forms, fields, choices and errors with the templates of this folder; other widgets stay Django's."""

    form_template_name = "design/form/form.html"
    field_template_name = "design/form/field.html"
    ours: ClassVar[dict[str, str]] = {
        "django/forms/widgets/radio.html": "design/form/widgets/choices.html",
        "django/forms/widgets/checkbox_select.html": "design/form/widgets/choices.html",
        "django/forms/errors/list/default.html": "design/form/errors.html",
    }

    def get_template(self, template_name: str) -> Any:
        """Return our template where we have one, else Django's own."""
        return super().get_template(self.ours.get(template_name, template_name))


def first_control(field: BoundField) -> str:
    """Return the id that a link in the error summary goes to: the first box or choice of the field."""
    return f"{field.auto_id}_0" if field.use_fieldset else (field.id_for_label or field.auto_id)


class CalmForm(KindWords, forms.Form):
    """A form that tidies text, asks kindly, and can be sent twice without harm.

    Subclasses may set ``whys`` (field name to "Why do we ask this?" text), ``sections`` (headed groups of fields),
    ``versioned = True`` (carries the version of the record that was on screen) and ``longest_text``. A question of
    radio buttons whose field has ``said_above = True`` is what the page's heading asks: it is heard and not seen twice.
    ``further`` are buttons, after the first: (name, value, words).
    ``cleaned_data["submission"]`` is a UUID that stays the same when the same page is sent again.
    """

    whys: ClassVar[Mapping[str, Any]] = {}
    sections: ClassVar[Sequence[Section]] = ()
    versioned: ClassVar[bool] = False
    longest_text: ClassVar[int] = LONGEST_TEXT
    further: Sequence[tuple[str, str, Any]] = ()
    use_required_attribute = False
    error_css_class = "field--check"

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)

    def __init__(self, data: Any = None, *args: Any, version: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(data, *args, **kwargs)
        if self.versioned:
            self.fields["version"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=version)
        for name, field in self.fields.items():
            field.why = self.whys.get(name, "")
            field.widget.attrs.setdefault("autocomplete", "off")
        if data is not None:
            self.data = self._tidied(data)

    def _tidied(self, data: Any) -> Any:
        """Copy the sent data with every text tidied; passwords and texts that are too long stay as they came."""
        secret = {self.add_prefix(n) for n, f in self.fields.items() if isinstance(f.widget, forms.PasswordInput)}

        def clean(key: str, value: Any) -> Any:
            if not isinstance(value, str) or key in secret or len(value) > self.longest_text:
                return value
            return tidy(value)

        if isinstance(data, MultiValueDict):
            fresh = QueryDict(mutable=True)
            for key, values in data.lists():
                fresh.setlist(key, [clean(key, value) for value in values])
            return fresh
        return {key: clean(key, value) for key, value in data.items()}

    def _clean_fields(self) -> None:
        super()._clean_fields()
        for name in list(self.cleaned_data):
            value = self.cleaned_data[name]
            if isinstance(value, str) and len(value) > self.longest_text:
                message = _("This is too long for one note. Please share it over two or more notes. Nothing is lost.")
                self.add_error(name, ValidationError(message, code="too_long"))

    def as_typed(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What was typed, as ``initial`` of a form that is shown again unchecked: nothing in it is called wrong yet."""
        return {
            name: field.widget.value_from_datadict(data, {}, self.add_prefix(name))  # type: ignore[arg-type]
            for name, field in self.fields.items()
        }

    def clean_submission(self) -> uuid.UUID:
        """Return the page's own id; a hand-made request without one gets a fresh id."""
        return self.cleaned_data.get("submission") or uuid.uuid4()

    def grouped(self) -> Iterator[tuple[Any, Any, list[BoundField]]]:
        """Yield (heading, sentence, visible fields): first those of no section, then each section in order."""
        named = {name for _heading, _text, names in self.sections for name in names}
        loose = [field for field in self.visible_fields() if field.name not in named]
        if loose:
            yield "", "", loose
        for heading, text, names in self.sections:
            yield heading, text, [self[name] for name in names if name in self.fields]

    def answers(self) -> list[tuple[str, str]]:
        """Return (label, what was written) of each visible field, to put two versions side by side."""
        return [(str(field.label), shown(field)) for field in self.visible_fields()]


def shown(field: BoundField) -> str:
    """Return a field's present answer as a reader would say it: the label of a choice, a day written out."""
    value = field.value()
    if isinstance(field.field, DayField):
        try:
            day = field.field.to_python(value)
        except ValidationError:
            return " ".join(text for text in value if text)
        return date_format(day, "DATE_FORMAT") if day else ""
    if isinstance(field.field, forms.BooleanField):
        return _("Yes") if value in (True, "on", "true", "True", "1") else _("No")
    chosen = {str(v) for v in value} if isinstance(value, list | tuple) else {str(value)}
    if isinstance(field.field, forms.ChoiceField):
        return ", ".join(str(label) for key, label in _flat(field.field.choices) if str(key) in chosen and str(key))
    return "" if value is None else str(value)


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


class AsOfForm(KindWords, forms.Form):
    """The "as of" bar: ``AsOfForm(request.GET).day`` is the chosen day, or None for today."""

    as_of = DayField(label=gettext_lazy("Day"), required=False, latest=dt.date(2200, 12, 31))

    @property
    def day(self) -> Any:
        """The chosen ``datetime.date``; None when the bar is empty or holds no real day."""
        return self.cleaned_data.get("as_of") if self.is_valid() else None
