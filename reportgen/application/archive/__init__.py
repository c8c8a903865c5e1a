"""The archive as its keeper needs it: verify, inspect, rebuild, export, and identify stray files."""
