"""The organisers' web page: server, sessions, security and background jobs; the pages themselves live in ``pages/``.

Templates and words of the pages live in ``templates/web``; what the pages do lives in ``application/``.
"""
