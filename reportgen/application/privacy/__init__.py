"""Requests under the GDPR: all data stored about a participant, and erasing one participant or everyone."""
