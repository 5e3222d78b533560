"""湾郡币 points: thanks in whole numbers, never money (docs/rules.md, 湾郡币不是钱)."""
