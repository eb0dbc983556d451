"""Bytes in, bytes out: what is done to a finished PDF, without the ORM."""
