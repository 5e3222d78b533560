"""议事厅: meetings and their agendas."""
