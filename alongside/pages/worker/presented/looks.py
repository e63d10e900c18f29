"""Lines of the trail in words."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.pages.worker.presented.looks_door import OF_THE_DOOR
from alongside.pages.worker.presented.looks_more import AFTERWARDS, CULTURE, MESSAGES, PEERS
from alongside.pages.worker.presented.looks_notes import OF_NOTES
from alongside.pages.worker.presented.looks_sessions import CHILD_CARE, SESSIONS
from alongside.pages.worker.presented.looks_staying import OF_STAYING
from alongside.pages.worker.presented.looks_studies import OF_STUDIES
from alongside.recordkeeping.models import Trail

# Every code of the trail in words, each going on from "who": a house test looks for codes without them.
_READING = {
    "looked at a family": gettext_lazy("looked at a family"),
    "looked at a timeline": gettext_lazy("looked at a timeline"),
    "looked at a child": gettext_lazy("looked at a child"),
    "looked at two together": gettext_lazy("looked at two together"),
    "looked at what she told us": gettext_lazy("looked at what she told us"),
    "looked at a team": gettext_lazy("looked at a team"),
    "looked at results": gettext_lazy("looked at results over time"),
    "looked at messages": gettext_lazy("looked at messages"),
    "looked at goals": gettext_lazy("looked at goals"),
    "looked at the calendar": gettext_lazy("looked at the calendar"),
    "looked at sessions": gettext_lazy("looked at to what somebody means to come"),
    "looked at who comes": gettext_lazy("looked at who comes to a session"),
    "looked at programmes": gettext_lazy("looked at programmes"),
    "looked at safety plans": gettext_lazy("looked at safety plans"),
    "looked at the plan": gettext_lazy("looked at the plan that we share"),
    "read notes": gettext_lazy("read notes"),
    "read a note": gettext_lazy("read a note"),
    "looked at what is shared": gettext_lazy("looked at what is shared with them"),
    "read what was sent back": gettext_lazy("read what other agencies sent"),
    "took out a document": gettext_lazy("took out a document"),
    "counted changes of key workers": gettext_lazy("counted changes of key workers"),
    "counted programmes": gettext_lazy("counted how much of programmes is given"),
    "counted who shares": gettext_lazy("counted how many families share with whom"),
    "shown in a list": gettext_lazy("was shown in a list"),
    "read the trail": gettext_lazy("read the trail"),
    "nothing there": gettext_lazy("asked for something that was not there to see"),
    "refused": gettext_lazy("asked for a page of another part"),
    "looked": gettext_lazy("opened a form"),
    "looked at her own page": gettext_lazy("looked at her own page"),
}
_FAMILIES = {
    "file opened": gettext_lazy("opened a new file"),
    "family renamed": gettext_lazy("changed what a family is called"),
    "why she comes": gettext_lazy("wrote down why she comes"),
    "person added": gettext_lazy("added somebody in her life"),
    "person changed": gettext_lazy("changed who somebody is"),
    "belongs to family": gettext_lazy("wrote that somebody belongs to this family too"),
    "child added": gettext_lazy("added a child"),
    "dyad began": gettext_lazy("wrote that the two are together"),
    "death recorded": gettext_lazy("wrote down a death"),
    "identity added": gettext_lazy("wrote down how she describes herself"),
    "identity taken back": gettext_lazy("took back how she describes herself"),
    "earlier child added": gettext_lazy("wrote down a child from before"),
    "earlier child taken back": gettext_lazy("took back a child from before"),
    "pregnancy recorded": gettext_lazy("wrote down a pregnancy"),
    "pregnancy changed": gettext_lazy("changed what is written about a pregnancy"),
    "pregnancy outcome": gettext_lazy("wrote down what came of a pregnancy"),
    "pregnancy reopened": gettext_lazy("wrote that a pregnancy goes on"),
    "due date": gettext_lazy("wrote down a due date"),
    "birth recorded": gettext_lazy("wrote down a birth"),
    "exposure told": gettext_lazy("wrote down what a pregnancy met"),
    "exposure taken back": gettext_lazy("took back what a pregnancy met"),
    "track recorded": gettext_lazy("wrote down where a child lives, or what holds for a child"),
    "track corrected": gettext_lazy("put right where a child lives, or what holds for a child"),
    "track superseded": gettext_lazy("put a better version in place of an earlier one"),
    "relationship": gettext_lazy("wrote down who somebody is to her"),
    "household recorded": gettext_lazy("wrote down a place to live"),
    "stay recorded": gettext_lazy("wrote down who lives where"),
    "safe contact": gettext_lazy("wrote down how to reach her safely"),
    "set aside": gettext_lazy("wrote at the same time as somebody else"),
    "settled": gettext_lazy("decided between two versions"),
    "contact of another": gettext_lazy("wrote down a number or address of somebody in her life"),
    "contact of another taken back": gettext_lazy("took back a number or address of somebody in her life"),
}
_HER_PAGE = {
    "code to set up her page": gettext_lazy("gave her a code to set up her own page"),
    "code to sign in": gettext_lazy("gave her a code to sign in to her own page"),
    "set up her page": gettext_lazy("set up her own page"),
    "signed in to her page": gettext_lazy("signed in to her own page"),
    "opened her page after a talk": gettext_lazy("opened her own page after a talk with her"),
    "kept her page shut": gettext_lazy("kept her own page shut after a talk with her"),
    "turned her page off": gettext_lazy("turned her own page off as she wished"),
    "device may not be safe": gettext_lazy("said that a device may not be safe"),
    "her words beside it": gettext_lazy("wrote her own words beside something"),
    "copy asked for": gettext_lazy("asked for a copy of everything"),
    "copy prepared": gettext_lazy("said what of a record goes into a copy"),
    "copy given": gettext_lazy("put a copy of everything together for her"),
    "printed her copy": gettext_lazy("printed a copy that she was given"),
    "copy answered": gettext_lazy("answered a request for a copy"),
    "read the ledger": gettext_lazy("read the lines of what left"),
    "made an accounting of what left": gettext_lazy("made an accounting of what left"),
    "looked at an emergency": gettext_lazy("looked at an emergency that waits to be reviewed"),
    "breach recorded": gettext_lazy("wrote down that something went wrong"),
    "breach went on": gettext_lazy("wrote down what came of something that went wrong"),
    "looked at what stands out": gettext_lazy("looked at what stands out among who looked"),
    "asked about a look": gettext_lazy("wrote down what a look that stood out was"),
    "own street": gettext_lazy("wrote down her own street, or took it back"),
    "looked at a breach": gettext_lazy("looked at what is written about something that went wrong"),
    "looked at a request for a copy": gettext_lazy("looked at a request for a copy"),
}
_AGREEING = {
    "forms loaded": gettext_lazy("loaded the forms that are signed"),
    "agreement begun": gettext_lazy("began a form with her"),
    "agreement put away": gettext_lazy("put a form away unsigned"),
    "agreement signed": gettext_lazy("kept a form that was signed"),
    "agreement replaced": gettext_lazy("ended a form in whose place a newer one stands"),
    "agreement taken back": gettext_lazy("ended a form that was taken back"),
    "tried an agreement": gettext_lazy("tried with her what somebody would see"),
    "copy of an agreement": gettext_lazy("opened a copy of a form that was signed"),
    "line taken back": gettext_lazy("ended one line of a form that was taken back"),
    "outside worker named": gettext_lazy("wrote down who works with her elsewhere"),
    "outside worker ended": gettext_lazy("wrote that somebody elsewhere works with her no longer"),
    "looked at letters": gettext_lazy("looked at letters and what left"),
    "printed a letter": gettext_lazy("printed a letter"),
    "looked at a worry": gettext_lazy("looked at a worry about a child"),
    "letter begun": gettext_lazy("began a letter"),
    "letter written": gettext_lazy("wrote in a letter"),
    "letter put away": gettext_lazy("put a letter away"),
    "disclosed": gettext_lazy("told somebody outside"),
    "after it left": gettext_lazy("wrote down what came after something left"),
    "concern written": gettext_lazy("wrote down a worry about a child"),
    "community's yes recorded": gettext_lazy("wrote down a community’s yes"),
    "community's yes ended": gettext_lazy("wrote down that a community’s yes ended"),
    "asked and refused": gettext_lazy("wrote down that somebody asked and was given nothing"),
    "report step": gettext_lazy("wrote down a step about a worry"),
    "court paper recorded": gettext_lazy("wrote down what a court ordered"),
    "court paper answered": gettext_lazy("wrote down what was done with a court’s paper"),
    "court paper taken back": gettext_lazy("took back what was written of a court’s order"),
    "looked at a court paper": gettext_lazy("looked at what was written of a court’s order"),
    "said to be the same": gettext_lazy("said that somebody of this file may be recorded in another file too"),
    "agreed to be the same": gettext_lazy("agreed that somebody of this file is recorded in another file too"),
    "said not to be the same": gettext_lazy("said that somebody of this file is recorded in no other file"),
    "said to be two": gettext_lazy("said that somebody of this file and of another are two people after all"),
    "agreed to be two": gettext_lazy("agreed that somebody of this file and of another are two people"),
    "stays the same": gettext_lazy("said that somebody of this file and of another stay one person"),
    "second factor shown again": gettext_lazy("showed the second factor again"),
    "looked for somebody in an emergency": gettext_lazy("looked for somebody in an emergency, by the whole name"),
    "looked in an emergency": gettext_lazy("looked at what was opened in an emergency, while it was open"),
    "looked at what is closed": gettext_lazy("looked at what is closed to everybody"),
    "sealed": gettext_lazy("closed something to everybody"),
    "opening asked for": gettext_lazy("asked to open what is closed to everybody"),
    "left sealed": gettext_lazy("left closed what somebody asked to open"),
    "unsealed": gettext_lazy("agreed to open what was closed to everybody"),
    "glass broken": gettext_lazy("opened something in an emergency"),
    "glass closed": gettext_lazy("closed what was opened in an emergency"),
    "glass reviewed": gettext_lazy("looked at what was opened in an emergency"),
    "glass told": gettext_lazy("wrote down whether she knows of an emergency"),
}
_BEING_WITH = {
    "enrolled": gettext_lazy("wrote that somebody is with us"),
    "state recorded": gettext_lazy("wrote down how it stands between us"),
    "quiet noted": gettext_lazy("noted who has been quiet for a while"),
    "welcomed back": gettext_lazy("welcomed somebody back"),
    "event recorded": gettext_lazy("wrote down something that happened"),
    "joined the team": gettext_lazy("arranged that a colleague joins a team"),
    "left the team": gettext_lazy("wrote that a colleague leaves a team"),
    "key worker named": gettext_lazy("named a key worker"),
    "handed over": gettext_lazy("handed over to a colleague"),
    "kept out": gettext_lazy("kept a colleague out of a file"),
    "let back": gettext_lazy("let a colleague back to a file"),
    "let herself in": gettext_lazy("opened her own pages to a woman"),
    "let carer in": gettext_lazy("let whoever looks after a child sign in"),
    "acknowledged": gettext_lazy("said that they have what was shared"),
    "sent back": gettext_lazy("sent something from another agency"),
    "care need written": gettext_lazy("wrote down what a child’s carer has to know"),
    "care need taken back": gettext_lazy("took back what a child’s carer has to know"),
    "safety plan made": gettext_lazy("made a safety plan with her"),
    "safety plan said anew": gettext_lazy("wrote down a safety plan as it is now"),
    "safety plan turned": gettext_lazy("wrote down that a safety plan is still right, or no longer needed"),
    "safety copy chosen": gettext_lazy("wrote down how she has her safety plan"),
    "safety card printed": gettext_lazy("printed the card that she asked for"),
    "plan said": gettext_lazy("wrote down what stands in the plan that we share"),
    "plan signed": gettext_lazy("wrote down that she signed the plan that we share"),
    "local protocol written": gettext_lazy("wrote down what this place does when it cannot wait"),
    "programme begun": gettext_lazy("wrote down that a programme begins"),
    "programme turned": gettext_lazy("wrote down how a programme goes on"),
    "programme session held": gettext_lazy("wrote down a session of a programme"),
    "programme session marked": gettext_lazy("wrote down how a session kept to its plan"),
    "programme: her words": gettext_lazy("wrote down what she said after a session"),
    "group session said": gettext_lazy("wrote down which session of its plan a group had, and how it went"),
    "appointment written down": gettext_lazy("wrote down an appointment elsewhere"),
    "appointment put right": gettext_lazy("put an appointment elsewhere right"),
    "appointment called off": gettext_lazy("wrote down that an appointment elsewhere is called off"),
    "goal told": gettext_lazy("wrote down a goal"),
    "goal said anew": gettext_lazy("wrote down a goal as it is said now"),
    "goal filed": gettext_lazy("changed the lane of a goal, or who may read it"),
    "goal rated": gettext_lazy("wrote down where somebody is with a goal"),
    "goal rating put right": gettext_lazy("put right where somebody is with a goal"),
    "goal step": gettext_lazy("wrote down a small step"),
    "goal step settled": gettext_lazy("wrote down what came of a small step"),
    "goal standing": gettext_lazy("wrote down how it stands with a goal"),
    "goal talked over": gettext_lazy("wrote down that a goal was talked over"),
    "occasion recorded": gettext_lazy("wrote down a measure"),
    "occasions recorded": gettext_lazy("brought measures over"),
}
_PROGRAMME = {
    "programme begun": gettext_lazy("began the programme here"),
    "reference configuration loaded": gettext_lazy("loaded the reference configuration"),
    "practice colleagues loaded": gettext_lazy("loaded colleagues for practice"),
    "practice families loaded": gettext_lazy("loaded families for practice"),
    "brought over": gettext_lazy("brought files over"),
    "colleague added": gettext_lazy("added a colleague"),
    "role given": gettext_lazy("gave a part to a colleague"),
    "role proposed": gettext_lazy("proposed a wide part for a colleague"),
    "role agreed": gettext_lazy("agreed to a wide part of a colleague"),
    "role declined": gettext_lazy("did not give a wide part"),
    "colleague left": gettext_lazy("wrote that a colleague works here no longer"),
    "role ended": gettext_lazy("ended a part of a colleague"),
    "colleague back": gettext_lazy("wrote that a colleague works here again"),
    "colleague code given": gettext_lazy("gave a colleague a code to set up her sign-in"),
    "colleague code asked": gettext_lazy("asked for a code with which a colleague sets up her sign-in"),
    "colleague code agreed": gettext_lazy("agreed to a code with which a colleague sets up her sign-in"),
    "colleague code ended": gettext_lazy("wrote that a code is not to be used"),
    "sign-in set up": gettext_lazy("set up her own sign-in with a code"),
    "agency added": gettext_lazy("added an agency"),
    "agency shut out": gettext_lazy("shut the door for the people of an agency"),
    "agency let in again": gettext_lazy("let the people of an agency in again"),
    "agency sign-in forgotten": gettext_lazy("let somebody sign in anew at her agency"),
    "site added": gettext_lazy("added one of our places"),
    "agreement recorded": gettext_lazy("wrote down an agreement with a partner"),
    "text put to the council": gettext_lazy("put a text to the council"),
    "council reviewed": gettext_lazy("wrote down what the council said"),
    "council member paid": gettext_lazy("wrote down what a council member was paid"),
}
_MEASURES = {
    "wave set": gettext_lazy("changed a point of our cycle of measures"),
    "measure let go": gettext_lazy("let a measure go this time"),
    "wave anchor noted": gettext_lazy("noted that a group or programme began or ended"),
    "looked at the cycle of measures": gettext_lazy("looked at our cycle of measures"),
    "measure offered": gettext_lazy("offered a measure"),
    "measure chosen": gettext_lazy("wrote down what she would like to be asked"),
    "measure for later": gettext_lazy("left a measure for later"),
    "measure not wanted": gettext_lazy("wrote down that she would rather not answer"),
    "sitting begun": gettext_lazy("sat down with her for questions"),
    "sitting ended": gettext_lazy("ended a time of questions"),
    "device handed over": gettext_lazy("handed her a device to answer on"),
    "asked how she is": gettext_lazy("asked how she is, before or after questions"),
    "question answered": gettext_lazy("wrote down an answer"),
    "second coder asked": gettext_lazy("asked a colleague for a second look at a play"),
    "late answer kept": gettext_lazy("sent an answer when the questions had closed; it was kept beside the others"),
    "earlier answers confirmed": gettext_lazy("looked at earlier answers again: they are still so"),
    "measure begun anew": gettext_lazy("began a measure anew and left the earlier one unfinished"),
    "answer corrected": gettext_lazy("changed an answer as she wished"),
    "result entered": gettext_lazy("entered a result from a form"),
    "letter with questions": gettext_lazy("prepared a letter with questions"),
    "letter came back": gettext_lazy("noted that a letter came back"),
    "looked at who needs somebody": gettext_lazy("looked at who needs somebody"),
    "looked at questions": gettext_lazy("looked at questions and answers"),
}
_WATCHING = {
    "alert raised": gettext_lazy("gave an answer of which somebody is told at once"),
    "alert taken": gettext_lazy("took on an answer of which somebody is told at once"),
    "alert passed on": gettext_lazy("passed such an answer on to a colleague"),
    "alert followed up": gettext_lazy("wrote down what was done about such an answer"),
    "alert closed": gettext_lazy("closed what was to be done about such an answer"),
    "alerts went on": gettext_lazy("told the next colleagues of such answers"),
    "duty planned": gettext_lazy("planned who is on duty"),
    "duty ended": gettext_lazy("ended a time on duty"),
    "escalation list set": gettext_lazy("said who is told when nobody on duty answers"),
    "protocol set": gettext_lazy("wrote down what is done about such answers here"),
}
_INSTRUMENTS = {
    "sessions named": gettext_lazy("said what sessions of a programme are called here"),
    "instruments loaded": gettext_lazy("loaded questionnaires"),
    "instrument drafted": gettext_lazy("drafted a questionnaire"),
    "instrument published": gettext_lazy("put a questionnaire in use"),
    "instrument retired": gettext_lazy("took a questionnaire out of use"),
    "instrument switched": gettext_lazy("switched a questionnaire on or off"),
    "instrument words installed": gettext_lazy("put in the words of a questionnaire"),
    "instrument words taken out": gettext_lazy("took out the words of a questionnaire"),
    "own norm recorded": gettext_lazy("wrote down a norm of our own"),
    "use of instruments declared": gettext_lazy("wrote down how we use questionnaires"),
}
_SEEN = {
    "looked at development": gettext_lazy("looked at how a child is growing and learning"),
    "printed development": gettext_lazy("opened a report to print it"),
    "development recorded": gettext_lazy("wrote down how a child is growing and learning"),
    "development changed": gettext_lazy("changed how a child is growing and learning"),
    "mother told": gettext_lazy("wrote down that the mother has heard it"),
    "goes on without her": gettext_lazy("decided that a report goes on although the mother has not heard it"),
    "development released": gettext_lazy("let a copy of a report go to somebody else"),
    "growth recorded": gettext_lazy("wrote down how a child grows"),
    "growth corrected": gettext_lazy("put right how a child grows"),
    "looked at three views": gettext_lazy("looked at how the two are seen together"),
    "relationship rated": gettext_lazy("wrote down how a clinician sees the two together"),
    "play coded": gettext_lazy("wrote down what was seen in play"),
    "reflection written": gettext_lazy("wrote down what we make of different views"),
    "anchors written": gettext_lazy("wrote down what the levels of the rating mean"),
}
SAID = (
    AFTERWARDS
    | CULTURE
    | PEERS
    | MESSAGES
    | OF_NOTES
    | CHILD_CARE
    | SESSIONS
    | _READING
    | _FAMILIES
    | _HER_PAGE
    | _AGREEING
)
SAID |= _BEING_WITH | OF_THE_DOOR | OF_STAYING | OF_STUDIES
SAID |= _MEASURES | _WATCHING | _SEEN | _PROGRAMME | _INSTRUMENTS


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
