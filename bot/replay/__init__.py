"""Plays letters as citizens through the web chat's own door."""
