"""What goes on behind the pages: the job that runs, and values, checks and previews that take seconds to work out."""
