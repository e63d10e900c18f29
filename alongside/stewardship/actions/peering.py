"""What the peer supporters of the practice programme say of themselves, and agreed with their supervisor."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from alongside.peers.models import PeerAgreement, PeerLearning, PeerMatch, PeerProfile, PeerStory, PeerWellness

# What each says: languages, hours, what she likes to be asked for, what she would rather not, what a woman reads.
SAID = (
    ("English", "Mondays to Thursdays, ten to four", "Going along to appointments. Small children.",
     "Court. I have had enough of it.", "I like long walks and strong tea. I raised three, with a lot of help."),
    ("English, français", "After school, and Saturday mornings", "Evenings that are hard. Homework and dinner.",
     "Late phone calls.", "You can text me a heart and I know. I do not need the whole story."),
    ("English, Anishinaabemowin", "Tuesdays and Fridays", "Being on the land, beading, feeding people.",
     "Writing long notes.", "I bring bannock. We can also just sit."),
)  # fmt: skip
# What each says of learning: would like to, had a training on, is at home in, in her words.
LEARNS = (
    (("cues",), ("child_development",), ("presence", "navigating"), "By doing it with somebody. Not from slides."),
    (("systems", "sharing"), ("child_development",), ("every_day",), "In the evening, in two parts."),
    (("child_development",), (), ("presence", "own_wellness"), ""),
)
WELL = {
    "well": "Walking. My group on Thursdays. Not answering the phone after nine.",
    "signs": "I stop cooking. I say yes to everything.",
    "helps": "A day with nobody. Ringing my sister.",
    "asks": "Ask me how I am before you ask me for something. Do not take work away without asking.",
}
STORY = "I lived apart from my two oldest for a year. They know my voice, and they came home."


def load_peers(*, peers: Sequence[uuid.UUID], supervisor: uuid.UUID, at: datetime) -> None:
    """A profile and an agreement for each (as the loader); the first also tells something of her own story."""
    taken = Counter(PeerMatch.objects.filter(ended_on=None).values_list("colleague", flat=True))
    agreed = at - timedelta(days=60)
    for n, who in enumerate(peers):
        languages, hours, wants, rather_not, words = SAID[n % len(SAID)]
        PeerProfile.objects.create(
            colleague_id=who,
            languages=languages,
            hours=hours,
            wants=wants,
            rather_not=rather_not,
            words=words,
            shown=True,
        )
        if n == 0:
            PeerStory.objects.create(colleague_id=who, story=STORY, shown=True)
            PeerWellness.objects.create(colleague_id=who, shown_to=[supervisor], **WELL)
        PeerLearning.objects.create(colleague_id=who, words=LEARNS[n % len(LEARNS)][3], shown=True, **{
            name: list(codes) for name, codes in zip(("wants", "had", "home"), LEARNS[n % len(LEARNS)], strict=False)
        })  # fmt: skip
        PeerAgreement.objects.create(
            colleague_id=who, supervisor_id=supervisor, number=1,
            does="Walks beside, goes along, listens. Shares what helped her, if it helps.",
            does_not="Gives no rides in her own car, lends no money, keeps no secrets about danger to a child.",
            reach="By text on the programme’s phone, from nine to six.",
            breaks="A free afternoon after a hard visit. Two weeks in July.", women_at_once=min(30, taken[who] + 2),
            hours_a_week=14, recorded_by=who, recorded_at=agreed, agreed_at=agreed + timedelta(days=1),
            agreed_by=supervisor,
        )  # fmt: skip
