"""What organisers fill in and upload: forms with what stands in them, what is wrong with it, and how it is kept."""
