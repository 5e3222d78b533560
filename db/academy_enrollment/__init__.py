"""万青学苑: classes with seats left, rosters, enrolling, giving back, and offers to the waiting."""
