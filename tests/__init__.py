"""What is promised, as sentences."""

from pathlib import Path

ROOT = Path(__file__).parent.parent  # of the whole program
