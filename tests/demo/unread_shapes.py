"""Shapes that are not read as well as the others, so that a test can say so of them by name."""

# A blank cell leaves nothing there that tells one column from another: rows with blanks are left open.
BLANKS_LOST = frozenset({"text_one_a_line", "text_pipe_lines"})
