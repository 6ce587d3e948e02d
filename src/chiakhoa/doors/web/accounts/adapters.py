"""What allauth asks of us: words for its refusals, writes through our own actions, secrets that rest encrypted."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.foundation.access import actions, queries
from chiakhoa.foundation.rendering.qr import qr_svg

ALLAUTH_SAYS = (_("You must type the same password each time."),)
"""What allauth shows in words of its own: named here so that our catalogues translate it."""

YEAR_SECONDS = 365 * 24 * 3600


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Accounts are opened by an administrator only; passwords are set by our actions, so the trail knows of them."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is not right. Write the newest code that the phone shows."),
        "incorrect_password": _("This is not your current password."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, or ask the administrator to unlock it."),
        "username_password_mismatch": _("The user name or the password is not right."),
        "same_as_current": _("The new password must be another one."),
        "rate_limited": _("Too many attempts. Wait a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 (allauth names it)
        """Nobody opens an account for themselves."""
        return False

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """The owner chose a new password; allauth's own copy of the account follows, so that it stays signed in."""
        request: PageRequest = context.request
        account = queries.account(request.viewer, request.viewer.name)
        if account is None:
            raise PermissionDenied
        actions.set_password(by=request.viewer, on=request.today, at=request.now, account=account, password=password)
        user.password = account.password

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 (allauth names it)
        """Back to one's own account, which says that it is done."""
        return reverse("account") + "?done=password"

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Go on in the language of the account unless the reader chose another on this machine."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            remember_language(response, user.language)  # type: ignore[attr-defined]
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002
        """One count for an account, whatever host name it was called by, so that an administrator can clear it."""
        return actions.failed_key(credentials.get("username", ""))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    """Codes of a phone: our own QR code, and secrets that are worth nothing without the key of the data folder."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Write the newest code that the phone shows."),
        "cannot_delete_authenticator": _("The second step cannot be switched off now."),
        "cannot_generate_recovery_codes": _("Switch on the second step first."),
    }

    def build_totp_svg(self, url: str) -> str:
        """The address of the secret as a QR code."""
        return qr_svg(url)

    def encrypt(self, text: str) -> str:
        """The secret as it rests in the database."""
        return safe().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret as the phone holds it."""
        return safe().decrypt(encrypted_text.encode()).decode()


def safe() -> Fernet:
    """What locks secrets: a key made of the data folder's own, which no copy of the database holds."""
    return Fernet(urlsafe_b64encode(sha256(b"second factor " + settings.SECRET_KEY.encode()).digest()))


def remember_language(response: HttpResponse, language: str) -> None:
    """Keep the language on this machine, as the page frame does."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.CSRF_COOKIE_SECURE,
    )
