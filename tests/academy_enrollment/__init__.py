"""万青学苑: classes, seats, offers and rosters."""
