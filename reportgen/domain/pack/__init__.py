"""What a participant receives: kinds of packs, their sections and contents, and what changed since the last edition."""
