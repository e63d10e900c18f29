"""An ordinary family's years with the programme, by chance and by the profile of the reference programme.

Women are 30 on average when they come, have two children on average (one to twelve), and about a third of the children
live each with their mother, with family and in a foster home (profile X-09 of the requirements digest).
"""

from __future__ import annotations

from datetime import date

from alongside.stewardship.demonstration import names, people, touch, tracks
from alongside.stewardship.demonstration import records as r
from alongside.stewardship.demonstration.plan import QUIET_AFTER, Plan, just_came, make_plan, work_day
from alongside.stewardship.demonstration.teller import day, days
from alongside.stewardship.demonstration.telling import Telling

CHILDREN = (
    (1,) * 450 + (2,) * 290 + (3,) * 140 + (4,) * 65 + (5,) * 28 + (6,) * 14 + (7,) * 6 + (8,) * 3 + (9, 10, 11, 12)
)
NEW_EVERY, NEW_AT = 40, 8  # of the families, those of whom we heard these days: somebody always waits
GROUPS = (tracks.MOTHER, tracks.FAMILY, tracks.FOSTER)


def ordinary(t: Telling) -> None:
    """Tell family ``t.index``."""
    plan = just_came(t) if t.index % NEW_EVERY == NEW_AT else make_plan(t)
    _team(t, plan)
    expecting = t.rng.random() < 0.34
    _woman(t, plan)
    groups = _children(t, plan, expecting)
    _later_pregnancy(t, plan, groups)
    _surroundings(t, plan)
    _states(t, plan)
    apart = bool(groups) and groups[-1] != tracks.MOTHER
    touch.in_touch(t, plan.first, min(plan.active, t.now), 7)
    pace = t.rng.uniform(7, 16)
    for since, until in plan.spans(t.now):
        third = since + 540
        touch.in_touch(t, since, min(until, third), pace, apart=apart)
        if third < until:
            touch.in_touch(t, third, until, pace * 1.9, apart=apart)
    for since, back in plan.gaps:
        touch.contact(t, min(since + 40, t.now - 1), part="counsellor", for_whom="woman", mode="text", reached="tried")
        if back is None:
            continue
        touch.contact(
            t, min(since + 75, t.now - 1), part="counsellor", for_whom="woman", mode="letter", reached="met", note=""
        )
    _returns(t, plan)
    _occasions(t, plan)
    _promises(t, plan)
    if t.index % 400 == 7:
        _kept_out(t, plan)


def _team(t: Telling, plan: Plan) -> None:
    """Who works with her, from when; the counsellor of some left and handed over."""
    rng = t.rng
    end = plan.finish
    welcomed = plan.first + 45
    t.join("intake", plan.first, welcomed if welcomed < t.now else None)
    change = t.now - people.left_days_ago(people.number("counsellor", t.index))
    if people.had_another(t.index) and plan.first < change - 30 and (end is None or end > change):
        gone = t.join("counsellor", plan.first, change, left=True)
        came = t.join("counsellor", change, end)
        t.moved = (gone, came, change)
    else:
        change_none = people.had_another(t.index) and end is not None and end <= change
        came = t.join("counsellor", plan.first, end, left=change_none)
    if plan.active < t.now:
        if rng.random() < 0.75:
            t.join("therapist", plan.active, end)
        if rng.random() < 0.25:
            t.join("peer", plan.active, end)
        if rng.random() < 0.2:
            t.join("outreach", plan.first, end)


def _woman(t: Telling, plan: Plan) -> None:
    rng = t.rng
    name, alias = names.woman(rng)
    family = name.split()[-1] if " " in name and not alias else ""
    t.open(family if rng.random() < 0.5 else "", plan.first)
    age = min(48.0, max(16.5, rng.gauss(29.9, 6.2)))
    nicknames = (rng.choice(names.NICKNAMES),) if rng.random() < 0.12 else ()
    born = None if alias and rng.random() < 0.4 else plan.first - int(age * 365.25)
    t.herself(name, born, plan.first, alias=alias, nicknames=nicknames)
    t.age_days = int(age * 365.25)
    if t.moved:
        gone, came, change = t.moved
        t.key_worker(t.woman, gone, plan.first, change)
        t.key_worker(t.woman, came, change, plan.finish)
        t.hand_over(gone, came, change)
    else:
        t.key_worker(t.woman, t.team["counsellor"][-1].colleague, plan.first, plan.finish)


def _children(t: Telling, plan: Plan, expecting: bool) -> list[str]:
    """Her children, the youngest last; answers how each was grouped. An expected child keeps its id through birth."""
    rng = t.rng
    count = rng.choice(CHILDREN)
    count = min(count, max(1, 1 + int((t.age_days / 365.25 - 16) / 1.15)))
    births: list[int] = []
    pregnancy = None
    at = plan.first - rng.randint(5, 1700)
    if expecting:
        born = plan.first + rng.randint(15, 220)
        weeks = min(41.0, max(33.0, rng.gauss(38.6, 1.7)))
        due = born + int((40 - weeks) * 7)
        if rng.random() < 0.035:
            _loss(t, plan, due)
        else:
            t.unborn = born >= t.now - 1
            outcome, on = ("expecting", None) if t.unborn else ("birth", born)
            pregnancy = (t.pregnancy(plan.first, due, outcome=outcome, on=on), born, weeks)
            births.append(born)
        at = plan.first - rng.randint(300, 2000)
    earliest = plan.first - t.age_days + int(15.5 * 365)
    while len(births) < count and (at > earliest or not births):
        births.append(at)
        room = (at - earliest) // max(1, count - len(births))
        at -= rng.randint(350, min(1250, max(400, room)))
    return _tell_children(t, plan, sorted(births), pregnancy)


def _tell_children(t: Telling, plan: Plan, births: list[int], pregnancy: tuple[str, int, float] | None) -> list[str]:
    rng, groups = t.rng, []
    taken: set[str] = set()
    mostly = rng.choice(GROUPS)
    for born in births:
        name = names.child(rng, taken)
        group = mostly if rng.random() < 0.6 else rng.choice(GROUPS)
        groups.append(group)
        if pregnancy and born == pregnancy[1]:
            if born >= t.now - 1:
                t.child("", None, plan.first, pregnancy=pregnancy[0], state="expected")
                continue
            early = pregnancy[2] < 37
            cid = t.child(
                name, born, plan.first, pregnancy=pregnancy[0], weeks=pregnancy[2], since=plan.first,
                hospital=rng.randint(6, 30) if early else rng.randint(1, 4), home=group == tracks.MOTHER,
            )  # fmt: skip
        else:
            cid = t.child(name, born, plan.first)
        tracks.tell(t, cid, born, group, plan.first)
    if t.children and plan.active < t.now and rng.random() < 0.35:
        cid, _, born = t.children[-1]
        begin = max(plan.active, born + 180)
        if begin < t.now - 10 and t.now - born < 6 * 365 and (plan.finish is None or begin < plan.finish - 10):
            who = t.join("child_care", begin, plan.finish, works_with="children")
            t.key_worker(cid, who, begin, plan.finish)
            eid = t.enrol(cid, begin)
            t.state(eid, cid, "active", "we_met", begin)
    return groups


def _loss(t: Telling, plan: Plan, due: int) -> None:
    """A pregnancy that ended. Nothing is planned for it any more; the child is remembered in the way she chooses."""
    on = min(plan.first + t.rng.randint(10, 50), t.now - 2)
    pid = t.pregnancy(plan.first, due, outcome="loss", on=on)
    t.child("", None, plan.first, pregnancy=pid, state="lost", since=plan.first)
    if on + 3 < t.now:
        touch.contact(t, on + 2, part="counsellor", for_whom="woman", mode="home", reached="met", note=t.note("loss"))


def _later_pregnancy(t: Telling, plan: Plan, groups: list[str]) -> None:
    """Some have another child while they are with us; some are expecting now."""
    rng = t.rng
    if not groups or t.unborn or t.now - plan.active < 420 or rng.random() > 0.12:
        return
    told = plan.active + rng.randint(200, t.now - plan.active - 5)
    if plan.finish is not None and told > plan.finish - 120:
        return
    youngest = max((born for _, _, born in t.children), default=plan.first)
    if told < youngest + 200:
        return
    born = told + rng.randint(60, 210)
    due = born + rng.randint(-3, 14)
    if born >= t.now - 1:
        pid = t.pregnancy(told, due, outcome="expecting")
        t.child("", None, told, pregnancy=pid, state="expected")
        return
    pid = t.pregnancy(told, due, outcome="birth", on=born)
    group = rng.choice(GROUPS)
    cid = t.child(
        names.child(rng, set()),
        born,
        told,
        pregnancy=pid,
        weeks=39,
        hospital=2,
        since=told,
        home=group == tracks.MOTHER,
    )
    tracks.tell(t, cid, born, group, told)
    groups.append(group)


def _surroundings(t: Telling, plan: Plan) -> None:
    rng = t.rng
    at, by = plan.first, t.worker("counsellor", plan.first)
    if rng.random() < 0.55:
        kind = rng.choice(("partner", "ex_partner", "friend", "mother", "sibling", "sponsor", "friend_who_uses"))
        safety = rng.choice(("safe", "unknown", "safe")) if kind != "ex_partner" else rng.choice(("unsafe", "unknown"))
        t.around(
            rng.choice(names.OTHERS), kind, safety, at - rng.randint(100, 2000), at + 10 if at + 10 < t.now else at
        )
    if rng.random() < 0.8:
        plan_id = t.new_id()
        checked = rng.randint(at, t.now - 1)
        t.add(
            r.SafeContact(
                plan_id, t.id, t.woman, 1, t.say("we_are"), t.say("shares"), day(checked), "", t.stamp(checked), by
            )
        )
        phone = f"416-555-01{rng.randint(0, 99):02d}"
        channel = rng.choice(("text", "text", "call", "none", "through"))
        value = {"text": phone, "call": phone, "none": "", "through": rng.choice(names.OTHERS)}[channel]
        level = rng.choice((0, 0, 1, 2))
        t.add(
            r.SafeWay(plan_id, t.id, t.woman, channel, value, level, "10:00", "16:00", rng.choice(("12345", "")), False)
        )
    if rng.random() < 0.3:
        home = t.new_id()
        t.add(
            r.Household(home, t.id, t.say("household"), f"{rng.randint(1, 300)} Sample Street", True, t.stamp(at), by)
        )
        t.add(r.Stay(t.new_id(), t.id, home, t.woman, days(at - rng.randint(0, 800), None), t.stamp(at), by))
    if rng.random() < 0.25:
        t.add(r.Identity(t.new_id(), t.id, t.woman, t.hers("identity"), t.stamp(at), by))
    if rng.random() < 0.06:
        t.add(
            r.EarlierChild(
                t.new_id(), t.id, t.woman, rng.choice(names.CHILDREN), None, t.hers("earlier"), t.stamp(at), by
            )
        )


def _kept_out(t: Telling, plan: Plan) -> None:
    """She asked that a colleague who grew up on her street does not see her file."""
    who = t.colleague("outreach") if "outreach" not in t.team else t.colleague("nurse")
    by = t.colleague(people.PRIVACY)
    t.add(
        r.KeptOut(t.new_id(), t.id, who, "She asked for this: they grew up on the same street.", t.stamp(plan.met), by)
    )


def _states(t: Telling, plan: Plan) -> None:
    rng = t.rng
    eid = t.enrol(t.woman, plan.first, t.say("came_by"))
    t.state(eid, t.woman, "reaching_out", "first_contact", plan.first)
    if plan.met < t.now:
        t.state(eid, t.woman, "getting_to_know", "we_met", plan.met)
    if plan.active < t.now:
        t.state(eid, t.woman, "active", "she_wanted", plan.active)
    for since, back in plan.gaps:
        t.state(eid, t.woman, "quiet", "no_contact", min(since + QUIET_AFTER, t.now - 1))
        if back is not None:
            t.state(eid, t.woman, "active", "welcome_back", back)
            t.welcome_back(back)
    if plan.finish is not None:
        state, because = rng.choice(
            (
                ("ended_by_choice", "her_choice"),
                ("ended_by_choice", "her_choice"),
                ("moved", "moved_away"),
                ("transferred", "other_service"),
            )
        )
        t.state(eid, t.woman, state, because, plan.finish)
        t.add(
            r.Ending(t.new_id(), t.id, t.woman, day(plan.finish), rng.random() < 0.7, t.say("goals"), t.say("children"),
                     t.say("relationship"), t.hers("ending"), t.stamp(plan.finish), t.worker("counsellor",
                                                                                             plan.finish - 1))
        )  # fmt: skip


def _returns(t: Telling, plan: Plan) -> None:
    """Events that decide nothing."""
    rng = t.rng
    span = (plan.finish or t.now) - plan.active
    if span < 40:
        return
    for kind, chance in (("return", 0.32), ("near", 0.25), ("kept_safe", 0.2)):
        if rng.random() < chance:
            t.returned(kind, plan.active + rng.randint(20, span - 5))
    if rng.random() < 0.15:
        t.add(
            r.UsePattern(t.new_id(), t.id, t.woman, days(plan.first - 400, plan.first), t.hers("pattern"),
                         t.hers("does"),
                         t.stamp(plan.active), t.worker("counsellor", plan.active))
        )  # fmt: skip


def _occasions(t: Telling, plan: Plan) -> None:
    """Waves at the beginning and every half year; a wave in a quiet time is not available, and nobody said no."""
    rng = t.rng
    level = min(24, max(2, int(rng.gauss(14, 5))))
    end = min(plan.finish or t.now, plan.active + 1100)
    for n, at in enumerate(range(plan.active + 10, end, 182)):
        wave = ("beginning", *(f"{m} months" for m in range(6, 43, 6)))[min(n, 7)]
        quiet = any(since <= at and (back is None or at < back) for since, back in plan.gaps)
        state = "not_available" if quiet else rng.choice(("done",) * 8 + ("later", "said_no"))
        t.occasion(t.woman, "PHQ-9", wave, at, min(27, level), state)
        if rng.random() < 0.5:
            t.occasion(t.woman, "GAD-7", wave, at, min(21, max(0, level + rng.randint(-4, 3))), state)
        level = max(0, level + rng.randint(-4, 2))


def _promises(t: Telling, plan: Plan) -> None:
    rng = t.rng
    quiet = any(back is None for _, back in plan.gaps)
    if plan.active > t.now:
        words = "Du thé, et nous faisons connaissance" if t.french else "Tea, and we get to know each other"
        t.promise(words, work_day(date.fromordinal(t.now), 1).toordinal(), t.now - 1, "intake")
        return
    if plan.finish is None and not quiet:
        coming = [t.now + rng.randint(0, 13)] if rng.random() < 0.85 else []
        past = [t.now - rng.randint(1, 60) for _ in range(rng.randint(0, 2)) if t.now - plan.first > 90]
        touch.promises(t, [*past, *coming])
