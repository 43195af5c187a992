"""Courses: who has to learn what until when, and when they have.

Lives here: assignments, enrolments, completion, the street of a course (its works and which of them are lit).
May import: attempts, content, people, outbox.
"""
