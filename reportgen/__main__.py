"""The door from the shell."""


def main() -> None:
    """Runs the command line.

    The import stands here so that printing processes, which begin by importing this module, stay small.
    """
    try:
        from reportgen.cli import app
    except OSError:
        _refuse_without_libraries()
        raise
    app()


def _refuse_without_libraries() -> None:
    """Ends with words where the libraries are missing that the program cannot even start without."""
    import sys

    from reportgen.render.libraries import installing, missing_libraries

    if missing := missing_libraries():
        sys.stderr.write(f"Stopped: {', '.join(missing)} cannot be loaded, and nothing can be printed\n")
        sys.stderr.write(f"  next:  {installing(missing)}\n")
        sys.exit(5)


if __name__ == "__main__":
    main()
