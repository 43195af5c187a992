"""The transactional outbox: what is owed for a fact, written in the same transaction as the fact.

Lives here: owed work, its claiming and finishing, facts, the registry of handlers, due-scans and reconciliations,
and the only Celery tasks of the house. The database is the queue; Celery is the doorbell.
May import: nothing of the house.
"""
