"""Rows of a list become participants: joining rows, enrolment with stable numbers, and the roster."""
