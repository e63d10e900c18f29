"""Debian's Chromium, for whatever opens pages in a real browser."""

from __future__ import annotations

import shutil

# The first is the same browser without a window: it takes half of the time.
NAMES = ("chromium-headless-shell", "chromium")


def chromium() -> str:
    """Where it is. ``make test`` says how to install it before anything is run."""
    return next(filter(None, map(shutil.which, NAMES)), NAMES[0])
