"""What must hold in every world (the reference's list), tried on random ones; none of them on nothing.

A property about agreements begins with something that is permitted by an agreement; what a generator reaches is itself a
test (`test_the_generators_reach_every_rule`).
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.consent.rules import About, Answer, Directive, Exclusion, Guardianship, Merge, Recipient, World, decide
from alongside.consent.rules.standing import standing
from alongside.consent.rules.vocabulary import OBLIGATIONS
from alongside.consent.rules.words import REASONS
from alongside.consent.tests.situations import (
    ALL,
    MOMENTS,
    PEOPLE,
    RECIPIENTS,
    abouts,
    anything,
    directive,
    exclusion,
    legal,
    moment,
    shared,
)  # fmt: skip
from alongside.safekeeping.terms import Category

TRIES = int(os.environ.get("ALONGSIDE_PROPERTY_TRIES", "250"))  # other ones each time; more of them when asked for
many = settings(max_examples=TRIES, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
draws = st.integers(0, 2**64).map(Random)
PROCEEDINGS = ["civil", "criminal", "administrative", "legislative", "family_court", "court_report"]


def not_implied(made: World) -> World:
    """The same world under a law that implies nothing."""
    assert made.profile is not None
    return replace(made, profile=replace(made.profile, implied=False))


def opens_no_more(after: Answer, before: Answer) -> bool:
    """A yes only where there was one, and without nobody who was left out before."""
    return not after.allowed or (before.allowed and set(after.without) >= set(before.without))


@many
@given(draws)
def test_every_decision_has_a_reason_and_a_log_and_nothing_goes_wrong(draw: Random) -> None:
    asked, around = anything(draw)
    found = decide(asked, around)
    assert found.reasons and {reason.code for reason in found.reasons} <= set(REASONS) - {"error", "unreadable"}
    assert found.obligations[0] == "log" and [o for o in OBLIGATIONS if o in found.obligations] == list(
        found.obligations
    )
    assert (found.answer == "permit") == found.allowed and found.decision.startswith(found.answer)
    assert found == decide(asked, around)
    assert not found.allowed or found.basis is not None
    assert asked.record.segmented or not found.without
    assert len(set(found.reasons)) == len(found.reasons)


@many
@given(draws)
def test_adding_a_refusal_never_opens(draw: Random) -> None:
    asked, around = anything(draw)
    wider = replace(around, directives=(*around.directives, directive(draw, "deny")))
    assert opens_no_more(decide(asked, wider), decide(asked, around))


@many
@given(draws)
def test_a_living_refusal_that_reaches_her_closes(draw: Random) -> None:
    asked, around = shared(draw)
    recipient = draw.choice(RECIPIENTS)
    assert decide(asked, around).because == "consent"
    reached = {
        "CAS": {Recipient(agency="CAS"), Recipient(person="CW1")}, "HOSP": {Recipient(agency="HOSP"), Recipient("DRX", "HOSP")},
    }[str(asked.agency)] | {Recipient(klass=word) for word in ("helpers", "everybody", "outside")}  # fmt: skip
    no = Directive("no", "deny", "ANA", "ANA", (recipient,), ALL, signed_at=MOMENTS[0])
    every = list(around.directives)
    every.insert(draw.randint(0, len(every)), no)
    found = decide(asked, replace(around, directives=tuple(every)))
    assert found.decision == ("deny:denied" if recipient in reached else "permit:consent")


@many
@given(draws)
def test_adding_an_exclusion_never_opens(draw: Random) -> None:
    asked, around = anything(draw)
    wider = replace(around, exclusions=(*around.exclusions, exclusion(draw)))
    assert opens_no_more(decide(asked, wider), decide(asked, around))


@many
@given(draws)
def test_being_kept_out_beats_everything(draw: Random) -> None:
    asked, around = anything(draw)
    other = draw.choice(PEOPLE)
    by_agency = draw.random() < 0.5 and asked.agency is not None
    record = replace(asked.record, about=(*asked.record.about, About(other)))
    out = Exclusion("X", "relative", None if by_agency else asked.actor, asked.agency, frozenset({other, "ZOE"}))
    found = decide(replace(asked, record=record), replace(around, exclusions=(*around.exclusions, out)))
    assert not found.allowed
    assert found.because == "unknown_profile" or "excluded" in {reason.code for reason in found.reasons}


@many
@given(draws)
def test_naming_more_people_never_opens(draw: Random) -> None:
    asked, around = anything(draw)
    wider = replace(asked, record=replace(asked.record, about=(*asked.record.about, *abouts(draw), About("EVA"))))
    assert opens_no_more(decide(wider, around), decide(asked, around))


@many
@given(draws)
def test_naming_somebody_who_has_not_agreed_closes_or_leaves_her_out(draw: Random) -> None:
    asked, around = shared(draw)
    wider = replace(asked, record=replace(asked.record, about=(*asked.record.about, About("EVA"))))
    found = decide(wider, not_implied(around))
    assert found.allowed == asked.record.segmented
    assert found.without == ("EVA",) if found.allowed else found.because == "third_party"


@many
@given(draws)
def test_no_substance_use_record_in_a_proceeding_without_an_order_or_her_word_for_that_alone(draw: Random) -> None:
    asked, around = anything(draw)
    record = replace(asked.record, part2=True, category=Category.SUD, about=asked.record.about[:1])
    asked = replace(asked, purpose="family_court", action=draw.choice(["disclose", "disclose", "read"]), record=record)
    if not decide(asked, around).allowed:
        return
    for person in {record.subject, *(about.person for about in record.about)}:
        orders = any(b.kind == "part2_order" and person in b.subjects for b in around.legal_bases)
        alone = any(
            d.subject == person and d.purposes == {"family_court"} and d.effect == "permit" for d in around.directives
        )
        assert orders or alone


@many
@given(draws)
def test_her_word_opens_a_proceeding_only_alone(draw: Random) -> None:
    asked, around = shared(draw)
    purpose = draw.choice(PROCEEDINGS)
    beside = draw.choice([None, "care", *PROCEEDINGS])
    said = frozenset({purpose} if beside is None else {purpose, beside})
    around = replace(around, directives=tuple(replace(d, purposes=said) for d in around.directives))
    found = decide(replace(asked, purpose=purpose, record=replace(asked.record, part2=True)), around)
    assert found.decision == ("permit:consent" if len(said) == 1 else "deny:part2_bar")


@many
@given(draws)
def test_a_parent_with_access_alone_gets_nothing(draw: Random) -> None:
    asked, around = anything(draw)
    rights = (*(g for g in around.guardianships if g.holder != "CAL"), Guardianship("BEE", "CAL", "access_only"))
    around = replace(around, guardianships=rights, legal_bases=(), merges=())
    asked = replace(
        asked, actor="p_cal", person="CAL", agency=None, record=replace(asked.record, subject="BEE"),
        action=draw.choice(["read", "write", "disclose", "export", "aggregate"]),
        purpose=draw.choice(["portal", "portal", "care", "family_court", "research"]),
    )  # fmt: skip
    found = decide(asked, around)
    assert not found.allowed
    assert found.because == "unknown_profile" or "no_authority" in {reason.code for reason in found.reasons}


@many
@given(draws)
def test_what_leaves_the_programme_says_how_far_it_goes_and_is_shown_to_her(draw: Random) -> None:
    asked, around = anything(draw)
    found = decide(asked, around)
    receiver = asked.recipient.agency if asked.recipient else asked.agency
    own = around.own_programme or asked.record.source_agency
    inside = receiver == own or asked.action == "report" or found.because.startswith(("portal", "made"))
    if found.allowed and not inside:
        assert {"scope_copy", "show_subject"} <= set(found.obligations)


@many
@given(draws)
def test_without_a_communitys_yes_culture_stays_and_nothing_else_changes(draw: Random) -> None:
    asked, around = shared(draw)
    found, without = decide(asked, around), decide(asked, replace(around, collective=()))
    touched = any(said >> Category.CULTURAL & 1 for _person, said in asked.record.passages())
    if not touched:
        assert without == found
        return
    assert "collective" in {reason.code for reason in without.reasons}
    assert not without.allowed or (asked.record.segmented and asked.record.category != Category.CULTURAL)


@many
@given(draws)
def test_what_is_permitted_to_a_partner_carries_all_of_it(draw: Random) -> None:
    asked, around = shared(draw)
    found = decide(replace(asked, record=replace(asked.record, part2=True)), around)
    assert found.decision == "permit:consent"
    assert {"notice", "scope_copy", "show_subject"} <= set(found.obligations) and found.notice


@many
@given(draws)
def test_withdrawn_is_closed_from_then_on_and_unchanged_before(draw: Random) -> None:
    asked, around = shared(draw)
    assert asked.at is not None
    withdrawn = moment(draw)
    before = decide(asked, around)
    assert before.decision == "permit:consent" and before.basis == "C-ANA"
    gone = tuple(replace(d, ended_at=withdrawn) if d.id == "C-ANA" else d for d in around.directives)
    after = decide(asked, replace(around, directives=gone))
    if asked.at < withdrawn:
        assert after == before
    else:
        assert "C-ANA" not in {reason.basis for reason in after.reasons if reason.code == "consent"}
        assert after.allowed is (after.because == "implied_consent")
        assert after.allowed or "revoked" in {reason.code for reason in after.reasons}
        assert not decide(asked, not_implied(replace(around, directives=gone))).allowed


@many
@given(draws)
def test_outside_its_time_a_permission_opens_nothing(draw: Random) -> None:
    asked, around = shared(draw)
    assert asked.at is not None
    name, edge = draw.choice(["closes", "replaced_at", "opens", "signed_at"]), moment(draw)
    hers = tuple(replace(d, **{name: edge}) for d in around.directives if d.id == "C-ANA")
    alone = replace(asked, record=replace(asked.record, about=()))
    lives = asked.at < edge if name in ("closes", "replaced_at") else asked.at >= edge
    assert decide(alone, not_implied(replace(around, directives=hers))).allowed == lives


@many
@given(draws)
def test_taking_away_what_opens_never_opens(draw: Random) -> None:
    asked, around = anything(draw)
    fewer = replace(
        around,
        directives=tuple(d for d in around.directives if d.effect == "deny" or draw.random() < 0.5),
        assignments=tuple(a for a in around.assignments if draw.random() < 0.5),
        legal_bases=tuple(b for b in around.legal_bases if draw.random() < 0.5),
    )
    assert not decide(asked, fewer).allowed or decide(asked, around).allowed


@many
@given(draws)
def test_while_records_are_put_together_nothing_opens_and_afterwards_all_is_as_it_was(draw: Random) -> None:
    asked, around = anything(draw)
    around = replace(around, merges=())
    two = frozenset(draw.sample(PEOPLE, 2))
    before = decide(asked, around)
    during = decide(asked, replace(around, merges=(Merge(two),)))
    assert not during.allowed or before.allowed
    assert not during.allowed or set(during.without) >= set(before.without)
    receives = asked.recipient.person if asked.recipient else None
    named = {asked.record.subject, asked.person, asked.actor, *(about.person for about in asked.record.about)}
    named |= {receives, around.accounts.get(receives)}
    dispute = decide(asked, replace(around, merges=(Merge(two, disputed=True),)))
    assert dispute == before if not two & named else not dispute.allowed
    assert decide(asked, replace(around, merges=())) == before


@many
@given(draws)
def test_the_strictest_of_both_holds(draw: Random) -> None:
    asked, around = shared(draw)
    around, agreed = not_implied(around), draw.random() < 0.5
    said = around.directives
    if agreed:
        said = (*said, *(replace(d, id="C-twin", subject="EVA", signer="EVA") for d in said if d.id == "C-ANA"))
    more = tuple(replace(a, subjects=a.subjects | {"EVA"}) for a in around.assignments)
    merged = replace(around, directives=said, assignments=more, merges=(Merge(frozenset({"ANA", "EVA"})),))
    alone = replace(asked, record=replace(asked.record, about=()))
    assert decide(alone, merged).allowed == agreed
    assert decide(replace(alone, record=replace(alone.record, subject="EVA")), merged).allowed == agreed


@many
@given(draws)
def test_what_names_two_together_names_each(draw: Random) -> None:
    asked, around = anything(draw)
    around = replace(around, dyads={"PAIR": ("ANA", "BEE")})
    said, out = directive(draw), exclusion(draw)
    of_two = replace(said, subject="PAIR", signer=draw.choice(["PAIR", "ANA", "CAS"]))
    signer = "ANA" if of_two.signer == "PAIR" else of_two.signer
    each = [replace(said, subject=person, signer=signer) for person in ("ANA", "BEE")]
    basis = replace(legal(draw), subjects=frozenset({"PAIR"}))
    together = replace(
        around, directives=(*around.directives, of_two), legal_bases=(*around.legal_bases, basis),
        exclusions=(*around.exclusions, replace(out, subjects=frozenset({"PAIR"}))),
    )  # fmt: skip
    one_by_one = replace(
        around, directives=(*around.directives, *each),
        legal_bases=(*around.legal_bases, replace(basis, subjects=frozenset({"ANA", "BEE"}))),
        exclusions=(*around.exclusions, replace(out, subjects=frozenset({"ANA", "BEE"}))),
    )  # fmt: skip
    assert decide(asked, together) == decide(asked, one_by_one)


@many
@given(draws)
def test_asked_about_the_two_is_asked_about_each(draw: Random) -> None:
    """A record about the two opens no more than one about her that says something of the child."""
    asked, around = anything(draw)
    around = replace(around, dyads={"PAIR": ("ANA", "BEE")})
    hers = replace(asked, record=replace(asked.record, subject="ANA", about=(*asked.record.about, About("BEE"))))
    both = decide(replace(asked, record=replace(asked.record, subject="PAIR")), around)
    alone = decide(hers, around)
    if asked.action == "report":  # a concern about either is one about the two
        assert both.allowed or not alone.allowed
    else:
        assert both == alone


@many
@given(draws)
def test_an_account_is_whoever_it_is_in_the_records(draw: Random) -> None:
    asked, around = anything(draw)
    out, no = exclusion(draw), directive(draw, "deny")
    by_person = replace(
        around, exclusions=(*around.exclusions, replace(out, who="CAL", agency=None)),
        directives=(*around.directives, replace(no, recipients=(Recipient(person="CAL"),))),
    )  # fmt: skip
    by_account = replace(
        around, exclusions=(*around.exclusions, replace(out, who="p_cal", agency=None)),
        directives=(*around.directives, replace(no, recipients=(Recipient(person="p_cal"),))),
    )  # fmt: skip
    one, other = decide(asked, by_person), decide(asked, by_account)
    assert (one.allowed, set(one.reasons), one.without) == (other.allowed, set(other.reasons), other.without)


@many
@given(draws)
def test_standing_is_the_decision(draw: Random) -> None:
    asked, around = anything(draw)
    subject = draw.choice(PEOPLE)
    mask = standing(around, asked, subject)
    for category in Category:
        one = replace(asked, record=replace(asked.record, subject=subject, category=category))
        assert decide(one, around).allowed == bool(mask & 1 << category)


@many
@given(draws)
def test_nothing_changes_by_time_alone_between_two_moments(draw: Random) -> None:
    """In these worlds everything begins and ends at the same hour of some day: within a day nothing does."""
    asked, around = anything(draw)
    if asked.purpose != "emergency":
        start = moment(draw)
        later = start + timedelta(microseconds=draw.randrange(24 * 60 * 60 * 10**6))
        assert decide(replace(asked, at=start), around) == decide(replace(asked, at=later), around)


@many
@given(draws, st.sampled_from(["record", "at", "role_mask", "assurance", "recipient", "about", "world"]))
def test_what_goes_wrong_is_a_no(draw: Random, name: str) -> None:
    asked, around = shared(draw)
    broken: object = around
    if name == "world":
        broken = None
    elif name == "about":
        asked = replace(asked, record=replace(asked.record, about=3))  # type: ignore[arg-type]
    else:
        asked = replace(asked, **{name: object()})
    found = decide(asked, broken)  # type: ignore[arg-type]
    assert (found.decision, found.obligations) == ("deny:error", ("log",))


def test_the_generators_reach_every_rule() -> None:
    reached: Counter[str] = Counter()
    permitted: Counter[str] = Counter()
    for number in range(20_000):
        found = decide(*anything(Random(number)))
        reached.update({reason.code for reason in found.reasons})
        permitted.update([found.decision] if found.allowed else [])
    never = {"unreadable", "error"} | {code for code in REASONS if code.startswith("unknown_")}
    assert sorted(set(REASONS) - never - set(reached)) == []
    yes = {"consent", "own_programme", "implied_consent", "duty_to_report", "court_order", "emergency"}
    yes |= {"portal_self", "portal_child", "made_by_her"}
    assert set(permitted) == {f"permit:{code}" for code in yes}
    assert min(permitted.values()) >= 10 and sum(permitted.values()) > 1000
