"""The door from the shell."""

import gc
import sys


def main() -> None:
    """Runs the command line.

    The import stands here so that printing processes, which begin by importing this module, stay small.
    """
    gc.disable()
    from reportgen.interfaces.cli import command_line

    program = command_line(sys.argv[1:])
    gc.freeze()  # what is loaded stays
    gc.set_threshold(200_000, 50, 50)  # ten thousand packs are millions of values, and none of them goes in circles
    gc.enable()
    try:
        program()
    finally:
        gc.freeze()  # on the way out nobody looks through what is left


if __name__ == "__main__":
    main()
