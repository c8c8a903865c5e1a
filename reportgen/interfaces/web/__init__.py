"""The organisers' web page: server, routes, security, and what all pages share; the pages themselves are in ``pages/``.

Templates and words of the pages live in ``templates/web``; what the pages do lives in ``application/``.
"""
