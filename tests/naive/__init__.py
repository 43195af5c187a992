"""What the outbox is measured against: the same house with `on_commit(lambda: task.delay(…))` and `acks_late`.

Only for the kill test. Nothing in the product imports it.
"""
