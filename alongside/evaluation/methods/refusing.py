"""How a method says that these data cannot answer the question."""

from __future__ import annotations


class Unfit(ValueError):
    """The data or the options do not allow an answer.

    ``code``: a short word for programs ("zero_variance"). ``what``: one kind sentence that names the column. ``do``:
    what would help, or nothing.
    """

    def __init__(self, code: str, what: str = "", do: str = "") -> None:
        super().__init__(what or code)
        self.code, self.what, self.do = code, what or code, do
