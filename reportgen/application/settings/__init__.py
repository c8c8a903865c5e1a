"""The settings of a meeting in forms: what each says, what changes, what is wrong, and keeping every version."""

from __future__ import annotations
