"""What notes hold besides their words: what they were for, what was given, what helped, things she mentioned.

By chance of its own, after everything else is told, so that no other row of a story changes by it.
"""

from __future__ import annotations

import random
from datetime import date

from alongside.stewardship.demonstration import records as r
from alongside.stewardship.demonstration.teller import SERVICE_USE, day
from alongside.stewardship.demonstration.telling import Telling

HELPED = {
    False: (
        "Sitting outside. She likes to talk while we walk.",
        "That we came on the day we said.",
        "Reading the letter together, one line at a time.",
        "A meal first, papers afterwards.",
        "Calling with her beside us, on loudspeaker.",
    ),
    True: (
        "S'asseoir dehors. Elle aime parler en marchant.",
        "Que nous soyons venues le jour dit.",
        "Lire la lettre ensemble, une ligne à la fois.",
        "D'abord un repas, les papiers ensuite.",
    ),
}
THINGS = {
    False: (
        ("her sister's birthday", "They danced in the kitchen."),
        ("the first day at the new school", "My girl waved at the door and did not cry. I did."),
        ("the hearing about the visits", "They listened to me this time."),
        ("the appointment at the dentist", ""),
        ("a call to her mother", "We talked for an hour. About nothing. It was good."),
        ("moving the crib into her own room", "It fits, just."),
        ("the beading evening at the friendship centre", "I made the blue one."),
    ),
    True: (
        ("la fête de sa sœur", "On a dansé dans la cuisine."),
        ("le premier jour à la garderie", "Ma fille m'a fait signe de la main."),
        ("l'audience au sujet des visites", "Cette fois, on m'a écoutée."),
        ("un appel à sa mère", ""),
    ),
}
PURPOSES = {
    "hospital": "health", "court": "legal", "phone": "how_she_is", "text": "how_she_is", "street": "reaching_out",
}  # fmt: skip
WISHES = {
    False: (
        ("please", "{text}", 7, "", "A text is fine. Say it is Sam."),
        ("look", "{}", 3, "the bench behind the library, mornings", "Come and find me. Bring coffee."),
        ("leave", "{}", None, "", "When I am gone I am gone. I come back."),
        ("please", "{call}", 14, "", ""),
    ),
    True: (
        ("please", "{text}", 7, "", "Un texto, ça va."),
        ("leave", "{}", None, "", "Laissez-moi revenir toute seule."),
    ),
}
LATELY = 60  # days from which things that she mentioned are told


def mentioned(t: Telling) -> None:
    """Say what each note was for, what was given and what helped; add things she mentioned lately."""
    rng = random.Random(f"{t.id}/mentioned")
    notes = t.rows[r.Contact]
    for at, note in enumerate(notes):
        notes[at] = _fuller(rng, note, french=t.french)
    if notes and rng.random() < 0.35:
        _wish(t, rng, notes[0])
    for note in [each for each in notes if each.reached == "met" and each.for_whom == "woman"]:
        on = date.fromisoformat(note.on).toordinal()
        if on > t.now - LATELY and note.category == SERVICE_USE and rng.random() < 0.7:
            _thing(t, rng, note, on)


def _fuller(rng: random.Random, note: r.Contact, *, french: bool) -> r.Contact:
    """What it was for, in most notes; what helped, in some; things given have a kind besides their words."""
    purpose = PURPOSES.get(
        note.mode, "parenting" if note.for_whom == "dyad" else rng.choice(("how_she_is", "her_goals"))
    )
    told = rng.random()
    return note._replace(
        purposes=f"{{{purpose}}}" if told < 0.8 else "{}",
        given=f"{{{rng.choice(('food', 'voucher', 'fare'))}}}" if note.items_given else "{}",
        helped=rng.choice(HELPED[french]) if note.reached == "met" and told < 0.12 else "",
    )


def _thing(t: Telling, rng: random.Random, note: r.Contact, on: int) -> None:
    what, answer = rng.choice(THINGS[t.french])
    when = on + rng.randint(1, 20)
    thing = r.Mentioned(
        t.new_id(), t.id, note.subject, note.category, note.id, what, day(when), note.recorded_at, note.recorded_by
    )
    t.add(thing)
    asked = when + rng.randint(0, 3)
    if asked >= t.now or rng.random() < 0.4:
        return  # somebody asks her soon
    turn = "asked" if answer else "let_go"
    t.add(
        r.MentionedTurn(
            t.new_id(), t.id, note.subject, note.category, thing.id, turn, day(asked), answer, None, t.stamp(asked),
            note.recorded_by,
        )
    )  # fmt: skip


def _wish(t: Telling, rng: random.Random, note: r.Contact) -> None:
    """What she wants when we miss each other, said when we got to know each other."""
    wants, ways, every, where, words = rng.choice(WISHES[t.french])
    t.add(r.ReachWish(t.new_id(), t.id, t.woman, wants, ways, every, where, words, note.recorded_at, note.recorded_by))
