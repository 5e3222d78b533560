"""湾郡币 points: the page, its award form, activities, and one resident's statement."""
