"""Prints parts on a Dask cluster; the cache of parts, archive and mail stay on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from reportgen.errors import ConfigurationError, RenderingError
from reportgen.i18n.message import said
from reportgen.render.content.design import design_digest
from reportgen.render.processes.executors import ExternalExecutor, PartExecutor

TIMEOUT = 10
"""Seconds that a scheduler may take to answer, and workers to report to it."""


@contextmanager
def cluster(address: str) -> Iterator[PartExecutor]:
    """An executor of the cluster at a scheduler's address, such as ``tcp://host:8786``, for as long as the block runs.

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
        client = Client(address, timeout=TIMEOUT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as fault:
        raise RenderingError(
            said("The cluster cannot be reached: {reason}", reason=fault),
            where=address,
            todo="start a scheduler there with: dask scheduler; or leave --cluster out",
        ) from None
    with client:
        with suppress(TimeoutError):
            client.wait_for_workers(1, timeout=TIMEOUT)
        _check_workers(client.run(design_digest), address)
        yield ExternalExecutor(client.get_executor(pure=False))


def _check_workers(designs: dict[str, str], address: str) -> None:
    """Raises unless there are workers, and all have the design of this machine."""
    if not designs:
        raise RenderingError(
            "Nobody works on the cluster",
            where=address,
            todo=said("start workers with: dask worker {address}", address=address),
        )
    if differing := [worker for worker, design in designs.items() if design != design_digest()]:
        raise ConfigurationError(
            said(
                "{count} of {total} workers have another reportgen, or other fonts or libraries",
                count=len(differing),
                total=len(designs),
            ),
            where=", ".join(sorted(differing)[:5]),
            todo="install the same version there, and start them again",
        )
