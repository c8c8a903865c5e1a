"""Sessions of parallel rounds: who attends which, and moving a participant to another one."""
