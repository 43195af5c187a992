"""Reads of drills that cross models, one matter a file."""
