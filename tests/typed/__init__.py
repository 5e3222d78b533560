"""What people type (打的字): amounts, dates, numbers and words, refused or stored."""
