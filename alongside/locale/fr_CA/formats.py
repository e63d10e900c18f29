"""How French Canada writes the time. Django's own has the hour of the twelve-hour clock where the letter h belongs."""

from __future__ import annotations

TIME_FORMAT = "H\xa0\\h\xa0i"  # 14 h 30
DATETIME_FORMAT = "j F Y, H\xa0\\h\xa0i"  # 31 janvier 2026, 14 h 30
