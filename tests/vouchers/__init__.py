"""消费券: batches, use, undoing, settlement."""
