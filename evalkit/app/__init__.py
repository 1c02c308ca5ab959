"""One function a command: the only place that joins the disk and the stages; a file a family of commands.

Every function returns what its command shows and the findings of all stages; nothing here prints. Heavy modules are
imported inside the functions that need them, so that ``evalkit --help`` stays light.
"""

from evalkit.app.building import build, demo, new, questions, templates, unsuitable
from evalkit.app.checking import check, status
from evalkit.app.coding import survey_coded
from evalkit.app.forming import survey_checked, survey_forms
from evalkit.app.framing import framework_imported
from evalkit.app.importing import survey_imported
from evalkit.app.library import library, survey_copied
from evalkit.app.opening import OUTPUTS, Opened, built, narrated, open_engagement
from evalkit.app.rescoring import score_from
from evalkit.app.scoring import explain, score_table
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
