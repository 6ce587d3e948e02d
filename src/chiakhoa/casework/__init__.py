"""The three-part sheet of a household, its plan, its helper, and who was left behind. Not built yet."""
