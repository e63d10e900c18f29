"""Lines of the trail in words."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.recordkeeping.models import Trail

# Codes of the trail that pages write most, in words; a code without words is shown as it is.
SAID = {
    "looked at a family": gettext_lazy("looked at a family"),
    "looked at a timeline": gettext_lazy("looked at a timeline"),
    "looked at a child": gettext_lazy("looked at a child"),
    "looked at two together": gettext_lazy("looked at two together"),
    "looked at what she told us": gettext_lazy("looked at what she told us"),
    "looked at a team": gettext_lazy("looked at a team"),
    "read notes": gettext_lazy("read notes"),
    "read a note": gettext_lazy("read a note"),
    "counted changes of key workers": gettext_lazy("counted changes of key workers"),
    "shown in a list": gettext_lazy("was shown in a list"),
    "read the trail": gettext_lazy("read the trail"),
    "nothing there": gettext_lazy("asked for something that was not there to see"),
    "refused": gettext_lazy("asked for a page of another part"),
    "set aside": gettext_lazy("wrote at the same time as somebody else"),
    "settled": gettext_lazy("decided between two versions"),
    "looked": gettext_lazy("opened a form"),
    "kept out": gettext_lazy("kept a colleague out of a file"),
    "let back": gettext_lazy("let a colleague back to a file"),
    "joined the team": gettext_lazy("arranged that a colleague joins a team"),
    "left the team": gettext_lazy("wrote that a colleague leaves a team"),
    "handed over": gettext_lazy("handed over to a colleague"),
    "file opened": gettext_lazy("opened a new file"),
    "contact recorded": gettext_lazy("wrote down a contact"),
    "contact corrected": gettext_lazy("put a contact right"),
    "promise made": gettext_lazy("wrote down what was arranged"),
    "person changed": gettext_lazy("changed who somebody is"),
    "safe contact": gettext_lazy("wrote down how to reach her safely"),
    "occasion recorded": gettext_lazy("wrote down a measure"),
    "occasions recorded": gettext_lazy("brought measures over"),
    "brought over": gettext_lazy("brought files over"),
    "colleague added": gettext_lazy("added a colleague"),
    "role given": gettext_lazy("gave a part to a colleague"),
    "role ended": gettext_lazy("ended a part of a colleague"),
}


@dataclass(frozen=True)
class Look:
    """One line: when, who, what, about which file and person (numbers, never names)."""

    at: datetime
    who: str
    what: str
    family: str
    subject: str
    family_url: str


def look(line: Trail, names: Mapping[uuid.UUID, str]) -> Look:
    """A line in words; a colleague who is no longer here, and a carer, is shown by number."""
    who = names.get(line.principal, "") if line.principal else _("the system")
    number = _("number %(n)s") % {"n": short(line.principal)}
    what = str(SAID.get(line.verb, line.verb))
    url = f"?about={line.family}" if line.family else ""
    return Look(line.at, who or number, what, short(line.family), short(line.subject), url)


def short(id: uuid.UUID | None) -> str:
    """The end of a number, enough to tell two apart."""
    return f"…{str(id)[-8:]}" if id else ""


def older(last: Trail, about: uuid.UUID | None, who: uuid.UUID | None, *, lists: bool = False) -> str:
    """Where the lines before ``last`` are."""
    asked = {"about": about, "who": who, "lists": "on" if lists else "", "before": f"{last.shard}-{last.seq}"}
    return "?" + urlencode({name: value for name, value in asked.items() if value})
