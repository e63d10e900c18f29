"""A second key for what belongs to a community as well as to her (OCAP; E-30): culture, language, ceremony.

Her yes opens it to nobody outside by itself: a recorded yes of the community to that recipient is needed besides, and
neither stands in for the other. What the law asks for (an order, a duty to report) is decided before this.
"""

from __future__ import annotations

from datetime import datetime

from alongside.consent.rules.guardianship import holdings
from alongside.consent.rules.party import Party, meant
from alongside.consent.rules.times import within
from alongside.consent.rules.vocabulary import CUSTODY, C, Who
from alongside.consent.rules.world import World
from alongside.safekeeping.terms import mask

CULTURAL = mask(C.CULTURAL)


def lets(world: World, person: Who, categories: int, who: Party, at: datetime) -> bool:
    """Does no second key stand between this party and these categories of this person, or is it there?

    Our own programme, she herself, and whoever decides for a child and sees it on a page of her own need none.
    """
    if not categories & CULTURAL or who.own:
        return True
    if who.agency is None and (person in who.ids or holdings(world, person, who.ids, CUSTODY, at)):
        return True
    return any(
        row.closes is not None and within(at, row.opens, row.closes) and meant(row.recipients, who)
        for row in world.shelf.collective.get(person, ())
    )
