"""Reportgen makes, mails and archives a personal briefing pack for every participant of a meeting."""
