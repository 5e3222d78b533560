"""Copies of the file (备份): made and read back, listed, and gone back to."""
