"""KoBoToolbox、ODK Central 导出的数据（XLSForm 表单）。

前面是“start、end”，后面是“_id、_uuid、_submission_time”等系统列（ODK Central 是“SubmissionDate、meta-instanceID、KEY”）；题目的
标题是名称（Q1，可以带分组：组/Q1）或题干；多选有一列用空格隔开的，还有每个选项一列的 1/0，写作“Q6/选项”，两样都有时按后者。
用我们做的 XLSForm 收的，第 4 项后面写的字在“Q6_4_text”一列里。

例：`start | end | Q1 | Q6 | Q6/微信 | Q6/公示 | _id | _uuid | _submission_time`。
"""

from __future__ import annotations

from evalkit.importers import _platform
from evalkit.model.export import Dialect, Export
from evalkit.model.places import Finding
from evalkit.model.questionnaire import Questionnaire
from evalkit.model.source import Sheet

ID = "kobo"
TITLE = "KoBo、ODK"

PLATFORM = _platform.Platform(
    ID,
    _platform.own(
        serial="_index",
        started="start",
        submitted="end _submission_time SubmissionDate",
        person="deviceid",
        other=(
            "_id",
            "_uuid",
            "_validation_status",
            "_notes",
            "_status",
            "_submitted_by",
            "__version__",
            "_tags",
            "today",
            "username",
            "simserial",
            "subscriberid",
            "phonenumber",
            "meta/instanceID",
            "meta-instanceID",
            "meta/rootUuid",
            "meta-instanceName",
            "KEY",
            "__id",
            "SubmitterID",
            "SubmitterName",
            "AttachmentsPresent",
            "AttachmentsExpected",
            "Status",
            "ReviewState",
            "DeviceID",
            "Edits",
            "FormVersion",
            "formhub/uuid",
            "_attachments",
            "_geolocation",
            "_submission__id",
        ),
    ),
    (
        frozenset({"uuid", "submissiontime"}),
        frozenset({"submissiondate", "metainstanceid"}),
        frozenset({"submissiondate", "key"}),
    ),
    Dialect(("┋", " ", ";", ","), _platform.NOTHING, _platform.SKIPPED),
)


def recognise(sheet: Sheet) -> int:
    """Sure when the platform's own columns are there."""
    return 95 if PLATFORM.header_row(sheet) is not None else 0


def read(sheet: Sheet, questionnaire: Questionnaire) -> tuple[Export | None, tuple[Finding, ...]]:
    """The sheet with its columns told apart, or None when no question is found."""
    return _platform.read(PLATFORM, sheet, questionnaire)
