"""The yearly review, link by link: campaign, survey, assessment, meeting, posting, recognition, season."""
