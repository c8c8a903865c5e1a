"""Who is at the page: logging in and out, sessions, passwords, and the link by which an organiser begins."""
