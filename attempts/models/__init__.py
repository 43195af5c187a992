"""Tables of attempts, of what clerks tell us about them, and of the time they took."""

from attempts.models.feedback import Confidence, Flag, Usefulness
from attempts.models.log import Attempt, Step
from attempts.models.times import LearningDay, SummedDay

__all__ = ["Attempt", "Confidence", "Flag", "LearningDay", "Step", "SummedDay", "Usefulness"]
