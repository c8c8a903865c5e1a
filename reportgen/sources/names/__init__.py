"""Names as people write them: municipalities with their former names, people, and mail domains."""
