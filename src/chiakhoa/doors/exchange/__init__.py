"""Workbooks and text tables in and out: the answers workbook, returned rows, result lists, the list after review."""
