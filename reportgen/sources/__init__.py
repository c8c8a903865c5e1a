"""What comes in: registration lists, programmes, municipality names, CBS figures."""
