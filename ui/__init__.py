"""How a case becomes a page: the only place, with app.py, that knows streamlit."""
