"""Bringing lists in (导入): what lists there are, the preview, the write and its undoing."""
