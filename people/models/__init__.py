"""Tables of people."""

from people.models.audit import AuditEntry
from people.models.brand import Brand
from people.models.joining import JoinPoster, JoinReason, JoinRequest, JoinState
from people.models.notice import Notice, NoticeChoice
from people.models.organisation import Chain, Region, Store
from people.models.person import Person
from people.models.posting import Posting, Role
from people.models.reach import LineChannel, LineCode, Reach
from people.models.shift import Absence, Presence, Shift, StoreHours
from people.models.start_code import StartCode
from people.models.tries import WrongTries

__all__ = [
    "Absence",
    "AuditEntry",
    "Brand",
    "Chain",
    "JoinPoster",
    "JoinReason",
    "JoinRequest",
    "JoinState",
    "LineChannel",
    "LineCode",
    "Notice",
    "NoticeChoice",
    "Person",
    "Posting",
    "Presence",
    "Reach",
    "Region",
    "Role",
    "Shift",
    "StartCode",
    "Store",
    "StoreHours",
    "WrongTries",
]
