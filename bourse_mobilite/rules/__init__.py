"""Law and arithmetic in plain Python: no ORM import, tested without a database."""
