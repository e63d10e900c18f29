"""What `alongside doctor` says of figures that are kept beside the records they come from; it mends them when asked."""

from __future__ import annotations

from alongside.project.commands.checks import OK, WARNING, Finding

SHOWN = 5


def about_derived(mend: bool) -> list[Finding]:
    """Are the tallies of scores what the scores come to? ``mend``: work them out anew where they are not."""
    from alongside.evaluation.actions import derive_tallies
    from alongside.evaluation.queries import tallies_astray

    what = "What is counted for reports"
    astray = tallies_astray()
    if not astray:
        return [Finding(what, OK, "is what the records come to")]
    if mend:
        count = derive_tallies(using="loader")
        return [Finding(what, OK, f"{len(astray)} tallies differed and were worked out anew ({count} in all)")]
    some = [
        f"{instrument} {scale or 'total'}{f' ({wave})' if wave else ''}: {kept} counted, {found} in the records"
        for _agency, instrument, scale, wave, kept, found in astray[:SHOWN]
    ]
    return [
        Finding(
            what,
            WARNING,
            f"{len(astray)} tallies differ, such as {'; '.join(some)}",
            "alongside doctor --mend works them out anew. Nothing of the records changes.",
        )
    ]
