"""万青学苑 academy: classes, seats, who may enrol (报名), and offers to the waiting (候补录取)."""
