"""Privacy classes of fields, as `access.md` names them. Each room's apps.py maps each of its fields to one."""

from __future__ import annotations

OPEN = "open"
BASIC = "basic"
ANSWERS = "answers"
SENSITIVE = "sensitive"
MONEY = "money"
CLASSES = (OPEN, BASIC, ANSWERS, SENSITIVE, MONEY)
