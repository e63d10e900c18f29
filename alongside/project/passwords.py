"""What a password must be like, asked in our words (NIST SP 800-63B: long and not a common one; no further recipe)."""

from __future__ import annotations

from django.contrib.auth import password_validation as library
from django.utils.translation import gettext as _


class LongEnough(library.MinimumLengthValidator):
    """Long, so that nobody guesses it."""

    def get_error_message(self) -> str:
        """Said when it is too short."""
        words = _("Please make it longer: at least %(number)d letters. A few words in a row are easy to keep in mind.")
        return words % {"number": self.min_length}

    def get_help_text(self) -> str:
        """Said before."""
        return _("At least %(number)d letters.") % {"number": self.min_length}


class NotCommon(library.CommonPasswordValidator):
    """Not one of those that are tried first."""

    def get_error_message(self) -> str:
        """Said when it is on the list of common ones."""
        return _("This one is used by many people and is guessed first. Please choose another.")

    def get_help_text(self) -> str:
        """Said before."""
        return _("Not one that many people use.")


class NotOnlyNumbers(library.NumericPasswordValidator):
    """More than numbers."""

    def get_error_message(self) -> str:
        """Said when there are only numbers in it."""
        return _("Please use letters too, not only numbers.")

    def get_help_text(self) -> str:
        """Said before."""
        return _("Not only numbers.")
