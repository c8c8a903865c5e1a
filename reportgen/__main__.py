"""Starts the command line: ``python -m reportgen``, or ``reportgen`` where it is installed."""

import sys


def main() -> None:
    """Runs the command that was typed.

    The import stands here so that printing processes, which begin by importing this module, stay small.
    """
    from reportgen.interfaces.cli import command_line

    command_line(sys.argv[1:])()


if __name__ == "__main__":
    main()
