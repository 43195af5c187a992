"""Certificates: what was proven. Credentials by person, course and cycle; documents; public verification.

Lives here: issuing, revoking, renewal, the PDF (`rendering.py` alone knows WeasyPrint), `/verify/<code>/`.
May import: courses, attempts, content, people, outbox.
"""
