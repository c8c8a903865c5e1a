"""Printing by a Dask cluster: the same parts, on as many machines as there are; stock, archive and mail stay here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from reportgen.errors import ConfigurationError, RenderingError
from reportgen.render.content.parts import design_digest
from reportgen.render.printing.executors import ExternalExecutor, PartExecutor

PATIENCE = 10
"""Seconds that a scheduler may take to answer, and workers to report to it."""


@contextmanager
def cluster(address: str) -> Iterator[PartExecutor]:
    """Those who print at a scheduler's address, such as ``tcp://host:8786``, for as long as the block runs.

    A worker that dies costs time: its parts are given to another. A part during which several die fails by itself.

    Raises:
        ConfigurationError: the libraries for it are not installed, or a worker has another reportgen.
        RenderingError: nobody answers, or nobody works there.
    """
    try:
        from distributed import Client  # only who prints on a cluster has it, and it takes a second to load
    except ImportError:
        raise ConfigurationError(
            "Printing on a cluster needs the library distributed", todo="type: pip install 'reportgen[cluster]'"
        ) from None
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as fault:
        raise RenderingError(
            f"The cluster cannot be reached: {fault}",
            where=address,
            todo="start a scheduler there with: dask scheduler; or leave --cluster out",
        ) from None
    with client:
        with suppress(TimeoutError):
            client.wait_for_workers(1, timeout=PATIENCE)
        _look_at(client.run(design_digest), address)
        yield ExternalExecutor(client.get_executor(pure=False))


def _look_at(designs: dict[str, str], address: str) -> None:
    """Sees that there are workers, and that they would print what we would."""
    if not designs:
        raise RenderingError(
            "Nobody works on the cluster", where=address, todo=f"start workers with: dask worker {address}"
        )
    if strange := [worker for worker, design in designs.items() if design != design_digest()]:
        raise ConfigurationError(
            f"{len(strange)} of {len(designs)} workers have another reportgen, or other fonts or libraries",
            where=", ".join(sorted(strange)[:5]),
            todo="install the same version there, and start them again",
        )
