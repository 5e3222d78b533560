"""Bringing lists in (导入): headings, rows, what each would change, and what is told of it."""
