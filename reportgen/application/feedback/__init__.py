"""Answers of participants: collect forms and replies, and report them."""
