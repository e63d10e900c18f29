"""When she used, in made-up lives: who was with her, who cared for the children, what helped. Nothing else changes."""

from __future__ import annotations

import random
from datetime import date

from alongside.stewardship.demonstration import records as r
from alongside.stewardship.demonstration.telling import Telling, day

CARED = {
    False: ("Her mother had them, as planned.", "Her sister came over with her own two.", "They slept at our house."),
    True: ("Sa mère les avait, comme prévu.", "Sa sœur est venue avec les siens.", "Ils ont dormi chez la voisine."),
}
HELPED = {
    False: ("Saying it out loud once.", "That nobody asked why.", "Soup, and sleep.", "My aunt on the phone."),
    True: ("Le dire une fois à voix haute.", "Que personne ne demande pourquoi.", "De la soupe, et dormir."),
}
PLACES = {False: ("here, in the kitchen", "at her sister’s", "a walk by the water"), True: ("ici, dans la cuisine",)}
BESIDE = {False: ("The doctor on Monday: together.",), True: ("Chez la médecin lundi : ensemble.",)}
ASKS = {False: ("In the afternoon, please.", ""), True: ("L’après-midi, s’il vous plaît.", "")}
ASK_SHARE = 0.15  # of the families in which she asks for somebody on her own page


def beside(t: Telling) -> None:
    """For each return to use of the last years: what her people wrote to it. Now and then she asks for somebody."""
    rng = random.Random(f"{t.id}/beside")
    for event in [row for row in t.rows[r.ReturnToUse] if row.kind == "return"]:
        on = date.fromisoformat(event.on).toordinal()
        along = ("done", rng.choice(BESIDE[t.french])) if rng.random() < 0.4 else ("not_needed", "")
        helped = ("done", rng.choice(HELPED[t.french])) if rng.random() < 0.7 else ("rather_not", "")
        said = [
            ("met", "done", "", rng.choice(PLACES[t.french]), event.recorded_by),
            ("children", "done", rng.choice(CARED[t.french]), "", None),
            ("tell", "nothing", "", "", None),
            ("beside", *along, "", None),
            ("helped", *helped, "", None),
        ]
        for step, state, words, place, colleague in said[: rng.randint(2, 5)]:
            t.add(
                r.UsedAnswer(
                    t.new_id(), t.id, t.woman, event.id, step, state, 1, day(on), words, place, colleague,
                    event.recorded_at, event.recorded_by,
                )
            )  # fmt: skip
    if t.rows[r.ReturnToUse] and rng.random() < ASK_SHARE:
        on = t.now - rng.randint(20, 200)
        at = t.stamp(on)
        t.add(
            r.AskedToday(
                t.new_id(), t.id, t.woman, rng.choice(("call", "meet", "either")), day(on),
                rng.choice(ASKS[t.french]), "reached", at, t.worker("counsellor", on), at, t.woman,
            )
        )  # fmt: skip
