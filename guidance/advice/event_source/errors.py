"""What a caller of event source advice can put right."""

from __future__ import annotations

from guidance.errors import GuidanceError


class EventSourceError(GuidanceError):
    """Base of this room's errors."""


class TrafficError(EventSourceError):
    """The arrivals cannot be arrivals; says what was wrong and what is allowed."""


class ScenarioError(EventSourceError):
    """A setting or figure with which nothing can be simulated; says what was wrong and what is allowed."""
