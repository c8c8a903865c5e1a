"""What is kept on disk: the ledger, the archive, and the lock, atomic writes and copies that both need.

Paths of the output folder are in ``config.paths``; which packs are made or sent is decided in ``application``.
"""
