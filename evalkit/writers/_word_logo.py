"""A firm's logo: one picture in the file, shown on the cover and, where it is wanted, in the headers."""

from __future__ import annotations

from dataclasses import dataclass

from evalkit.writers._word_drawing import Image, picture_run, sniff
from evalkit.writers._word_package import Package
from evalkit.writers._word_xml import EMU_PER_CM

#: The number of the drawing, apart from those of the text, and the largest width and height in EMU.
COVER_LOGO = (900001, int(7 * EMU_PER_CM), int(1.8 * EMU_PER_CM))
HEADER_LOGO = (900002, int(4 * EMU_PER_CM), int(0.7 * EMU_PER_CM))


@dataclass(frozen=True, slots=True)
class Logo:
    """The picture and what is said of it to those who cannot see it."""

    data: bytes
    image: Image
    alt: str

    def run(self, package: Package, source: str, number: int, width: int, height: int) -> str:
        """A run of a part (``source``) with the logo, as large as fits into width and height."""
        name = f"word/media/logo.{self.image.kind}"
        package.add(name, self.data)
        relation = package.relate(source, name, "image")
        scale = min(width / self.image.width, height / self.image.height)
        size = (max(int(self.image.width * scale), 1), max(int(self.image.height * scale), 1))
        return picture_run(number, relation, self.alt, *size)


def read_logo(data: bytes, firm: str) -> Logo | None:
    """The logo in some bytes; None where they are no picture Word shows."""
    image = sniff(data)
    return None if image is None else Logo(data, image, f"{firm}标志")
