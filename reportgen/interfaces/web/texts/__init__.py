"""Dutch words of pages that depend on what they are about: errors, changes, warnings, and names of files."""
