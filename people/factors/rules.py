"""Who must have a second factor."""

# People who see many others' data, write what is taught, or set chains up.
WHO_MUST = frozenset({"hr", "trainer", "auditor", "operator"})
# How long a password that was typed vouches for the person at the phone, in seconds: for opening a page that changes
# how one signs in, and for sending it off.
OPENS, SENDS = 10 * 60, 20 * 60
