"""People (人): accounts, permissions, parameters, and finding a resident."""
