"""消费券 vouchers: the page, giving them out, settling with merchants, and the sheet to print."""
