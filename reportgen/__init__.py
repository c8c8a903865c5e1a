"""Reportgen makes, mails and keeps a personal briefing pack for every participant of a meeting."""
