"""Printing on a cluster: the same packs byte for byte, also when a worker dies half-way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from time import monotonic, sleep

import pytest
from doubles.dask_cluster import DaskCluster, dask_cluster
from usecases.command_line import IN_TIME, JSON, CommandLine, digests_in
from usecases.conftest import Ran
from usecases.meeting import ANNA, PEOPLE, changed

pytestmark = pytest.mark.skipif(
    find_spec("distributed") is None, reason="only who prints on a cluster has the library for it"
)


@contextmanager
def _cluster(folder: Path, workers: int) -> Iterator[DaskCluster]:
    (folder / "cluster").mkdir()
    with dask_cluster(folder / "cluster", workers) as started:
        yield started


def _until_something_is_printed(cli: CommandLine) -> None:
    end = monotonic() + 100
    while not list(cli.output.glob("cache/parts/??/*")):
        assert monotonic() < end, "nothing is ever printed"
        sleep(0.02)


def test_a_cluster_makes_the_same_packs_though_a_worker_is_killed_half_way(sent: Ran, tmp_path: Path) -> None:
    cli = CommandLine.create(tmp_path)
    with _cluster(tmp_path, 2) as cluster, cli.start("run", *IN_TIME, "--cluster", cluster.address) as run:
        _until_something_is_printed(cli)
        cluster.kills(0)
        out, err = run.communicate(timeout=120)
    assert (run.returncode, "Traceback" in err) == (0, False), out + err
    assert digests_in(cli.output / "archive") == digests_in(sent.cli.output / "archive")
    assert digests_in(cli.output / "outbox") == digests_in(sent.cli.output / "outbox")


def test_without_workers_or_a_scheduler_the_run_says_what_to_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.render.printing.cluster.TIMEOUT", 3)
    cli = CommandLine.create(tmp_path)
    with _cluster(tmp_path, 0) as cluster:
        idle = cli.run("build", *IN_TIME, "--cluster", cluster.address)
    assert idle.code == 5
    assert f"dask worker {cluster.address}" in idle.err.replace("\n", " ")
    gone = cli.run("build", *IN_TIME, "--cluster", "tcp://127.0.0.1:9")
    assert gone.code == 5
    assert "dask scheduler" in gone.err.replace("\n", " ")
    assert not (cli.output / "archive").exists()
    assert len(cli.run("plan", *IN_TIME, *JSON).json) == len(PEOPLE)


def test_a_worker_with_another_reportgen_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "sitecustomize.py").write_text(
        "import reportgen.render.content.design as design\ndesign.design_digest = lambda: 'other'\n", "utf-8"
    )
    cli = CommandLine.create(tmp_path, [changed(ANNA, last="Boerma")])
    with _cluster(tmp_path, 0) as cluster:
        cluster.hires(1, PYTHONPATH=str(other))
        end = monotonic() + 60
        done = cli.run("build", *IN_TIME, "--cluster", cluster.address)
        while "Nobody works" in done.err and monotonic() < end:
            done = cli.run("build", *IN_TIME, "--cluster", cluster.address)
    assert done.code == 3
    assert "another reportgen" in done.err.replace("\n", " ")
