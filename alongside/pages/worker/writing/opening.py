"""Opening a file: somebody nobody knows yet, under whatever name she likes, or none."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.access.policy import May
from alongside.accounts import queries as accounts
from alongside.families import actions as families
from alongside.families import queries
from alongside.families.rules import NewPerson
from alongside.families.terms import Channel, ContentLevel, DueDateMethod, PersonKind
from alongside.intake import actions as intake
from alongside.intake import queries as doors
from alongside.intake.actions import Heard
from alongside.intake.terms import How, Knows, ToldBy, WhoFor
from alongside.pages.design.forms import CalmForm
from alongside.pages.worker.writing.fields import (
    choose,
    day,
    line,
    number,
    past_day,
    pick,
    some_names,
    tick,
    today,
    words,
)
from alongside.pages.worker.writing.handling import Given, handle, stamp, to_family, writing

TEMPLATE = "worker/writing/open.html"


# What a first contact on the street or by telephone needs at most.
SHORT = ("channel", "value", "name", "is_alias", "on", "told_by", "how", "place", "words")


class OpenForm(CalmForm):
    """Only the day is needed. Reaching her safely comes first."""

    whys: ClassVar = {
        "channel": gettext_lazy(
            "A call or a message at the wrong moment can put her in danger. Without an answer nobody contacts her."
        ),
        "name": gettext_lazy(
            "So that we can greet her as she likes. Any name will do, also one she made up, also none."
        ),
        "born_on": gettext_lazy("Only to notice when she is here already. She need not say."),
        "expecting": gettext_lazy("Prenatal support can start today. Nobody outside is told about a pregnancy."),
    }
    sections = (
        (
            gettext_lazy("How is it safe to reach you?"),
            gettext_lazy("Ask this first. Until she says more, messages say nothing about us."),
            ("channel", "value", "we_are_called", "who_shares_the_phone", "code_word"),
        ),
        (
            gettext_lazy("Names and languages"),
            gettext_lazy("No papers, no legal name. She can say more, or something else, later."),
            ("name", "is_alias", "pronouns", "languages", "born_on"),
        ),
        (gettext_lazy("Expecting"), "", ("expecting", "expected_children", "due_on", "method")),
        (
            gettext_lazy("How we heard of her"),
            "",
            ("on", "told_by", "how", "place", "teller", "knows", "words", "came_by", "source", "met", "her_why"),
        ),
    )

    channel = pick(gettext_lazy("The safest way"), Channel.choices)
    value = line(gettext_lazy("Number or address for it"))
    we_are_called = line(
        gettext_lazy("Who do we say we are?"), help_text=gettext_lazy("For example “Sam from the library”.")
    )
    who_shares_the_phone = line(gettext_lazy("Who else can see or hear it?"))
    code_word = line(gettext_lazy("A word that tells us it is her"))
    name = line(gettext_lazy("What would she like to be called?"))
    is_alias = tick(gettext_lazy("This is a name she chose for us"))
    pronouns = line(gettext_lazy("Pronouns"))
    languages = line(gettext_lazy("Languages she likes to speak"), help_text=gettext_lazy("With commas between them."))
    born_on = day(gettext_lazy("Her birthday"))
    expecting = choose(
        gettext_lazy("Is she pregnant?"),
        [("", gettext_lazy("Not said")), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        required=False,
        initial="",
    )
    expected_children = number(gettext_lazy("How many children?"), least=1, most=8)
    due_on = day(
        gettext_lazy("About when?"), help_text=gettext_lazy("A rough day is fine. It can be changed at any time.")
    )
    method = pick(gettext_lazy("How do you know?"), DueDateMethod.choices)
    on = past_day(gettext_lazy("The day of the first contact"))
    told_by = pick(gettext_lazy("Who told us?"), ToldBy.choices)
    how = pick(gettext_lazy("Where or how?"), [(how.value, how.label) for how in How if how != How.PAGE])
    place = line(gettext_lazy("Where was that?"))
    teller = line(gettext_lazy("Their name, if it was not she and they said"))
    knows = pick(gettext_lazy("Does she know that they told us?"), Knows.choices)
    source = line(gettext_lazy("The word on the card or poster"), longest=40)
    came_by = line(gettext_lazy("How did she find us?"))
    her_why = words(gettext_lazy("What brings her, in her words"))
    met = tick(gettext_lazy("We have met, and are getting to know each other"))
    words = words(gettext_lazy("What was said, in the words of whoever told us"))

    def __init__(self, *args: Any, short: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if short:  # in a minute, on a phone: the rest can be added on any day
            for name in set(self.fields) - {*SHORT, "submission"}:
                del self.fields[name]
            shorter = [(heading, said, [n for n in names if n in SHORT]) for heading, said, names in self.sections]
            self.sections = [each for each in shorter if each[2]]  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        """A way of reaching her needs its number; everything else may stay open."""
        given = super().clean() or self.cleaned_data
        if (
            given.get("channel") not in (None, "", Channel.NONE)
            and not given.get("value")
            and "value" not in self.errors
        ):
            self.add_error("value", _("Please write the number or address for this way, or choose “Not said”."))
        return given


def new_person(given: Given) -> NewPerson:
    """What was said of her."""
    return NewPerson(
        name=given["name"],
        is_alias=given["is_alias"],
        pronouns=given.get("pronouns", ""),
        born_on=given.get("born_on"),
        languages=tuple(some_names(given.get("languages", ""))),
        her_why=given.get("her_why", ""),
    )


@writing(May.OPEN_FILE)
def open_file(request: HttpRequest) -> HttpResponse:
    """A new file, after a look whether we know her. Whoever opens it is on her team and her key worker."""
    short = "short" in request.GET
    form = OpenForm(request.POST or None, short=short)
    asked = request.method == "POST"
    looking = asked and "look" in request.POST
    known = _known(form) if asked else []
    went_on = request.POST.get("not_among") == _names_of(form)
    if looking or (known and not went_on):
        request.method = "LOOK"  # show what was found; nothing is saved yet
    return handle(
        request,
        form,
        lambda given: _open(request, given),
        done=lambda family: to_family(family.id),
        heading=_("A first contact") if short else _("Somebody new"),
        short=short,
        who_for=_who_for(),
        template=TEMPLATE,
        known=known,
        looked=asked,
        asked_for=_names_of(form),
        submit=_("Open her file"),
        seen_by=_("the team, as far as it is their part"),
    )


def _names_of(form: OpenForm) -> str:
    return " ".join(str(form.data.get("name", "")).split()) if form.is_bound else ""


def _known(form: OpenForm) -> list[queries.MaybeSame]:
    """People whom this worker may already see and who may be her; never a word about any other file."""
    form.is_valid()
    name, born_on = form.cleaned_data.get("name", ""), form.cleaned_data.get("born_on")
    found = queries.possible_duplicates([name], born_on) if name else []
    return [each for each in found if each.person.kind != PersonKind.CHILD]


def _open(request: HttpRequest, given: Given) -> Any:
    """The file, her plan for being reached, her pregnancy, and a first person to turn to."""
    who = stamp(request)
    me, on = request.me, given["on"]  # type: ignore[attr-defined]
    colleague = accounts.colleagues(today()).get(pk=me.principal)
    plan, way = None, None
    if given["channel"]:
        way = {"channel": given["channel"], "value": given["value"], "content_level": ContentLevel.NOTHING}
        said = {k: given.get(k, "") for k in ("we_are_called", "who_shares_the_phone", "code_word")}
        plan = said | {"checked_on": today()}
    family = intake.begin(
        colleague=colleague,
        part=accounts.roles_on(me.principal, today()).first().name,
        woman=new_person(given),
        on=on,
        heard=_heard(given),
        met=given.get("met", False),
        came_by=given.get("came_by", ""),
        plan=plan,
        way=way,
        **who,
    )
    if given.get("expecting") == "yes":
        families.record_pregnancy(
            woman=queries.women_of(family.id).get(),
            expected_children=given["expected_children"] or 1,
            due_on=given["due_on"],
            method=given["method"] or DueDateMethod.HER_ESTIMATE,
            **who,
        )
    return family


def _heard(given: Given) -> Heard:
    """How we heard; what she said herself is what she said."""
    names = ("teller", "place", "words", "knows", "source")
    said = {name: given.get(name, "") for name in names}
    return Heard(told_by=given["told_by"] or ToldBy.HERSELF, how=given["how"] or How.CAME_BY, **said)


def _who_for() -> list[str]:
    """For whom we usually are: said beside the form, and asked of nobody."""
    found = doors.door()
    years = {"years": found.child_under}
    said = {WhoFor.YOUNG_CHILD.value: _("mothers of children younger than %(years)s years") % years}
    return [str(said.get(code, WhoFor(code).label)) for code in found.who_for]
