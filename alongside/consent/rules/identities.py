"""Two together, and records that are being put together: one question becomes one for each identity.

What is asked about a woman and her child together is asked about each of them. While records are put together,
everybody who is named is asked about as each of the two: whom it is about, whoever asks, and whoever receives it. The
strictest answer holds.
"""

from __future__ import annotations

from dataclasses import replace

from alongside.consent.rules.answer import Answer, in_order
from alongside.consent.rules.party import every_id
from alongside.consent.rules.request import About, Request
from alongside.consent.rules.vocabulary import Who
from alongside.consent.rules.world import World


def taken_apart(request: Request, world: World) -> Request:
    """The same question about single people: of two together hers comes first, and it says something of the child."""
    record, dyads = request.record, world.dyads
    about = tuple(
        About(who, said.categories) for said in record.about for who in dyads.get(said.person, (said.person,))
    )
    pair = dyads.get(record.subject)
    if pair is None:
        return replace(request, record=replace(record, about=about))
    return replace(
        request, record=replace(record, subject=pair[0], about=(*about, About(pair[1])), together=record.subject)
    )


def as_each(request: Request, world: World) -> list[Request]:
    """The question about, by and for each identity; as it was asked comes first."""
    record, to = request.record, request.recipient
    about = tuple(About(person, said.categories) for said in record.about for person in _identities(world, said.person))
    asked = [
        replace(request, record=replace(record, subject=subject, about=about))
        for subject in _identities(world, record.subject)
    ]
    found = [*asked]
    found += [replace(one, person=who) for who in _others(world, request.actor, request.person) for one in asked]
    if to is not None:
        found += [replace(one, recipient=to._replace(person=who)) for who in _others(world, to.person) for one in found]
    return found


def _identities(world: World, who: Who) -> list[Who]:
    """Herself, then whoever may be the same person."""
    return [who, *_others(world, who)]


def _others(world: World, *whos: Who) -> list[Who]:
    """Whoever may be the same person as this one, who is known by these ids and by those of her accounts."""
    known = {each for who in whos for each in every_id(world, who)}
    same = {other for each in known for other in world.shelf.twins.get(each, ())}
    return sorted(same - known, key=str)


def strictest(answers: list[Answer]) -> Answer:
    """No when any says no; else yes with everything that any of them asks for."""
    no = [answer for answer in answers if not answer.allowed]
    kept = no or answers
    return replace(
        kept[0],
        reasons=tuple(dict.fromkeys(reason for answer in kept for reason in answer.reasons)),
        obligations=in_order({code for answer in kept for code in answer.obligations}),
        without=tuple(dict.fromkeys(who for answer in kept for who in answer.without)),
    )
