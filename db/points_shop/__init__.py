"""积分超市: what is on the shelf, its stock book, and reservations with their points held."""
