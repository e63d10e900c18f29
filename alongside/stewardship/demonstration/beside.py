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
KNOWN = {
    False: (
        ("helps", "Quiet, and a window. Tell me first what will happen."),
        ("does_not", "Being asked in the hallway."),
        ("child", "She likes to be carried on the left, and humming."),
        ("child", "He needs his blue cloth; then he sleeps anywhere."),
        ("talk", "Short and straight. I ask when I want more."),
        ("told", "How it was with my own mother. It is in the notes."),
        ("never", "Why I did not leave sooner."),
    ),
    True: (
        ("helps", "Le calme, et une fenêtre. Dites-moi d’abord ce qui va se passer."),
        ("does_not", "Les questions dans le corridor."),
        ("child", "Il veut sa doudou bleue, puis il dort partout."),
        ("talk", "Court et direct. Je demande si je veux plus."),
        ("never", "Pourquoi je ne suis pas partie plus tôt."),
    ),
}  # fmt: skip
KNOWN_SHARE = 0.4  # of the families whose team has something written down so that she need not say it twice
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
    if rng.random() < KNOWN_SHARE:
        _known(t, rng)
    if t.rows[r.ReturnToUse] and rng.random() < ASK_SHARE:
        on = t.now - rng.randint(20, 200)
        at = t.stamp(on)
        t.add(
            r.AskedToday(
                t.new_id(), t.id, t.woman, rng.choice(("call", "meet", "either")), day(on),
                rng.choice(ASKS[t.french]), "reached", at, t.worker("counsellor", on), at, t.woman,
            )
        )  # fmt: skip


def _known(t: Telling, rng: random.Random) -> None:
    """One to three things that she need not say twice, mostly known to all of her team."""
    on = t.now - rng.randint(10, 300)
    at, worker = t.stamp(on), t.worker("counsellor", on)
    for kind, words in rng.sample(KNOWN[t.french], rng.randint(1, 3)):
        only = f"{{{worker}}}" if rng.random() < 0.2 else "{}"
        row = r.Known(t.new_id(), t.id, t.woman, kind, only, at, worker)
        t.add(row)
        t.add(r.KnownVersion(t.new_id(), t.id, t.woman, row.id, 1, day(on), words, only, worker, at, at, worker))
