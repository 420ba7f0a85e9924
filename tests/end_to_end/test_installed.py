"""The product where it is installed: a wheel in an environment of its own, outside the checkout."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path
from zipfile import Path as Packed
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement
from support.commands import ROOT
from support.crawled import rows

BUILT_FROM = ("pyproject.toml", "README.md", "LICENSE", "LICENSE-THIRD-PARTY")
PACKAGES = ("archive", "harvester")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy: what an earlier build left in the checkout would get into it."""
    folder = tmp_path_factory.mktemp("tree")
    for name in BUILT_FROM:
        shutil.copy(ROOT / name, folder)
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    run_pip("wheel", ".", "--no-deps", "--no-build-isolation", "--wheel-dir", "built", cwd=folder)
    (built,) = (folder / "built").iterdir()
    return built


def run_pip(*arguments: str | Path, cwd: Path) -> None:
    """Run pip, which downloads nothing."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments, "--no-index"]
    ran = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@dataclass(frozen=True)
class Installed:
    """An environment that has the wheel, what it asks for, and nothing else."""

    folder: Path

    def run(self, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run a program of it as cron or a container may: nowhere, without HOME and locale."""
        return subprocess.run(
            [self.folder / "bin" / program, *map(str, arguments)],
            cwd="/", env={"PATH": f"{self.folder}/bin:/usr/bin:/bin"},
            capture_output=True, encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip


def install(wheel: Path, extras: Iterable[str], folder: Path) -> Installed:
    """Install the wheel in a new environment.

    Nothing is downloaded: what it asks for, directly or not, is linked from the environment of the
    tests, and what it does not ask for, such as this checkout, is not there.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (site,) = folder.glob("lib/python3*/site-packages")
    run_pip("--python", folder / "bin" / "python", "install", "--no-deps", wheel, cwd=folder)
    (installed,) = site.glob("*.dist-info")
    for name in requirements(PathDistribution(installed), extras):
        for entry in entries(distribution(name)):
            if not (site / entry.name).exists():
                (site / entry.name).symlink_to(entry)
    return Installed(folder)


def requirements(
    of: Distribution, extras: Iterable[str], found: frozenset[str] = frozenset()
) -> frozenset[str]:
    """The names of all distributions that one asks for, directly or not."""
    for text in of.requires or ():
        asked = Requirement(text)
        applies = asked.marker is None or any(
            asked.marker.evaluate({"extra": extra}) for extra in ("", *extras)
        )
        if applies and asked.name not in found:
            found |= {asked.name}
            found = requirements(distribution(asked.name), asked.extras, found)
    return found


def entries(of: Distribution) -> set[Path]:
    """What a distribution has in site-packages: its packages, modules and metadata."""
    return {
        Path(str(of.locate_file(file.parts[0])))
        for file in of.files or ()
        if file.parts[0] not in {"..", "__pycache__"}
    }


def test_the_wheel_has_every_file_of_the_packages(wheel: Path) -> None:
    """Code and data: a table that is missing shows only when somebody installs it."""
    packed = Packed(wheel)
    missing = [
        str(path.relative_to(ROOT))
        for package in PACKAGES
        for path in (ROOT / package).rglob("[!.]*")
        if path.is_file() and path.parent.name != "__pycache__"
        if not packed.joinpath(path.relative_to(ROOT)).exists()
    ]
    assert missing == []


def test_the_wheel_has_nothing_but_the_packages(wheel: Path) -> None:
    """No tests, no benchmarks, nothing compiled."""
    with ZipFile(wheel) as file:
        names = file.namelist()
    folders = {name.partition("/")[0] for name in names}
    assert sorted(folder for folder in folders if not folder.endswith(".dist-info")) == [*PACKAGES]
    assert [name for name in names if name.endswith(".pyc")] == []


@pytest.mark.parametrize("extras", [(), ("lineage",)], ids=["plain", "lineage"])
def test_an_installed_wheel_crawls_reads_ties_and_searches(
    extras: tuple[str, ...], wheel: Path, tmp_path: Path, port: int
) -> None:
    """Every command of the first ten minutes, without the checkout that it was built in."""
    installed = install(wheel, extras, tmp_path / "environment")
    where = installed.run("python", "-c", "import archive, harvester; print(archive.__file__)")
    assert where.stdout.startswith(str(installed.folder)), where.stderr

    folder = tmp_path / "demo"
    at = ("--archive", folder)
    for day, right in ((1, "204 of 204"), (2, "208 of 208")):
        ran = installed.run("harvest", "demo", "--day", day, *at, "--port", port)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        assert f"{right} articles are right" in ran.stdout
    quarantined = "SELECT count(*) FROM crawl_frontier WHERE outcome = 'quarantined'"
    assert rows(folder, quarantined) == [(0,)]
    assert rows(folder, "SELECT count(*) FROM lineages") == [(46,)]

    ran = installed.run("archive", "search", "人大代表 路灯", *at)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("5 articles\n\n一周人大：路灯、实事、集市和后厨\n")

    ran = installed.run("archive", "lineage", "rebuild", *at)
    if extras:
        said = "212 articles, 46 lineages of two or more\n"
        assert (ran.returncode, ran.stdout) == (0, said), ran.stderr
    else:
        told = (
            "archive: to make all lineages again, duckdb must be installed: "
            "pip install 'regional-news-harvester[lineage]'\n"
        )
        assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", told)
    ran = installed.run("archive", "lineage", "reconcile", *at)
    assert ran.returncode == 0, ran.stderr
