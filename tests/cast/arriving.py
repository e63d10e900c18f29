"""How Ana came, what she told, and a word that somebody left at the door."""

from __future__ import annotations

from datetime import date

from tests.cast.people import CAST, T0, ident


def write_intake() -> None:
    """How we heard of Ana, a talk, a word of hers to each part, an offer, her welcome; and a word left at the door."""
    from alongside.intake.catalogue import shipped
    from alongside.intake.models import Conversation, Door, FirstContact, Knock, Offer, Told, Welcome

    r = {"recorded_by": CAST["W1"], "recorded_at": T0}
    of = {"family_id": CAST["ALDER"], "woman_id": CAST["ANA"]}
    on = date(2025, 11, 10)
    FirstContact.objects.create(
        id=ident("first ANA"), on=date(2024, 1, 8), told_by="ward", how="call", teller="SECRET nurse", place="SECRET ward",
        words="SECRET words of a ward", **of, **r,
    )  # fmt: skip
    talk = Conversation.objects.create(id=ident("talk ANA"), on=on, how="home", after="all_right", **of, **r)
    for part in shipped()[1]:
        Told.objects.create(
            id=ident(f"told {part.code}"), category=int(part.category), conversation=talk, part=part.code,
            question=next((q.code for q in part.questions if q.goal), part.questions[-1].code), edition=1, on=on, standing="said", words=f"SECRET told: {part.code}",
            **of, **r,
        )  # fmt: skip
    Offer.objects.create(
        id=ident("offer ANA"), on=date(2024, 1, 10), what="food", wanted="yes", words="SECRET soup", **of, **r
    )
    Welcome.objects.create(
        id=ident("welcome ANA"), on=date(2024, 2, 1), colleague_id=CAST["W1"], her_words="SECRET welcome", **of, **r
    )
    Door.objects.create(
        id=ident("door"), agency_id=CAST["LEAD"], who_for=["pregnant", "young_child"], child_under=6, **r
    )
    Knock.objects.create(
        id=ident("knock"), agency_id=CAST["LEAD"], came_at=T0, called="SECRET robin", by="text", value="+14165550177",
        words="SECRET knock", source="ward7",
    )  # fmt: skip
