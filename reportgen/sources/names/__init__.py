"""Names as people write them: municipalities, present and former, the parts of a person's name, and mail domains.

Nothing is guessed: a doubtful name is returned as such, with suggestions.
"""
