"""Letters to colleagues who are needed. They say no more than "please sign in": no name, no address, no reason."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import translation
from django.utils.translation import gettext as _

log = logging.getLogger("alongside.watch")
TRANSIENT = (SMTPException, OSError)


def send_letters(addresses: Sequence[str]) -> set[str] | None:
    """Send one letter to each address; answers to whom they went. ``None``: no mail server is configured.

    A mail server that is down or refuses raises nothing: those letters are tried again a minute later.
    """
    if not settings.LETTERS:
        return None
    went: set[str] = set()
    if not addresses:
        return went
    post = get_connection()
    try:
        post.open()
        for address in addresses:
            if _send(address, post):
                went.add(address)
        post.close()
    except TRANSIENT as trouble:
        # The kind of trouble alone: a server's words may repeat an address.
        log.warning("letters wait, the mail server cannot be reached (%s)", type(trouble).__name__)
    return went


def _send(address: str, post: BaseEmailBackend) -> bool:
    subject, text = _words()
    try:
        return bool(EmailMessage(subject, text, None, [address], connection=post).send())
    except SMTPException as trouble:
        log.warning("a letter waits, the mail server did not take it (%s)", type(trouble).__name__)
        return False


def _words() -> tuple[str, str]:
    """Subject and text, in both languages: nobody's choice of language is kept where the worker could read it."""
    subjects, texts = [], []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            subjects.append(_("Please sign in"))
            texts.append(_("Somebody in the programme is needed. Please sign in."))
    return " / ".join(subjects), "\n\n".join(texts) + "\n"
