"""The door from the shell."""


def main() -> None:
    """Runs the command line.

    The import stands here so that printing processes, which begin by importing this module, stay small.
    """
    from reportgen.cli import app

    app()


if __name__ == "__main__":
    main()
