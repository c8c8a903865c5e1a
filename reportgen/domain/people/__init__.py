"""People: joining and reconciling rows of lists, enrolment with stable numbers, and comparison with the last list.

Reading the lists is in ``sources.lists``.
"""
