"""Figures and what follows from them: populations, the diversity index, profiles, facts and contrasts."""
