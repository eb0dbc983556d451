"""Spreadsheets that people send: read, repaired, explained, written."""
