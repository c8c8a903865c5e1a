"""People: deduplication and merging of rows of lists, enrolment with stable numbers, and comparison with the last list.

Reading the lists is in ``sources.lists``.
"""
