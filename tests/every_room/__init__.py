"""Every room at once (每一页): all pages, roles, dialogs and devices."""
