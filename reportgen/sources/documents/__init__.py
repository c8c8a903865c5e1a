"""Files of any kind as text: encodings and escapes, and what is packed in zip, tar and compressed files."""
