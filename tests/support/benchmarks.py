"""The benchmarks' page makers, for tests that read what they make."""

import importlib.util
import sys
from types import ModuleType

from support.commands import ROOT

BENCHMARKS = ROOT / "benchmarks"


def module(name: str) -> ModuleType:
    """A module of the benchmarks, which are no package."""
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    sys.modules[name] = loaded  # forms imports invented by its name
    spec.loader.exec_module(loaded)
    return loaded


invented, reading, forms = module("invented"), module("reading"), module("forms")
