"""消费券 vouchers: batches, giving, using, disputes, settlements, and the merchants."""
