"""A text that is typed, pasted, or chosen as a file: one question with two ways in, and nothing typed is lost."""

from __future__ import annotations

import codecs
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from alongside.pages.design.forms import CalmForm

MOST_BYTES = 1_000_000
TOO_BIG = gettext_lazy("This file is larger than one questionnaire can be (1 MB). Is it the right file?")
NO_TEXT = gettext_lazy("This file holds no text that can be read here. Please save it as text (UTF-8) and try again.")


class TextOrFileForm(CalmForm):
    """A form whose text ``into`` may also come as a file. What the file holds is shown in the box and can be mended."""

    into: ClassVar[str] = "document"
    # So long that the rule's own, kinder answer comes first.
    longest_text: ClassVar[int] = 30_000_000

    file = forms.FileField(label=gettext_lazy("Or choose a file"), required=False)

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        self.file_problem: Any = ""
        chosen = files.get("file") if files else None
        if data is not None and chosen is not None:
            text = self._text_of(chosen)
            if text:
                data = data.copy()
                data[self.into] = text
        super().__init__(data, files, **kwargs)

    def _text_of(self, chosen: Any) -> str:
        if chosen.size > MOST_BYTES:
            self.file_problem = TOO_BIG
            return ""
        held = chosen.read()
        for encoding in ("utf-16" if held[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig", "cp1252"):
            try:
                text = held.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\0" not in text:
                return str(text)
        self.file_problem = NO_TEXT
        return ""

    def _clean_fields(self) -> None:
        super()._clean_fields()
        if self.file_problem:
            self._errors.pop(self.into, None)  # the empty box is not what is wrong
            self.add_error("file", self.file_problem)
