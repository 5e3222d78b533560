"""How things look. Knows Streamlit, never the database."""
