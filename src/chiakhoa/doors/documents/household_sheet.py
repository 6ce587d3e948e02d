"""The sheet of one household, "Thiếu gì - Vì sao - Làm gì": gaps, reasons, steps, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import comb
from pathlib import Path
from typing import Any

from chiakhoa.doors.documents.figures import day, number
from chiakhoa.doors.documents.paper import paper_frame
from chiakhoa.doors.documents.words import words
from chiakhoa.foundation.rendering.pdf import render_pdf
from chiakhoa.foundation.rendering.qr import qr_svg

TEMPLATE = Path(__file__).parent / "templates" / "household_sheet.typ"
MOST_MISSING = 24
"""Missing answers named one by one on the sheet; the rest are counted."""


def household_sheet_pdf(
    explanation: Mapping[str, Any], *, head: str, village: str, commune: str, as_of: date, lang: str = "vi"
) -> bytes:
    """One household's sheet as PDF, A4; `explanation` is what `law.rules.explanation.explain` says of it."""
    context = household_sheet_context(explanation, head, village, commune, as_of, lang)
    return render_pdf(TEMPLATE, context, as_of=as_of)


def household_sheet_context(
    explanation: Mapping[str, Any], head: str, village: str, commune: str, as_of: date, lang: str
) -> dict[str, Any]:
    """Everything the template prints, as finished text in one language."""
    say = words("sheet", lang)
    content = [explanation, head, village, commune, lang]
    frame = paper_frame(
        title=f"{say['title']} ({explanation['household']})",
        author=commune,
        marks=_standard_marks(explanation["standard"], lang),
        content=content,
        as_of=as_of,
        lang=lang,
    )
    gaps = [i for dimension in explanation["dimensions"] for i in dimension["indicators"] if i["deprived"]]
    told = [_gap(gap, lang) for gap in gaps]
    return {
        **frame,
        "words": say,
        "qr": qr_svg(f"{explanation['household']} {as_of.isoformat()} {frame['short_code']}"),
        "qr_alt": words("paper", lang)["qr"].format(code=frame["short_code"]),
        "household": {"id": explanation["household"]},
        "who": _who(explanation, head, village, commune, lang),
        "class": explanation["finding_name"] or say[explanation["finding"] or "not_surveyed"],
        "possible": _possible(explanation, lang),
        "under": say["under"].format(standard=explanation["standard"]["title"]),
        "figures": [_income_figure(explanation["b1"], lang), _gap_figure(explanation, len(gaps), lang)],
        "common_cite": _common_cite(told, lang),
        "gaps": told,
        "answers": [_answers(gap, lang) for gap in gaps if gap["because"]],
        "items": _items((explanation["b1"] or {}).get("items", []), lang),
        "steps": _steps(explanation),
        "ways": _ways(explanation, lang),
        "rise": _rise(explanation, lang),
        "missing": _missing(explanation["missing"], lang),
        "marks": _notes(explanation, lang),
    }


def points_text(points: int | Sequence[int] | None, lang: str) -> str:
    """Points as text: decided, from-to while answers are missing, or in words when nothing can be counted."""
    say = words("sheet", lang)
    if points is None:
        return say["not_counted"]
    if isinstance(points, int):
        return number(points, lang)
    low, high = points
    return say["range"].format(low=number(low, lang), high=number(high, lang))


def _standard_marks(standard: Mapping[str, Any], lang: str) -> list[str]:
    say = words("paper", lang)
    practice = [say["practice"]] if standard["practice"] else []
    return practice + ([] if standard["verified"] else [say["unverified"]])


def _notes(explanation: Mapping[str, Any], lang: str) -> list[str]:
    """What the reader must know before relying on the sheet, each in a sentence."""
    say = words("sheet", lang)
    notes = [say["note_practice"]] if explanation["standard"]["practice"] else []
    if not explanation["standard"]["verified"]:
        notes.append(say["note_unverified"])
    names = _indicator_names(explanation)
    unknown = [names.get(key.removeprefix("indicator:")) or say[f"unknown_{key}"] for key in explanation["unknown_law"]]
    return notes + ([say["note_unknown"].format(names=", ".join(unknown))] if unknown else [])


def _indicator_names(explanation: Mapping[str, Any]) -> dict[str, str]:
    return {i["key"]: i["name"] for dimension in explanation["dimensions"] for i in dimension["indicators"]}


def _who(explanation: Mapping[str, Any], head: str, village: str, commune: str, lang: str) -> list[list[str]]:
    say = words("sheet", lang)
    judged = day(date.fromisoformat(str(explanation["on"])), lang)
    return [
        [say["head"], head],
        [say["household"], explanation["household"]],
        [say["judged_on"], judged],
        [say["village"], village],
        [say["commune"], commune],
    ]


def _possible(explanation: Mapping[str, Any], lang: str) -> str:
    if explanation["finding"] != "cannot_say":
        return ""
    names = [name.lower() for name in explanation["possible_names"]]
    return words("sheet", lang)["possible"].format(classes=", ".join(names))


def _income_figure(b1: Mapping[str, Any] | None, lang: str) -> dict[str, str]:
    say = words("sheet", lang)
    cut_off = (b1 or {}).get("cut_off")
    note = say["cut_off_unknown"] if cut_off is None else say["cut_off"].format(points=number(cut_off, lang))
    return {"name": say["b1"], "value": points_text((b1 or {}).get("points"), lang), "note": note}


def _gap_figure(explanation: Mapping[str, Any], count: int, lang: str) -> dict[str, str]:
    say = words("sheet", lang)
    total = sum(len(dimension["indicators"]) for dimension in explanation["dimensions"])
    note = say["gaps_of"].format(count=count, total=total)
    unknown = [i for dimension in explanation["dimensions"] for i in dimension["indicators"] if i["deprived"] is None]
    if unknown:
        note = f"{note}, {say['gaps_unknown'].format(count=len(unknown))}"
    return {"name": say["b2"], "value": points_text(explanation["b2"]["points"], lang), "note": note}


def _gap(gap: Mapping[str, Any], lang: str) -> dict[str, str]:
    names = [name for name in _members(gap["because"]) if name not in gap["why"]]
    who = words("sheet", lang)["who"].format(names=", ".join(names)) if names else ""
    return {"name": gap["name"], "sentence": gap["why"], "who": who, "cite": _cite(gap["cite"], lang)}


def _cite(cite: Mapping[str, Any], lang: str) -> str:
    if cite["verified"]:
        return str(cite["label"])
    return f"{cite['label']} – {words('paper', lang)['unverified_row']}"


def _common_cite(gaps: list[dict[str, str]], lang: str) -> str:
    """The article said once when all gaps stand on the same one; their own lines are emptied then."""
    articles = {gap["cite"] for gap in gaps}
    if len(gaps) < 2 or len(articles) > 1:
        return ""
    for gap in gaps:
        gap["cite"] = ""
    return words("sheet", lang)["common_cite"].format(article=articles.pop())


def _members(because: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(str(reason["member"]) for reason in because if reason["member"]))


def _answers(gap: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """The answers behind one gap; people who gave the same answers share a line. An unknown answer is no reason."""
    facts: dict[str, list[tuple[str, str]]] = {}
    for reason in gap["because"]:
        if reason["value"] is not None:
            who = reason["member"] or words("sheet", lang)["whole_household"]
            facts.setdefault(who, []).append((reason["question"], reason["answer"]))
    people: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for who, given in facts.items():
        people.setdefault(tuple(given), []).append(who)
    lines = [{"who": ", ".join(names), "facts": [list(fact) for fact in given]} for given, names in people.items()]
    return {"name": gap["name"], "lines": lines}


def _items(items: Sequence[Mapping[str, Any]], lang: str) -> list[dict[str, str]]:
    """The income items that bring points or still may; the others are one line."""
    scored = [item for item in items if item["points"] != 0]
    lines = [
        {
            "label": item["label"],
            "option": item["option_label"] or "–",
            "points": points_text(item["points"], lang),
        }
        for item in scored
    ]
    if scored and len(scored) < len(items):
        lines.append({"label": words("sheet", lang)["other_items"], "option": "–", "points": "0"})
    return lines


def _steps(explanation: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(step["text"] for step in explanation["todo"]))


def _ways(explanation: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Ways out of poverty. When any so many of the gaps will do, that is said once instead of every combination."""
    say, names = words("sheet", lang), _indicator_names(explanation)
    ways = explanation["to_stop_being_poor"]
    gaps = list(dict.fromkeys(key for way in ways for key in way))
    size = len(ways[0]) if ways else 0
    if len(ways) == 1:
        return {"intro": say["change_all"], "list": [names[key] for key in gaps]}
    if ways and len(ways) == comb(len(gaps), size):
        return {"intro": say["change_count"].format(count=size, total=len(gaps)), "list": [names[key] for key in gaps]}
    return {"intro": say["change_intro"], "list": [say["and"].join(names[key] for key in way) for way in ways]}


def _rise(explanation: Mapping[str, Any], lang: str) -> str:
    rise = explanation["points_to_leave"]
    return words("sheet", lang)["change_points"].format(points=number(rise, lang)) if rise else ""


def _missing(missing: Sequence[Mapping[str, Any]], lang: str) -> list[str]:
    lines = [f"{m['question']} ({m['member']})" if m["member"] else str(m["question"]) for m in missing]
    if len(lines) <= MOST_MISSING:
        return lines
    rest = words("sheet", lang)["more_missing"].format(count=number(len(lines) - MOST_MISSING, lang))
    return [*lines[:MOST_MISSING], rest]
