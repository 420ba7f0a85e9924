"""A register of page templates by name, and what fills them in."""

from __future__ import annotations

import random
from collections.abc import Callable

from pages_made.invented import Facts

Template = Callable[[random.Random, Facts], str]
TEMPLATES: dict[str, Template] = {}


def template(made: Template) -> Template:
    """Add a template to the register, under the name of its function."""
    TEMPLATES[made.__name__.strip("_").replace("_", " ")] = made
    return made
