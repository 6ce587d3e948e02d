"""Addresses of signing in and of one's own account. allauth's sign-up, e-mail and password reset have none."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path

from chiakhoa.doors.web.accounts import views

urlpatterns = [
    path("", views.own, name="account"),
    path("sign-in/", views.SignIn.as_view(), name="account_login"),
    path("sign-in/practice/", views.practice_sign_in, name="practice_sign_in"),
    path("sign-in/code/", second.authenticate, name="mfa_authenticate"),
    path("sign-out/", account.logout, name="account_logout"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("again/code/", second.reauthenticate, name="mfa_reauthenticate"),
    path("password/", views.ChangePassword.as_view(), name="account_change_password"),
    path("second-step/", views.own, name="mfa_index"),
    path("second-step/on/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-step/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-step/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-step/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second-step/codes/codes.txt", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
