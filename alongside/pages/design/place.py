"""Where one value lies between the ends of its own measure: a line and a point. No zones, no colours that judge."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

from alongside.pages.design.svg import line, number

WIDTH, HEIGHT, EDGE, MIDDLE = 240, 20, 8, 10


def place_svg(value: float, low: float, high: float, better: str = "") -> SafeString:
    """A line from ``low`` to ``high`` with a point at ``value``; hidden from those who hear it (the words beside it
    say the same). ``better`` ("higher", "lower" or ""): at which end an open ring marks more closeness and ease.
    Nothing when there is no line to lie on. A value beyond an end is drawn at that end."""
    if high <= low:
        return SafeString("")
    at = EDGE + (min(max(value, low), high) - low) / (high - low) * (WIDTH - 2 * EDGE)
    ends = "".join(line(x, MIDDLE - 5, x, MIDDLE + 5, "v-end") for x in (EDGE, WIDTH - EDGE))
    if better:
        end = WIDTH - EDGE if better == "higher" else EDGE
        ends += f'<circle class="v-goal" cx="{end}" cy="{MIDDLE}" r="6"/>'
    return mark_safe(
        f'<svg class="place" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true" focusable="false" direction="ltr">'
        f"{line(EDGE, MIDDLE, WIDTH - EDGE, MIDDLE, 'v-end')}{ends}"
        f'<circle class="v-dot v-dot--together" cx="{number(at)}" cy="{MIDDLE}" r="6"/></svg>'
    )
