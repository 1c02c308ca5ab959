"""A firm's profile, kept once and brought into every engagement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evalkit.model.places import Where


@dataclass(frozen=True, slots=True)
class Firm:
    """``record`` is the sheet 机构 by key, ``staff`` rows of the sheet 团队, ``files`` the pictures and documents it names."""

    record: Mapping[str, str]
    staff: tuple[Mapping[str, str], ...]
    files: Mapping[str, bytes]
    at: Where
