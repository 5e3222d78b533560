"""The registry as a book (底册): the rules of moving, selling, looking after, and what is shown of it."""
