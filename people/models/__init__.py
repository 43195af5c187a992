"""Tables of people."""

from people.models.audit import AuditEntry
from people.models.organisation import Chain, Region, Store
from people.models.person import Person
from people.models.posting import Posting, Role
from people.models.start_code import StartCode

__all__ = ["AuditEntry", "Chain", "Person", "Posting", "Region", "Role", "StartCode", "Store"]
