"""How the time is written in English here: the day first, as in French, so that both read alike on one page."""

from __future__ import annotations

DATE_FORMAT = "j F Y"  # 31 January 2026
MONTH_DAY_FORMAT = "j F"
YEAR_MONTH_FORMAT = "F Y"
SHORT_DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"  # 14:30
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
