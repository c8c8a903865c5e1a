"""Starts the command line: ``python -m reportgen``, or ``reportgen`` where it is installed."""

import sys


def main() -> None:
    """Runs the command that was typed.

    The imports stand here so that printing processes, which begin by importing this module, stay small.
    """
    from reportgen.interfaces.signals import STOPPED, ignore_signals, signals_as_interruption

    try:
        with signals_as_interruption() as interrupted:
            try:
                from reportgen.interfaces.cli import command_line

                command_line(sys.argv[1:])()
            except (KeyboardInterrupt, Exception):  # while libraries were imported: a command shows its own line
                if not interrupted.is_set():
                    raise
                sys.exit(STOPPED)
    finally:
        ignore_signals()


if __name__ == "__main__":
    main()
