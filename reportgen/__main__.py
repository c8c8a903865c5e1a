"""The door from the shell."""

import gc
import sys


def main() -> None:
    """Runs the command line.

    The import stands here so that printing processes, which begin by importing this module, stay small.
    """
    gc.set_threshold(200_000, 50, 50)  # ten thousand packs are millions of values, and none of them goes in circles
    from reportgen.cli import command_line

    command_line(sys.argv[1:])()


if __name__ == "__main__":
    main()
