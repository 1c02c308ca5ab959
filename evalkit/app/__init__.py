"""One function a command: the only place that joins the disk and the stages; a file a family of commands.

Every function returns what its command shows and the findings of all stages; nothing here prints. A family is imported
when one of its functions is first asked for, and heavy modules inside the functions that need them, so that
``evalkit --help`` stays light and no command waits for the others.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evalkit.app.building import build, demo, new, questions, templates, unsuitable
    from evalkit.app.checking import check, status
    from evalkit.app.coding import survey_coded
    from evalkit.app.forming import survey_checked, survey_forms
    from evalkit.app.framing import framework_imported
    from evalkit.app.importing import survey_imported
    from evalkit.app.opening import OUTPUTS, Opened, built, narrated, open_engagement
    from evalkit.app.rescoring import score_from
    from evalkit.app.scoring import explain, score_table
    from evalkit.app.shelving import library, survey_copied
    from evalkit.app.styling import firm_style
    from evalkit.app.surveying import sampled, tabulated
    from evalkit.app.syncing import sync
    from evalkit.app.watching import Rebuilt, settled, watch
    from evalkit.app.weighing import panel_form, panel_merge, weights, weights_form
    from evalkit.files.outputs import Stopped, put

__all__ = [
    "OUTPUTS", "Opened", "Rebuilt", "Stopped", "build", "built", "check", "demo", "explain", "firm_style", "framework_imported", "library", "narrated",
    "new", "open_engagement", "panel_form", "panel_merge", "put", "questions", "sampled", "score_from", "score_table", "settled", "status", "survey_checked", "survey_coded", "survey_copied", "survey_forms", "survey_imported", "sync", "tabulated",
    "templates", "unsuitable", "watch", "weights", "weights_form",
]  # fmt: skip

#: Where each is defined, as above.
_FAMILIES = {
    "app.building": ("build", "demo", "new", "questions", "templates", "unsuitable"),
    "app.checking": ("check", "status"),
    "app.coding": ("survey_coded",),
    "app.forming": ("survey_checked", "survey_forms"),
    "app.framing": ("framework_imported",),
    "app.importing": ("survey_imported",),
    "app.opening": ("OUTPUTS", "Opened", "built", "narrated", "open_engagement"),
    "app.rescoring": ("score_from",),
    "app.scoring": ("explain", "score_table"),
    "app.shelving": ("library", "survey_copied"),
    "app.styling": ("firm_style",),
    "app.surveying": ("sampled", "tabulated"),
    "app.syncing": ("sync",),
    "app.watching": ("Rebuilt", "settled", "watch"),
    "app.weighing": ("panel_form", "panel_merge", "weights", "weights_form"),
    "files.outputs": ("Stopped", "put"),
}


def __getattr__(name: str) -> Any:
    for family, names in _FAMILIES.items():
        if name in names:
            return getattr(import_module(f"evalkit.{family}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
