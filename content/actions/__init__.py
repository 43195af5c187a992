"""Writes about content, one verb a file."""
