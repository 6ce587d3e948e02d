"""What the papers' tests share: a household explained (invented people, four gaps) and a reader of PDF text."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pypdfium2
import pytest

DECREE = "Nghị định 07/2021/NĐ-CP, Điều 3, khoản 1, điểm b"
NAMES = {
    "dim_employment": ("Việc làm", (("employment", "Việc làm"), ("dependents", "Người phụ thuộc"))),
    "dim_health": ("Y tế", (("nutrition", "Dinh dưỡng"), ("health_insurance", "Bảo hiểm y tế"))),
    "dim_education": (
        "Giáo dục",
        (
            ("adult_education", "Trình độ giáo dục của người lớn"),
            ("school_attendance", "Tình trạng đi học của trẻ em"),
        ),
    ),
    "dim_housing": (
        "Nhà ở",
        (("housing_quality", "Chất lượng nhà ở"), ("housing_area", "Diện tích nhà ở bình quân")),
    ),
    "dim_water_sanitation": (
        "Nước sinh hoạt và vệ sinh",
        (("water", "Nguồn nước sinh hoạt"), ("toilet", "Nhà tiêu hợp vệ sinh")),
    ),
    "dim_information": (
        "Thông tin",
        (("telecom", "Sử dụng dịch vụ viễn thông"), ("info_means", "Phương tiện tiếp cận thông tin")),
    ),
}
Reasons = list[dict[str, Any]]


def reason(question: str, answer: str, member: str | None = None) -> dict[str, Any]:
    return {"key": "x", "question": question, "answer": answer, "value": answer, "member": member}


GAPS: dict[str, tuple[str, str, Reasons]] = {
    "employment": (
        "Nguyễn Văn Tạo muốn làm việc mà chưa có việc.",
        "Đăng ký tìm việc với tổ trưởng hoặc phòng kinh tế của phường; mang theo căn cước.",
        [reason("Việc làm", "không có việc", "Nguyễn Văn Tạo")],
    ),
    "health_insurance": (
        "Nguyễn Văn Tạo, Lê Thị Mơ và Nguyễn Gia Bảo chưa có thẻ bảo hiểm y tế.",
        "Mang căn cước của từng người đến bộ phận một cửa của phường để làm thẻ.",
        [
            fact
            for name, age in (("Nguyễn Văn Tạo", "41"), ("Lê Thị Mơ", "38"), ("Nguyễn Gia Bảo", "9"))
            for fact in (reason("Tuổi", age, name), reason("Thẻ BHYT", "không", name))
        ],
    ),
    "housing_area": (
        "Diện tích ở bình quân dưới 8 m² một người.",
        "Báo tổ trưởng để đưa nhà vào danh sách xét hỗ trợ sửa chữa, xây mới.",
        [reason("Diện tích ở", "30 m²")],
    ),
    "toilet": (
        "Nhà chưa có nhà tiêu hợp vệ sinh.",
        "Hỏi tổ vay vốn về khoản vay nước sạch và vệ sinh; trạm y tế chỉ mẫu nhà tiêu phù hợp.",
        [reason("Loại nhà tiêu", "loại khác")],
    ),
}


def indicator(key: str, name: str) -> dict[str, Any]:
    why, todo, because = GAPS.get(key, (None, None, []))
    verified = key != "toilet"
    cite = {"id": "nd07.d3", "label": DECREE, "verified": verified, "mark": "V" if verified else "V2"}
    deprived = None if key == "nutrition" else key in GAPS
    return {
        "key": key, "name": name, "deprived": deprived, "because": because, "cite": cite, "why": why, "todo": todo,
    }  # fmt: skip


def explained(**changes: Any) -> dict[str, Any]:
    """The sample, with some of its entries changed."""
    dimensions = [
        {"key": key, "name": name, "indicators": [indicator(*entry) for entry in entries]}
        for key, (name, entries) in NAMES.items()
    ]
    sample: dict[str, Any] = {
        "household": "H-0412",
        "standard": {
            "id": "2022-2025-nd-07-2021",
            "title": "chuẩn nghèo đa chiều 2022-2025 (Nghị định 07/2021/NĐ-CP)",
            "verified": False,
            "practice": True,
        },
        "on": "2025-10-03",
        "class": None,
        "finding": "poor",
        "finding_name": "Hộ nghèo",
        "possible": ["poor"],
        "possible_names": ["Hộ nghèo"],
        "b1": {
            "points": 115,
            "cut_off": 175,
            "items": [
                {"item": "size", "label": "Số người trong hộ", "option_label": "5 người", "points": 20},
                {"item": "electricity", "label": "Điện dùng một tháng", "option_label": "50-99 kWh", "points": 35},
                {"item": "water", "label": "Nguồn nước", "option_label": "Nước máy", "points": 30},
                {"item": "assets", "label": "Xe máy", "option_label": "Có", "points": 30},
                {"item": "pension", "label": "Lương hưu", "option_label": None, "points": 0},
            ],
        },
        "b2": {"points": 40, "deprived": list(GAPS)},
        "dimensions": dimensions,
        "missing": [],
        "unknown_law": [],
        "to_stop_being_poor": [list(way) for way in combinations(GAPS, 2)],
        "points_to_leave": 61,
        "todo": [{"indicator": key, "text": todo} for key, (_, todo, _) in GAPS.items()],
    }
    return {**sample, **changes}


@pytest.fixture
def explain() -> Callable[..., dict[str, Any]]:
    """Makes an explanation as `law.rules.explanation.explain` gives it, with some entries changed."""
    return explained


@pytest.fixture
def text_of() -> Callable[[bytes], str]:
    """Reads a PDF as text, pages apart by form feeds."""

    def read(pdf: bytes) -> str:
        with pypdfium2.PdfDocument(pdf) as document:
            return "\f".join(page.get_textpage().get_text_range() for page in document)

    return read
