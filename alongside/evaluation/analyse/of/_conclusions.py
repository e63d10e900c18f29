"""What a test came to, in the words of the methods, as sentences that can be said in another language."""

from __future__ import annotations

from alongside.evaluation.analyse.saying import Sentence

CONCLUSIONS: dict[str, Sentence] = {
    str(each): each
    for each in (
        Sentence("no difference that matters"),
        Sentence("a difference, but smaller than what matters"),
        Sentence("a difference, and it may matter"),
        Sentence("cannot be told: too little data"),
    )
}
# A group against the least difference that matters (methods.change.said_of_group).
OF_A_GROUP: dict[str, Sentence] = {
    str(each): each
    for each in (
        Sentence("Statistically not significant"),
        Sentence("Statistically significant, away from better"),
        Sentence("Statistically significant but not clinically relevant"),
        Sentence("Not significantly greater than the threshold"),
        Sentence("Not significantly less than the threshold"),
        Sentence("Large clinically significant effect"),
        Sentence("Probably clinically significant effect"),
    )
}
