"""``evalkit.app`` hands out every function of a command, and imports only the family it comes from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from evalkit import app


def test_every_name_is_found_in_one_family_and_none_is_a_module() -> None:
    named = [name for names in app._FAMILIES.values() for name in names]
    assert sorted(named) == sorted(app.__all__)
    assert all(getattr(app, name) is not None for name in named)
    assert not {path.stem for path in Path(str(app.__file__)).parent.glob("*.py")} & set(named)


def test_one_command_does_not_import_the_others() -> None:
    program = "import sys; from evalkit import app; app.tabulated; print('evalkit.app.weighing' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
