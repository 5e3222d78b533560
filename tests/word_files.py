"""What a Word file says (公示、对账单、清册), read again as a person would read it."""

import io

from docx import Document


def words(paper: bytes) -> str:
    """Every word of a Word file, the cells of its tables with | between."""
    document = Document(io.BytesIO(paper))
    lines = [line.text for line in document.paragraphs]
    for table in document.tables:
        lines += ["|".join(cell.text for cell in row.cells) for row in table.rows]
    return "\n".join(lines)
