"""What comes in: registration lists, programmes, names, texts of people, and figures of Statistics Netherlands.

Each reader returns values of the domain, with findings for what is doubtful. Nothing is decided or written here, except
that fetched tables of CBS are stored.
"""
