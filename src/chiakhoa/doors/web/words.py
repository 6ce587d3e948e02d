"""Words of the rooms below (relations, reasons, facts, happenings) as people read them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

RELATIONS = {
    "head": _("head of the household"),
    "spouse": _("husband or wife"),
    "child": _("child"),
    "child_in_law": _("son- or daughter-in-law"),
    "parent": _("parent"),
    "grandchild": _("grandchild"),
    "sibling": _("brother or sister"),
    "other": _("other relation"),
}
SEXES = {"male": _("man"), "female": _("woman")}
PHONES = {
    "smartphone": _("smartphone"),
    "basic": _("simple telephone"),
    "shared": _("shared with others"),
    "wrong": _("the number is wrong"),
    "none": _("no telephone"),
    "unknown": _("not known"),
}
FACTS = {
    "keeps_pigs": _("keeps pigs"),
    "keeps_cattle": _("keeps buffaloes or cows"),
    "keeps_poultry": _("keeps poultry"),
    "grows_rice": _("grows rice"),
    "away": _("works or lives away"),
    "second_phone": _("second telephone"),
    "hardship": _("in hardship"),
    "no_labour": _("without labour capacity"),
    "merit_person": _("person of merit"),
    "social_protection": _("receives social protection"),
    "disabled": _("disabled"),
    "gravely_ill": _("gravely ill"),
}
ENDS = {
    "died": _("died"),
    "moved_out": _("moved out"),
    "joined_other": _("joined another household"),
    "mistake": _("was a mistake"),
    "died_out": _("all members died"),
    "moved_away": _("moved away"),
    "duplicate": _("was recorded twice"),
    "reviewed": _("ended by the review"),
    "left": _("left the list"),
    "closed": _("the household is gone"),
    "withdrawn": _("the decision was withdrawn"),
    "over": _("is over"),
    "replaced": _("replaced by a newer one"),
    "corrected": _("corrected"),
    "re-check": _("checked again after an objection"),
}
HAPPENINGS = {
    "opened": _("Household recorded"),
    "moved": _("Moved from"),
    "member_added": _("New member"),
    "member_left": _("Member left"),
    "class_in_force": _("Class put in force"),
    "class_ended": _("Class ended"),
    "fact": _("Recorded"),
    "fact_ended": _("No longer so"),
    "closed": _("Household closed"),
    "survey": _("Surveyed"),
    "finding": _("Judged"),
}
CLASSES = {"poor": _("Poor household"), "near_poor": _("Near-poor household")}
ANSWERS = {"yes": _("yes"), "no": _("no")}
SOURCES = {"desk": _("at a desk"), "import": _("from a workbook"), "log": _("from the practice log")}
WORDS = {**RELATIONS, **SEXES, **PHONES, **FACTS, **ENDS, **HAPPENINGS, **CLASSES, **ANSWERS, **SOURCES}
"""All of them by key; a key has one meaning wherever it is used, but `closed`, which its own map decides."""
