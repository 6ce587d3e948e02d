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
DEEDS = {
    "registry.open_household": _("Opened a household"),
    "registry.close_household": _("Closed a household"),
    "registry.correct_household": _("Corrected a household"),
    "registry.move_household": _("Moved a household"),
    "registry.take_in": _("Took in a list of households"),
    "registry.add_member": _("Added a member"),
    "registry.correct_person": _("Corrected a person"),
    "registry.end_membership": _("Ended a membership"),
    "registry.state_fact": _("Recorded a fact"),
    "registry.end_fact": _("Ended a fact"),
    "registry.put_in_force": _("Put classes in force"),
    "registry.end_standing": _("Ended classes"),
    "survey.send": _("Sent a survey"),
    "survey.take_in": _("Took in surveys"),
    "survey.end": _("Ended a survey"),
    "assessment.keep": _("Judged surveys"),
    "chain.follows": _("Went on from an earlier chain"),
    "chain.closed": _("Closed the chain"),
    "checkpoint.signed": _("Signed a checkpoint"),
    "places.open_area": _("Opened a place"),
    "places.end_area": _("Ended a place"),
    "places.add_villages": _("Added villages"),
    "places.move_village": _("Moved a village"),
    "places.end_village": _("Ended a village"),
}
WORDS = {**RELATIONS, **SEXES, **PHONES, **FACTS, **ENDS, **CLASSES, **ANSWERS, **SOURCES, **DEEDS}
"""All of them by key but the happenings, whose `closed` is another than the end of a class."""
