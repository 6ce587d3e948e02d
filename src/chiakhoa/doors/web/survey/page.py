"""Form B of one household: shown, saved as a draft at every change, sent for good and judged by the law of its day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from chiakhoa.doors.exchange.layout import place_options
from chiakhoa.doors.exchange.oddities import Draft, Watch, contradictions
from chiakhoa.doors.exchange.public_ids import public_id
from chiakhoa.doors.exchange.records import ReturnedRow
from chiakhoa.doors.web import standards
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.doors.web.survey.asking import Asked, progress
from chiakhoa.doors.web.survey.reading import Typed, read
from chiakhoa.foundation.access.values import Viewer
from chiakhoa.foundation.lawbook import queries as lawbook
from chiakhoa.foundation.lawbook.values import URBAN
from chiakhoa.foundation.registry import queries as registry
from chiakhoa.foundation.registry.values import HouseholdSeen, MemberSeen
from chiakhoa.law.rules.encoding import URBAN as URBAN_REGION
from chiakhoa.law.rules.form import Choice
from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.law.rules.households import Answer, Household, Member
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.review.assessment import actions as assessment
from chiakhoa.review.survey import actions, queries
from chiakhoa.review.survey.values import DESK, NewSurvey, SurveySeen

SURVEYORS_NAME = 80


@dataclass(frozen=True, slots=True)
class Desk:
    """The household on the desk: who lives there today, its draft if there is one, and the survey before."""

    home: HouseholdSeen
    members: tuple[MemberSeen, ...]
    draft: SurveySeen | None
    before: SurveySeen | None

    @property
    def said(self) -> dict[UUID, Mapping[str, Answer]]:
        """What the draft holds of each person, also of those who have left since."""
        if self.draft is None or self.draft.answers is None:
            return {}
        return {who: one.answers for who, one in zip(self.draft.people, self.draft.answers.members, strict=True)}

    @property
    def people(self) -> tuple[UUID, ...]:
        """The members as persons of the register."""
        return tuple(one.public_id for one in self.members)


@require_safe
def form_b(request: PageRequest, household: UUID) -> HttpResponse:
    """The form, with what is known so far."""
    desk = desk_of(request, household)
    held = desk.draft.answers if desk.draft else None
    said = desk.said
    members = tuple(Member(one.name, one.birth, said.get(one.public_id, {})) for one in desk.members)
    area, region = place_of(request, desk, request.today)
    answers = Household(desk.home.number, area, held.region if held else region, held.answers if held else {}, members)
    on = desk.draft.on if desk.draft else request.today
    return shown(request, desk, Asked(load_form(), answers, on, desk.before.answers if desk.before else None))


@require_POST
def save(request: PageRequest, household: UUID) -> HttpResponse:
    """Keep what was typed so far; answers with how far the form is."""
    desk = desk_of(request, household)
    try:
        asked, new = typed_form(request, desk)
        actions.save_draft(by=request.viewer, on=request.today, at=request.now, survey=new)
    except Refused as refused:
        context = {"refused": refused.as_dict(standards.language())}
        return render(request, "survey/parts/progress.html", context, status=200 if request.htmx else 422)
    if not request.htmx:
        return redirect("survey", household)
    return render(request, "survey/parts/progress.html", told(asked))


@require_POST
def send(request: PageRequest, household: UUID) -> HttpResponse:
    """Send the form for good and judge it; asks once more where answers are missing, refuses what cannot be."""
    desk = desk_of(request, household)
    refusal: dict[str, str] = {}
    try:
        asked, new = typed_form(request, desk)
    except Refused as refused:
        day = Asked(load_form(), answers_of(request, desk, request.today), request.today, typed=request.POST)
        return shown(request, desk, day, refused=refused.as_dict(standards.language()), status=422)
    counted = progress(asked.parts)
    if asked.wrong or (counted["missing"] and request.POST.get("anyway") != "1"):
        return shown(request, desk, asked, checking=True, status=422)
    try:
        send_and_judge(request, replace(new, public_id=public_id(request.now)))
    except Refused as refused:
        refusal = refused.as_dict(standards.language())
    if refusal:
        return shown(request, desk, asked, refused=refusal, status=422)
    return redirect(f"{reverse('registered', args=[household])}?sent=1")


@require_POST
def drop(request: PageRequest, household: UUID) -> HttpResponse:
    """Let the draft go."""
    desk = desk_of(request, household)
    if desk.draft:
        actions.drop_draft(by=request.viewer, on=request.today, household=household)
    return redirect("registered", household)


def send_and_judge(request: PageRequest, new: NewSurvey) -> None:
    """Send, and keep the finding under the standard that the office holds on the day of survey; both or neither."""
    who: dict[str, Any] = {"by": request.viewer, "on": request.today, "at": request.now}
    with transaction.atomic():
        contradiction = next(contradictions(watched(new)), None)
        if contradiction is not None:
            _place, _key, rule, values = contradiction
            raise Refused(rule, where=new.answers.id, value="", column="", household=new.answers.id, **values)
        sent = actions.send(**who, survey=new)
        standard = lawbook.office_standard_on(request.viewer, new.on)
        kept = assessment.keep(**who, surveys=[sent.public_id], standard=standard)
        for why in kept.returned.values():
            raise why


def desk_of(request: PageRequest, household: UUID) -> Desk:
    """The household, for who may survey it; no page for anybody else, nor for one that is gone."""
    viewer, on = request.viewer, request.today
    home = registry.household(viewer, household, on)
    if home is None or home.closed_on or not may_survey(viewer, household, on):
        raise Http404
    draft = queries.draft(viewer, household, on)
    before = queries.latest(viewer, household, on)
    return Desk(home, registry.members(viewer, household, on), draft, before)


def may_survey(viewer: Viewer, household: UUID, on: date) -> bool:
    """Whether this reader may survey the household."""
    return viewer.may("survey") and household in registry.homes(viewer, [household], ["survey"], on)


def place_of(request: PageRequest, desk: Desk, on: date) -> tuple[str, str]:
    """Area and region by which the household is judged; in the country the region last written down for it."""
    area = lawbook.area_kind(request.viewer, desk.home.commune, on)
    if area == URBAN:
        return area, URBAN_REGION
    last = desk.before.answers if desk.before else None
    return area, last.region if last and last.region != URBAN_REGION else ""


def typed_form(request: PageRequest, desk: Desk) -> tuple[Asked, NewSurvey]:
    """What was typed, as it is asked again and as it is kept; refuses a day that is none."""
    on = day_of(request)
    answers = answers_of(request, desk, on)
    typed = typed_of(request, desk)
    before = desk.before.answers if desk.before else None
    asked = Asked(load_form(), answers, on, before, request.POST, typed.wrong)
    surveyor = request.POST.get("surveyor", "").replace("\0", "").strip()[:SURVEYORS_NAME] or request.viewer.name
    return asked, NewSurvey(desk.home.public_id, desk.home.public_id, on, answers, desk.people, surveyor, DESK)


def typed_of(request: PageRequest, desk: Desk) -> Typed:
    """The answers typed."""
    return read(load_form(), request.POST, len(desk.members))


def answers_of(request: PageRequest, desk: Desk, on: date) -> Household:
    """The household with the answers typed, in the place where it is judged on the day."""
    typed = typed_of(request, desk)
    area, region = place_of(request, desk, on)
    chosen = request.POST.get("region", "")
    known = {one.key for one in rural_regions()}
    members = tuple(
        Member(one.name, one.birth, answers) for one, answers in zip(desk.members, typed.members, strict=True)
    )
    place = region if area == URBAN or chosen not in known else chosen
    return Household(desk.home.number, area, place, typed.household, members)


def own_name(request: PageRequest) -> str:
    """The reader's name as it stands on papers."""
    return getattr(request.user, "full_name", "") or request.viewer.name


def rural_regions() -> list[Choice]:
    """The regions of the points table that a place in the country can lie in."""
    return [one for one in place_options("region") if one.key != URBAN_REGION]


def day_of(request: PageRequest) -> date:
    """The day of survey as typed; refuses (`survey.no_day`) what is no day."""
    text = request.POST.get("on", "")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused("survey.no_day", where=text) from error


def watched(new: NewSurvey) -> Draft:
    """The form as the checks for contradictions and oddities look at it."""
    members = new.answers.members
    return Draft(
        head=members[0].name,
        surveyed_on=new.on,
        stated_size=None,
        names=[one.name for one in members],
        births=[one.birth for one in members],
        relations=["head", *["" for _ in members[1:]]],
        answers=[{key: one.answers.get(key) for key in load_form().member} for one in members],
    )


def told(asked: Asked) -> dict[str, Any]:
    """How far the form is, what is missing, what is odd, what contradicts itself."""
    new = NewSurvey(UUID(int=0), UUID(int=0), asked.on, asked.answers, ())
    draft = watched(new)
    found = [*contradictions(draft), *Watch(asked.form).warnings(draft)]
    notes = [ReturnedRow("", 0, "", "", rule, values, asked.answers.id) for _place, _key, rule, values in found]
    lang = standards.language()
    return {
        **progress(asked.parts),
        "wrong": [(part, one) for part in asked.parts for one in part.questions if one.wrong],
        "notes": [(one.message(lang), one.todo(lang)) for one in notes],
    }


def shown(
    request: PageRequest,
    desk: Desk,
    asked: Asked,
    *,
    refused: dict[str, str] | None = None,
    checking: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page."""
    rural = asked.answers.area != URBAN
    context = {
        "section": "households",
        "home": desk.home,
        "parts": asked.parts,
        "on": asked.on,
        "region": asked.answers.region,
        "regions": [(one.key, standards.say(one.label)) for one in rural_regions()] if rural else [],
        "surveyor": request.POST.get("surveyor") or (desk.draft.surveyor if desk.draft else own_name(request)),
        "draft": desk.draft,
        "before": desk.before,
        "refused": refused,
        "checking": checking,
        **told(asked),
    }
    return render(request, "survey/form.html", context, status=status)
