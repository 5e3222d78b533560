"""消费券 vouchers: given in thanks, never sold; one code, one use, one settlement."""
