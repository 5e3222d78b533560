"""积分超市: stock, reservations, and what is taken back."""
