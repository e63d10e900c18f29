"""What is done when an answer needs a person, as a place finds it on its first day. Each place writes its own."""

from __future__ import annotations

import uuid
from datetime import datetime

from alongside.assessment.actions import set_protocol
from alongside.assessment.models import Protocol
from alongside.assessment.rules import USUAL_MINUTES_TO_ANSWER

TOLD_BEFORE = (
    "If you tell us here that things are very hard, one person of our team is told at once: whoever is on duty. She"
    " sees this answer, your name, and the ways to reach you that you said are safe. She will ask you how you are and"
    " what would help.\n"
    "Nothing is sent to anybody outside the programme. If we ever thought that somebody else must know, we would tell"
    " you first.\n"
    "You can leave this question out."
)
TOLD_BEFORE_FR = (
    "Si vous nous dites ici que c’est très dur, une personne de notre équipe est avisée tout de suite : celle qui est"
    " de garde. Elle voit cette réponse, votre nom et les façons de vous joindre que vous avez dites sûres. Elle vous"
    " demandera comment vous allez et ce qui pourrait vous aider.\n"
    "Rien n’est envoyé à qui que ce soit hors du programme. Si nous pensions un jour que quelqu’un d’autre doit savoir,"
    " nous vous le dirions d’abord.\n"
    "Vous pouvez laisser cette question de côté."
)
STEPS = (
    "Please adapt these steps to your place.\n"
    "1. Take it, so that nobody else is told.\n"
    "2. If she is still here, go to her now. Else reach her in one of the ways she said are safe, and in no other"
    " way.\n"
    "3. Ask her how she is and what would help. Believe her. Stay with her, or with somebody she trusts, as long as she"
    " likes.\n"
    "4. Make a plan with her for today: who is with her, what she does if it gets harder, whom she can call at night.\n"
    "5. Call an ambulance only if her life is in danger now, and tell her first.\n"
    "6. Tell the colleague she turns to. Write what was done, and close it when she has what she needs."
)


def load_protocol(*, agency: uuid.UUID, by: uuid.UUID, at: datetime) -> Protocol:
    """Write the words every place begins with. She never meets such a question without being told before."""
    return set_protocol(
        agency=agency, instrument="", told_before=TOLD_BEFORE, told_before_fr=TOLD_BEFORE_FR, steps=STEPS,
        minutes=USUAL_MINUTES_TO_ANSWER, by=by, at=at,
    )  # fmt: skip
