"""The event with its programme, themes and questions, and the seating at tables.

Reading event.toml is in ``config``, the programme's file in ``sources.lists``.
"""
