"""Bytes made out of domain values: labels, spreadsheets, open data."""
