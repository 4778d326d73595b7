"""Messages as numbers, and the models that read them."""
