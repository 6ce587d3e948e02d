"""The small ward as an office in the browser: one surveyed poor household, a neighbour commune, people with roles."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from chiakhoa.foundation.access.values import PRACTICE
from chiakhoa.foundation.lawbook.queries import office_standard_on
from chiakhoa.foundation.registry import actions as registry
from chiakhoa.foundation.registry.values import NewFact, NewStanding
from chiakhoa.review.assessment import actions as assessment
from chiakhoa.review.survey import actions as surveying
from tests.doors.web.accounts.people import grant, person
from tests.foundation.registry.conftest import (
    AT,
    ON,
    OTHER,
    PROVINCE,
    WARD,
    household,
    household_id,
    person_id,
    village_id,
)
from tests.review import forms

TODAY = date(2025, 12, 14)
LANH, NEIGHBOUR, STRANGER = household_id(412), household_id(413), household_id(21)
BY = {"by": PRACTICE, "on": ON, "at": AT}
DECIDED = date(2025, 11, 14)
NATIONAL_ID = "000000000412"
PEOPLE = {
    "ha": ("Võ Thu Hà", "commune_officer", "place", WARD),
    "xa": ("Mai Thị Xa", "commune_officer", "place", OTHER),
    "viet": ("Đặng Quốc Việt", "vice_chair", "place", WARD),
    "sen": ("Cao Thị Sen", "supervisor", "place", WARD),
    "binh": ("Lê Văn Bình", "village_head", "village", str(village_id(WARD, 1))),
    "hung": ("Đinh Văn Hùng", "village_head", "village", str(village_id(WARD, 2))),
    "son": ("Hà Sơn", "province", "place", PROVINCE),
    "lanh": ("Trần Thị Lành", "household_member", "household", str(LANH)),
    "giup": ("Phạm Văn Giúp", "helper", "household", str(LANH)),
    "kim": ("Lưu Kim", "employer", "own", ""),
    "quan": ("Lê Minh Quân", "administrator", "none", ""),
}


def build() -> None:
    """Households, a survey with its finding, classes in force, a sensitive fact."""
    forms.opened(412)
    registry.open_household(
        **BY, commune=WARD, new=household(413, "Ngô Thị Kề", village_id(WARD, 2), phone="0100 000 413")
    )
    registry.open_household(**BY, commune=OTHER, new=household(21, "Hồ Văn Xa", village_id(OTHER, 1)))
    registry.state_fact(**BY, household=LANH, new=NewFact("disabled", "yes", ON, "giấy", person_id(412, 0)))
    survey = forms.form(412)
    surveying.take_in(**BY, surveys=[survey])
    assessment.keep(**BY, surveys=[survey.public_id], standard=office_standard_on(PRACTICE, forms.SURVEYED))
    standings = [
        NewStanding(UUID(int=9100 + number), household_id(number), "poor", DECIDED, "318/QĐ-UBND")
        for number in (412, 21)
    ]
    registry.put_in_force(**BY, standings=standings)


def people(*names: str) -> None:
    """Open accounts with their roles; all of them when none is named."""
    for name in names or PEOPLE:
        full_name, role, kind, scope = PEOPLE[name]
        grant(person(name, full_name), role, kind, scope)
