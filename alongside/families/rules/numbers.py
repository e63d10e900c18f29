"""Numbers and addresses as machines compare them: two ways of writing one number are one number."""

from __future__ import annotations

import re

import phonenumbers

from alongside.families.terms import Channel

# A number written without its country is one of this region (North America shares one plan of numbers).
REGION = "CA"
ADDRESS = re.compile(r"[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]+\.[^\s@.,;<>\"]{2,}")
BY_PHONE = (Channel.TEXT, Channel.CALL)


def one_number(channel: str, value: str) -> str:
    """``value`` as ``+14165550123`` (E.164), or an address in small letters; "" when it is neither.

    Only what is a number and nothing else: "the blue phone, 416 555 0123" is a sentence for a person.

    >>> one_number("text", "(416) 555-0123"), one_number("text", "ask my sister"), one_number("email", "A@x.ORG")
    ('+14165550123', '', 'a@x.org')
    """
    value = value.strip()
    if channel == Channel.EMAIL:
        return value.lower() if ADDRESS.fullmatch(value) else ""
    if channel not in BY_PHONE or re.search(r"[^\d\s()+.\-–]", value):
        return ""
    try:
        found = phonenumbers.parse(value, REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(found):
        return ""
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
