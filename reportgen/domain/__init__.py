"""The domain: frozen values and pure functions about people, figures, packs and letters.

Nothing here reads files, the clock, the network, data frames or SQL.
"""
