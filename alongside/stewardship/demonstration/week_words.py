"""What happened this week in the named stories, in words. Nobody in it is real.

A note about a woman whose notes are shared with somebody outside names nobody else of her family.
"""

from __future__ import annotations

from typing import NamedTuple

from alongside.stewardship.demonstration.lanes import TEAM, Said, Told


class Met(NamedTuple):
    """A contact, ``ago`` working days before today. ``child``: by name; "+" before it: the two together."""

    ago: int
    part: str
    at_time: str
    minutes: int
    mode: str
    note: str
    her_words: str = ""
    child: str = ""
    between_you: str = ""
    purpose: str = ""
    given: str = ""
    helped: str = ""
    mentioned: str = ""
    about_using: bool = False
    domains: str = ""  # of a peer's
    forms: str = ""
    help: str = ""


class Arranged(NamedTuple):
    """Something said will happen, ``ahead`` working days from today (0: today, or the first one after a weekend)."""

    ahead: int
    part: str
    at_time: str
    what: str
    child: str = ""


MET: dict[str, tuple[Met, ...]] = {
    "T-07": (
        Met(1, "therapist", "10:30", 75, "home", "Both on the mat, face to face. We watched for a long time.",
            child="+Iris", between_you="She found her brother’s foot, and looked at you to see if you saw it.",
            purpose="parenting"),
        Met(2, "child_care", "11:00", 60, "in_person", "Slept on Luis’s arm, then looked at the mobile for long.",
            child="Félix", purpose="parenting"),
        Met(4, "counsellor", "09:30", 50, "in_person", "She came with a list. We did three of five things on it.",
            "I sleep four hours in a row now. Do you know what that is?", purpose="how_she_is", given="food",
            helped="A meal first, the list afterwards."),
    ),
    "T-08": (
        Met(1, "counsellor", "13:30", 50, "in_person", "She laid out her week. Tuesday evenings are the long ones.",
            "I do not want to be brave on Tuesdays. I want somebody there.", purpose="hard_time",
            mentioned="the first evening with her sister"),
        Met(2, "peer", "16:00", 90, "elsewhere", "We walked along the river and had tea.", domains="engaging,sharing",
            forms="emotional,affiliational", help="time"),
        Met(3, "peer", "09:00", 45, "phone", "She called before the school meeting. We went through what to say.",
            domains="supporting,coaching", forms="informational,instrumental", help="school"),
        Met(3, "child_care", "10:00", 60, "in_person", "Built a bridge of chairs and let two others cross first.",
            child="Théo", purpose="parenting"),
    ),
    "T-09": (
        Met(1, "peer", "14:00", 60, "in_person", "Coffee, an hour about nothing hard.", domains="engaging,supporting",
            forms="emotional"),
        Met(3, "counsellor", "08:00", 15, "phone", "The call at eight, as in her plan. She was on the bus already.",
            "Tell me about your weekend. Mine was quiet. Quiet is good.", purpose="her_goals", about_using=True),
        Met(4, "therapist", "15:30", 60, "in_person", "They read the book about the bear twice.", child="+Sky",
            between_you="You stopped when he looked away, and waited. He came back to you by himself.",
            purpose="parenting"),
    ),
    "T-10": (
        Met(1, "outreach", "11:00", 40, "street", "By the library. We walked once around the square with tea.",
            "You came. It is raining and you came.", purpose="reaching_out", given="clothes",
            mentioned="the weekend at her aunt’s"),
        Met(4, "outreach", "13:00", 10, "text", "She wrote that Monday is better than Friday.", purpose="how_she_is"),
    ),
    "long": (
        Met(1, "child_care", "09:30", 60, "in_person", "Sang the whole song about the boat, with the second verse.",
            child="Rose", purpose="something_good"),
        Met(2, "therapist", "14:00", 60, "home", "We looked at the film of last month together, twice.", child="+Rose",
            between_you="She said “again” and you laughed before you said yes.", purpose="parenting"),
        Met(3, "peer", "17:00", 45, "text", "Some back and forth in the evening.", domains="coaching,sharing",
            forms="informational", help="evening"),
        Met(4, "counsellor", "11:00", 50, "in_person", "Six years next month. She wants to bake for the group.",
            "I was the loud one, and now I am the old one.", purpose="something_good"),
    ),
    "foster": (
        Met(4, "child_care", "10:00", 60, "in_person", "Drew a house with four windows and told who lives behind each.",
            child="Ada", purpose="parenting"),
        Met(5, "counsellor", "13:00", 60, "in_person", "We read the letter of the court together, line by line.",
            "Say it once more in real words.", purpose="legal"),
    ),
}  # fmt: skip

ARRANGED: dict[str, tuple[Arranged, ...]] = {
    "T-07": (Arranged(2, "counsellor", "17:30", "Supper brought by, nobody has to talk"),),
    "T-08": (
        Arranged(1, "counsellor", "09:15", "We go through the week together"),
        Arranged(1, "peer", "16:00", "Walk along the river"),
        Arranged(3, "child_care", "12:15", "Photo book of the bridge he built", "Théo"),
    ),
    "T-09": (
        Arranged(0, "counsellor", "08:00", "The call at eight"),
        Arranged(2, "peer", "14:00", "Coffee, the place with the plants"),
        Arranged(4, "therapist", "15:45", "The bear book, and a new one"),
    ),
    "T-10": (
        Arranged(0, "outreach", "16:30", "Tea by the library"),
        Arranged(2, "outreach", "11:15", "We bring the winter boots"),
    ),
    "long": (
        Arranged(1, "child_care", "12:15", "Her song, for the others", "Rose"),
        Arranged(4, "peer", "17:15", "We bake for the group"),
    ),
    "foster": (Arranged(2, "counsellor", "11:15", "We write down what she wants the court to know"),),
}

# Lanes agreed this week.
LANES: dict[str, tuple[Told, ...]] = {
    "T-10": (
        Told(
            "safer", "addiction",
            (Said("Somebody knows where I am when I go out.", (("A text before and after, to Joy", TEAM),)),),
            signed=True, names="nobody",
        ),
    ),
}  # fmt: skip

MISSED_STORIES = ("foster",)
MISSED = {
    "en": "We were at her door at two. Perhaps another day fits better.",
    "fr": "Nous étions à sa porte à deux heures. Un autre jour convient peut-être mieux.",
}
