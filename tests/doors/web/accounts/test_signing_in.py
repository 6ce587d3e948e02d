"""Signing in and out, passwords, the second step, recovery codes, limits, and practice accounts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from chiakhoa.foundation.access import actions
from chiakhoa.foundation.access.values import SETUP
from chiakhoa.foundation.audit.models import Entry
from tests.doors.web.accounts.people import BETTER, GOOD, WHEN, code, grant, person, ward

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/sign-in/"
ENGLISH = re.compile(r"\b(the|your|password|must|please|sign|field|code|again)\b", re.IGNORECASE)


@pytest.fixture(autouse=True)
def office(settings: Any) -> None:
    settings.PRACTICE = False
    cache.clear()


@pytest.fixture
def ha(db: None) -> Any:
    return person("ha", "Võ Thu Hà", GOOD)


def sign_in(client: Client, password: str = GOOD, login: str = "ha", **more: str) -> Any:
    return client.post(SIGN_IN, {"login": login, "password": password, **more})


def main_of(answer: Any) -> str:
    """The words of the page's own matter."""
    page = answer.content.decode().split("<main", 1)[1].split("</main>")[0]
    return re.sub(r"<[^>]*>", " ", page)


def test_a_person_comes_in_and_goes_out(client: Client, ha: Any):
    assert sign_in(client, login="HA")["Location"] == "/"
    assert "Võ Thu Hà" in client.get("/").content.decode()
    assert "Võ Thu Hà" in main_of(client.get("/account/sign-out/"))
    assert client.post("/account/sign-out/")["Location"] == SIGN_IN
    assert client.get("/account/")["Location"].startswith(SIGN_IN)


def test_the_way_back_is_kept_and_leads_nowhere_else(client: Client, ha: Any):
    assert 'name="next" value="/account/"' in client.get(SIGN_IN + "?next=/account/").content.decode()
    assert sign_in(client, next="/account/")["Location"] == "/account/"
    client.logout()
    assert sign_in(client, next="https://elsewhere.example/")["Location"] == "/"


@pytest.mark.parametrize(("login", "password"), [("ha", "sai rồi sai rồi"), ("khong-co", GOOD), ("ha", "")])
def test_a_wrong_name_and_a_wrong_password_look_the_same(client: Client, ha: Any, login: str, password: str):
    answer = sign_in(client, password, login)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    if password:
        assert "Tên đăng nhập hoặc mật khẩu không đúng." in main_of(answer)


def test_a_session_ends_with_the_browser_unless_asked_for(client: Client, ha: Any):
    sign_in(client)
    assert client.session.get_expire_at_browser_close()
    client.logout()
    sign_in(client, remember="on")
    assert not client.session.get_expire_at_browser_close()
    assert client.session.get_expiry_age() == 7 * 24 * 3600


def test_five_wrong_passwords_shut_the_door_for_a_while(client: Client, ha: Any):
    for _ in range(5):
        sign_in(client, "sai rồi sai rồi")
    assert "quá nhiều lần" in main_of(sign_in(client))
    assert "quá nhiều lần" in main_of(sign_in(Client(REMOTE_ADDR="10.0.0.9")))


def test_a_closed_account_is_out_at_once(client: Client, ha: Any):
    sign_in(client)
    actions.close_account(by=SETUP, **WHEN, account=ha, reason="chuyển công tác")
    assert client.get("/account/")["Location"].startswith(SIGN_IN)
    assert sign_in(client)["Location"] == "/account/closed/"
    assert "đã đóng" in main_of(client.get("/account/closed/"))


def test_a_password_is_changed_kept_here_ended_elsewhere_and_written_down(client: Client, ha: Any):
    other = Client()
    sign_in(client)
    sign_in(other)
    before = Entry.objects.count()
    form = {"oldpassword": GOOD, "password1": BETTER, "password2": BETTER}
    assert client.post("/account/password/", form)["Location"] == "/account/?done=password"
    assert "Mật khẩu mới đã có hiệu lực." in main_of(client.get("/account/?done=password"))
    assert other.get("/account/").status_code == 302
    entry = Entry.objects.order_by("-id")[0]
    assert (Entry.objects.count(), entry.action, entry.actor) == (before + 1, "access.set_password", "ha")
    assert sign_in(Client(), BETTER).status_code == 302


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"oldpassword": "sai rồi", "password1": BETTER, "password2": BETTER}, "không phải mật khẩu hiện nay"),
        ({"oldpassword": GOOD, "password1": BETTER, "password2": GOOD}, "phải giống nhau"),
        ({"oldpassword": GOOD, "password1": "ngắn", "password2": "ngắn"}, "10"),
        ({"oldpassword": GOOD, "password1": "password123", "password2": "password123"}, "phổ biến"),
    ],
)
def test_a_password_that_will_not_do_is_told_in_the_readers_words(client: Client, ha: Any, form: dict, words: str):
    sign_in(client)
    answer = client.post("/account/password/", form)
    assert answer.status_code == 200
    assert words in main_of(answer)
    assert not ENGLISH.search(main_of(answer))


def switch_on(client: Client) -> str:
    """Set the second step up as a person would; gives the secret of the phone."""
    if client.get("/account/second-step/on/").status_code == 302:
        client.post("/account/again/", {"password": GOOD})
    page = client.get("/account/second-step/on/").content.decode()
    secret = re.search(r'class="key">([A-Z2-7]+)<', page)
    assert secret
    assert "<svg" in page
    client.post("/account/second-step/on/", {"code": code(secret[1])})
    return secret[1]


def test_the_second_step_from_on_to_off(client: Client, ha: Any):
    sign_in(client)
    secret = switch_on(client)
    assert "Đang bật" in main_of(client.get("/account/"))
    held = Authenticator.objects.get(user=ha, type="totp")
    assert secret not in str(held.data)

    client.logout()
    assert sign_in(client)["Location"] == "/account/sign-in/code/"
    assert client.get("/account/").status_code == 302
    wrong = client.post("/account/sign-in/code/", {"code": "000000"})
    assert "Mã này không đúng" in main_of(wrong)
    cache.clear()
    assert client.post("/account/sign-in/code/", {"code": code(secret)})["Location"] == "/"

    client.post("/account/again/", {"password": GOOD})
    assert "Tắt bước thứ hai?" in main_of(client.get("/account/second-step/off/"))
    client.post("/account/second-step/off/")
    assert not Authenticator.objects.filter(user=ha).exists()


def test_a_recovery_code_opens_once(client: Client, ha: Any):
    sign_in(client)
    switch_on(client)
    client.post("/account/again/", {"password": GOOD})
    codes = re.findall(r"<li>(\w{6,})</li>", client.get("/account/second-step/codes/").content.decode())
    assert len(codes) == 10
    assert client.get("/account/second-step/codes/codes.txt").content.decode().split() == codes
    for expected in ("/", None):
        client.logout()
        sign_in(client)
        assert client.post("/account/sign-in/code/", {"code": codes[0]}).get("Location") == expected
        cache.clear()


def test_new_recovery_codes_replace_the_old(client: Client, ha: Any):
    sign_in(client)
    switch_on(client)
    client.post("/account/again/", {"password": GOOD})
    old = client.get("/account/second-step/codes/codes.txt").content
    assert "Tạo mã dự phòng mới?" in main_of(client.get("/account/second-step/codes/new/"))
    client.post("/account/second-step/codes/new/")
    assert client.get("/account/second-step/codes/codes.txt").content != old


def test_a_lost_phone_is_mended_by_the_administrator(client: Client, ha: Any):
    sign_in(client)
    switch_on(client)
    client.logout()
    actions.unlock(by=SETUP, **WHEN, account=ha, second_factor=True)
    assert sign_in(client)["Location"] == "/"


def test_practice_accounts_come_in_with_one_click(client: Client, settings: Any):
    ward()
    grant(person("ha", "Võ Thu Hà"), "commune_officer", "place", "99001")
    assert client.post("/account/sign-in/practice/", {"account": "ha"}).status_code == 404
    assert "Võ Thu Hà" not in client.get(SIGN_IN).content.decode()
    settings.PRACTICE = True
    shown = main_of(client.get(SIGN_IN))
    assert "Võ Thu Hà" in shown
    assert "Cán bộ giảm nghèo xã · Phường Sông Mẫu" in re.sub(r"\s+", " ", shown)
    assert client.post("/account/sign-in/practice/", {"account": "khong"}).status_code == 404
    assert client.post("/account/sign-in/practice/", {"account": "ha"})["Location"] == "/"
    own = main_of(client.get("/account/"))
    assert "Phường Sông Mẫu" in own
    assert "Đổi mật khẩu" not in own
    assert client.get("/account/password/")["Location"] == "/account/"


@pytest.mark.parametrize("language", ["vi", "en", "id"])
def test_the_language_of_the_account_unless_the_reader_chose(client: Client, language: str):
    account = person("ha", "Võ Thu Hà", GOOD)
    type(account).objects.filter(pk=account.pk).update(language=language)
    assert sign_in(client).cookies["language"].value == language
    chosen = Client()
    chosen.cookies["language"] = "en"
    assert "language" not in sign_in(chosen).cookies


def test_nothing_of_allauth_shows_in_english(client: Client, ha: Any):
    pages = [client.get(SIGN_IN), sign_in(client, "sai rồi sai rồi"), sign_in(client, "")]
    sign_in(client)
    pages += [client.get(f"/account/{page}") for page in ("", "password/", "sign-out/", "again/", "closed/")]
    switch_on(client)
    pages += [client.get(f"/account/second-step/{page}") for page in ("off/", "codes/", "codes/new/")]
    pages += [client.get("/account/again/code/"), client.post("/account/again/code/", {"code": "000000"})]
    for page in pages:
        assert page.status_code == 200, page.request["PATH_INFO"]
        assert not ENGLISH.search(main_of(page)), main_of(page)
