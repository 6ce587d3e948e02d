"""The commune officer's desk: drop a workbook, see each household's class with its reasons, sort, print and save."""
