"""Invented names: Vietnamese family, middle and given names put together by chance. They stand for nobody."""

from __future__ import annotations

from random import Random

COMMON_FAMILIES = {
    "Nguyễn": 30,
    "Trần": 11,
    "Lê": 10,
    "Phạm": 7,
    "Hoàng": 5,
    "Phan": 4,
    "Vũ": 3,
    "Võ": 3,
    "Đặng": 3,
    "Bùi": 3,
    "Đỗ": 2,
    "Hồ": 2,
    "Ngô": 2,
    "Dương": 2,
}
"""How often common family names stand for one rare name."""

RARE_FAMILIES = [
    "Lý",
    "Đào",
    "Đoàn",
    "Trịnh",
    "Đinh",
    "Mai",
    "Tô",
    "Hà",
    "Cao",
    "Lưu",
    "Thái",
    "Tạ",
    "Chu",
    "Kiều",
    "Nghiêm",
    "Quách",
]
FAMILY = (*(name for name, times in COMMON_FAMILIES.items() for _ in range(times)), *RARE_FAMILIES)
MIDDLE = {
    "male": (
        *("Văn",) * 9,
        *["Hữu", "Đức", "Công", "Quang", "Minh", "Xuân", "Ngọc", "Đình", "Thành", "Trọng", "Bá", "Anh"],
    ),
    "female": (
        *("Thị",) * 11,
        *["Ngọc", "Thu", "Thanh", "Kim", "Hồng", "Mỹ", "Phương", "Bích", "Diệu", "Khánh", "Minh"],
    ),
}
GIVEN = {
    "male": (
        "An",
        "Bảo",
        "Bình",
        "Chiến",
        "Cường",
        "Dũng",
        "Duy",
        "Đạt",
        "Đông",
        "Giang",
        "Hải",
        "Hậu",
        "Hiếu",
        "Hoàng",
        "Hùng",
        "Huy",
        "Khang",
        "Khánh",
        "Khôi",
        "Kiên",
        "Lâm",
        "Long",
        "Lực",
        "Mạnh",
        "Nam",
        "Nghĩa",
        "Nhân",
        "Phong",
        "Phúc",
        "Quân",
        "Quý",
        "Sơn",
        "Tài",
        "Tâm",
        "Thắng",
        "Thịnh",
        "Tiến",
        "Toàn",
        "Trung",
        "Tuấn",
        "Tùng",
        "Việt",
        "Vinh",
    ),
    "female": (
        "Ánh",
        "Bình",
        "Chi",
        "Cúc",
        "Diễm",
        "Dung",
        "Duyên",
        "Giang",
        "Hà",
        "Hạnh",
        "Hằng",
        "Hiền",
        "Hoa",
        "Hòa",
        "Huệ",
        "Hương",
        "Lan",
        "Liên",
        "Linh",
        "Loan",
        "Mai",
        "My",
        "Nga",
        "Ngân",
        "Nhung",
        "Oanh",
        "Phượng",
        "Quyên",
        "Quỳnh",
        "Sen",
        "Tâm",
        "Thảo",
        "Thơm",
        "Thúy",
        "Thủy",
        "Trang",
        "Trúc",
        "Tuyết",
        "Uyên",
        "Vân",
        "Xuân",
        "Yến",
    ),
}


def pick(rng: Random, choices: tuple[str, ...]) -> str:
    """One of `choices`, each as likely as the others; the same on every machine."""
    return choices[int(rng.random() * len(choices))]


def person_name(rng: Random, sex: str, family: str) -> str:
    """A full name of a person of this sex in this family."""
    return f"{family} {pick(rng, MIDDLE[sex])} {pick(rng, GIVEN[sex])}"
