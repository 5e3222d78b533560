"""Files people bring (表格、照片): read or refused in words; and paper that goes out."""
