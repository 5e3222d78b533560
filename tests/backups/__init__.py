"""Copies of the file: made, read back, listed, gone back to."""
