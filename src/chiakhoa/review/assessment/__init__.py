"""Workbooks of survey answers judged by a standard: one run a workbook, one finding row a household."""
