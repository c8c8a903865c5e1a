"""Fuzzing of everything that reads what other people wrote: ``make fuzz``.

``targets`` names the readers, ``corpus/<target>`` holds a few inputs of each, among them all that ever failed; the
tests run each of them once. ``one_target`` looks for new ones with atheris, and ``__main__`` does so for all in turn.
"""
