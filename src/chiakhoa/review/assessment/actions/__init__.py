"""Everything that writes findings: those of workbooks (runs) and those kept of surveys."""

from chiakhoa.review.assessment.actions.keeping import keep
from chiakhoa.review.assessment.actions.workbooks import (
    Judged,
    Rules,
    Upload,
    ask_headers,
    choose_rules,
    confirm_headers,
    count_rows,
    end_run,
    finish,
    open_run,
    record,
    refuse,
    start,
    stop,
)

__all__ = [
    "Judged",
    "Rules",
    "Upload",
    "ask_headers",
    "choose_rules",
    "confirm_headers",
    "count_rows",
    "end_run",
    "finish",
    "keep",
    "open_run",
    "record",
    "refuse",
    "start",
    "stop",
]
