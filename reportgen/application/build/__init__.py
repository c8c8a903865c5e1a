"""Making packs: load an event, decide what changed, print it and seal it as an edition."""
