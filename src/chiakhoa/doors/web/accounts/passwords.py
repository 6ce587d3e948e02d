"""What a password must be, in our own words: Django's are not whole in Vietnamese."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator, UserAttributeSimilarityValidator
from django.utils.translation import gettext


class LongEnough(MinimumLengthValidator):
    """At least so many signs."""

    def get_error_message(self) -> str:
        """What is wrong and what to do."""
        words = gettext("This password is too short. Use at least %(least)s signs.")
        return words % {"least": self.min_length}


class UnlikeTheName(UserAttributeSimilarityValidator):
    """Not like the user name or the full name."""

    def get_error_message(self) -> str:
        """What is wrong and what to do."""
        return gettext("This password is too much like your name. Choose other words.")
