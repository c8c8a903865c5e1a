"""Requests under the GDPR: everything held about a person, and erasing one person or everyone."""
