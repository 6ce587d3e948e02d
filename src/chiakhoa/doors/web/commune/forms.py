"""What the officer hands in: a workbook, a day, a standard; checked in words that say what to do."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chiakhoa.doors.exchange.assessing import AUTO, Ask
from chiakhoa.doors.web import standards

ASSUMED = "+assumed"
"""Added to a standard's id: fill unknown conditions with marked assumptions, practice folders only."""


def standard_choices() -> list[tuple[str, str]]:
    """Automatic, then each standard; in practice also with assumptions where the law as held has unknown conditions."""
    choices = [("", gettext("The one in force on that day"))]
    for standard in standards.standards():
        choices.append((standard.id, standards.say(standard.title)))
        unknown = any(indicator.deprived_when is None for indicator in standard.indicators)
        if settings.PRACTICE and unknown:
            words = gettext("%(title)s, unknown conditions assumed (practice)")
            choices.append((standard.id + ASSUMED, words % {"title": standards.say(standard.title)}))
    return choices


KINDS = (
    ("register", _("Households and members")),
    ("answers", _("Survey answers (Form B)")),
    ("review-list", _("The list after review, with its decisions")),
)
"""What a file for the register may be."""

MISSING = _("Choose the file to import.")


class IntakeForm(forms.Form):
    """A file for the register, what it is, and the decision where a list of classes names none."""

    workbook = forms.FileField(
        error_messages={
            "required": MISSING,
            "invalid": MISSING,
            "missing": MISSING,
            "empty": _("The file is empty. Choose the file to import."),
        },
        max_length=200,
    )
    kind = forms.ChoiceField(choices=KINDS, error_messages={"invalid_choice": _("Say what the file is.")})
    decision = forms.CharField(required=False, max_length=200)
    decided_on = forms.DateField(
        required=False, error_messages={"invalid": _("Write the day as day/month/year, for example 14/12/2025.")}
    )


class WorkbookForm(forms.Form):
    """One workbook with an optional day and standard."""

    workbook = forms.FileField(
        error_messages={
            "required": _("Choose the workbook with the survey answers."),
            "invalid": _("Choose the workbook with the survey answers."),
            "missing": _("Choose the workbook with the survey answers."),
            "empty": _("The file is empty. Choose the workbook with the survey answers."),
        },
        max_length=200,
    )
    day = forms.DateField(
        required=False, error_messages={"invalid": _("Write the day as day/month/year, for example 14/12/2025.")}
    )
    standard = forms.ChoiceField(
        required=False,
        choices=standard_choices,
        error_messages={"invalid_choice": _("Choose a standard of the list.")},
    )

    def ask(self) -> Ask:
        """What the officer asked for."""
        choice = self.cleaned_data["standard"] or AUTO
        return Ask(
            standard=choice.removesuffix(ASSUMED),
            on=self.cleaned_data["day"],
            assumptions=settings.PRACTICE and choice.endswith(ASSUMED),
        )
