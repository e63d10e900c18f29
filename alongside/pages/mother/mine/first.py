"""Her first page: at most three things, then where she can go."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.calendars import queries as calendars
from alongside.childcare import queries as childcare
from alongside.families.models import Person
from alongside.goals import queries as goals
from alongside.goals.models import GoalStep
from alongside.goals.terms import ForWhom, Lane
from alongside.pages.mother.mine.around import hers, show
from alongside.pages.mother.mine.childs_days import since
from alongside.pages.mother.mine.presented_times import around, coming, next_of

AHEAD = timedelta(days=60)
# Words of a step that stand on a page which somebody may see over her shoulder; of others it says that there is one.
SAID_LANES = (Lane.EVERYDAY, Lane.OWN)
SAID_WHOM = (ForWhom.WOMAN, ForWhom.FAMILY)


@require_safe
@hers
def first(request: HttpRequest, herself: Person) -> HttpResponse:
    """What comes next, a small step of hers, whom to ask on a hard day; then all the rest, in four groups.

    It tells a day, an hour and who of us is there, and not what it is (docs/decisions/0055). Nothing brings up a child
    who is not with her (E-17).
    """
    now = timezone.localtime()
    told = calendars.of_family(herself.family_id, now - timedelta(days=1), now + AHEAD, timezone.get_current_timezone())
    found = next_of(told, now)
    step = goals.next_step(herself.family_id)
    shown = {
        "next": coming(found, around([found], herself, now)) if found else None,
        "step": step,
        "step_words": step.words if step and _may_stand(step) else "",
        "near": childcare.near_her(herself.family_id, since()),
    }
    return show(request, herself, "first", shown)


def _may_stand(step: GoalStep) -> bool:
    return step.goal.lane in SAID_LANES and step.goal.for_whom in SAID_WHOM
