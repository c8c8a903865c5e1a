"""The commands: one function each; findings are shown here and the exit code is chosen here."""

# The order of these imports is the order of the commands in --help.
# isort: off
from reportgen.cli import (
    preparing as preparing,
    examining as examining,
    figures as figures,
    running as running,
    mailing as mailing,
    rehearsing as rehearsing,
    mending as mending,
    waking as waking,
    hearing as hearing,
    looking as looking,
    archiving as archiving,
    answering as answering,
    forgetting as forgetting,
    serving as serving,
)

# isort: on
from reportgen.cli.app import app as app
