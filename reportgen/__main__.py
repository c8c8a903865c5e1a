"""Starts the command line: ``python -m reportgen``, or ``reportgen`` where it is installed."""

import sys


def main() -> None:
    """Runs the command that was typed.

    The imports stand here so that printing processes, which begin by importing this module, stay small.
    """
    from reportgen.interfaces.signals import STOPPED, ignore_signals, signals_as_interruption
    from reportgen.interfaces.standard_streams import escape_what_cannot_be_written, open_what_is_closed

    open_what_is_closed()
    escape_what_cannot_be_written()
    try:
        with signals_as_interruption() as interrupted:
            try:
                from reportgen.interfaces.cli import command_line

                command_line(sys.argv[1:])()
            except (KeyboardInterrupt, Exception) as fault:  # a command shows its own line; while libraries were loaded
                if interrupted.is_set():
                    sys.exit(STOPPED)
                if isinstance(fault, KeyboardInterrupt):
                    raise
                from reportgen.interfaces.cli.errors import show_program_fault
                from reportgen.interfaces.faults import PROGRAM_FAULT

                show_program_fault(fault)
                sys.exit(PROGRAM_FAULT)
    finally:
        ignore_signals()


if __name__ == "__main__":
    main()
