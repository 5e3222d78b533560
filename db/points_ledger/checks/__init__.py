"""What must be true of 湾郡币 (积分核对)."""
