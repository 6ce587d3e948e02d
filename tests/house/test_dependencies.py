"""Each dependency is used and has its reason; the locked lists hold checksums and no address."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.house.sources import HOUSE, ROOT, imported, modules

PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(PYPROJECT)
LOCKS = ("requirements.txt", "requirements-dev.txt")
IMPORT_NAMES = {
    "django-allauth": "allauth",
    "django-csp": "csp",
    "fontpkg-be-vietnam-pro": "fontpkg",
    "tzdata": "zoneinfo",
}
NAMED_IN_SETTINGS = {
    "argon2-cffi": "Argon2PasswordHasher",
    "django-htmx": "django_htmx",
    "psycopg": "django.db.backends.postgresql",
    "whitenoise": "whitenoise",
}


def names(requirements: list[str]) -> list[str]:
    """The bare names of requirements."""
    return [re.split(r"[\[~=<>; ]", requirement, maxsplit=1)[0] for requirement in requirements]


EVERYTHING = [
    *PROJECT["project"]["dependencies"],
    *PROJECT["project"]["optional-dependencies"]["postgres"],
    *PROJECT["dependency-groups"]["setup"],
    *PROJECT["dependency-groups"]["dev"],
]
RUNTIME = names([*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["postgres"]])


@pytest.mark.parametrize("requirement", EVERYTHING)
def test_a_dependency_has_its_reason_and_its_range(requirement: str):
    assert "~=" in requirement
    assert re.search(rf'"{re.escape(requirement)}",\s+# \w.{{12,}}', PYPROJECT), "say in one line why it is here"


@pytest.mark.parametrize("name", RUNTIME)
def test_a_dependency_is_used(name: str):
    word = NAMED_IN_SETTINGS.get(name)
    if word:
        assert any(word in path.read_text(encoding="utf-8") for path in (HOUSE / "config").glob("*.py"))
    else:
        wanted = IMPORT_NAMES.get(name, name.replace("-", "_"))
        assert any(wanted in {found.split(".")[0] for found in imported(path)} for path in modules())


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_checksums_and_no_address(lock: str):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "index" not in re.sub(r"^[\w.-]+==.*$", "", text, flags=re.MULTILINE)
    entries = re.split(r"\n(?=\w)", text.strip())
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_locks_agree_and_hold_what_is_asked_for():
    runtime, development = (
        dict(re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / lock).read_text(), re.MULTILINE)) for lock in LOCKS
    )
    assert runtime.items() <= development.items()
    assert {name.lower() for name in names(PROJECT["project"]["dependencies"])} <= set(runtime)
    assert {name.lower() for name in names(EVERYTHING)} <= set(development)
