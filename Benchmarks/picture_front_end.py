"""Reads pictures with Pillow as a model's card wants them: the peer of the product's front end for pictures."""
import pathlib
import shutil

import numpy as np
from PIL import Image

ENDINGS = {".jpg", ".jpeg", ".png"}


def files_below(folder, endings=ENDINGS):
    """Picture files, sorted."""
    return sorted(p for p in pathlib.Path(folder).rglob("*") if p.suffix.lower() in endings)


def some_of(folder, count, place):
    """A data set of `count` pictures of a folder's classes, copied to `place`."""
    classes = sorted({p.parent for p in files_below(folder)})
    for of_class in classes:
        target = pathlib.Path(place) / of_class.name
        target.mkdir(parents=True)
        for path in files_below(of_class)[: max(1, count // len(classes))]:
            shutil.copy(path, target)
    return str(place)


class PictureFrontEnd:
    """The card's colour and size. Pictures are stretched, or taken as they are where they are one tile of a segmenter; anything else is
    refused, never approximated."""

    def __init__(self, card):
        given = card["picture_front_end"]
        self.size = (given["width"], given["height"])
        self.mode = {"grey": "L", "rgb": "RGB"}[given["colour"]]
        self.fit = given["fit"]
        refused = [
            what
            for what, wrong in (
                (f"fit '{self.fit}'", self.fit not in ("stretch", "tile")),
                ("a mean or deviation", bool(given.get("mean") or given.get("deviation"))),
            )
            if wrong
        ]
        if refused:
            raise SystemExit(f"error: this peer's front end does not do {', '.join(refused)}, which the model's card asks for.")

    def pixels(self, path):
        """`[row, column]` or `[row, column, channel]`, bytes."""
        picture = Image.open(path)
        picture.draft(self.mode, None)  # a JPEG's grey without its colours; its size stays
        if picture.mode != self.mode:
            picture = picture.convert(self.mode)
        if picture.size != self.size:
            if self.fit == "tile":
                raise SystemExit(f"error: {path} is not one tile of {self.size[0]} × {self.size[1]} pixels.")
            picture = picture.resize(self.size, Image.Resampling.BILINEAR)
        return np.asarray(picture)

    def numbers(self, path):
        """`[1, channel, row, column]`, 0…1."""
        pixels = self.pixels(path)
        planes = pixels.transpose(2, 0, 1) if pixels.ndim == 3 else pixels[None]
        numbers = np.ascontiguousarray(planes, dtype=np.float32)
        numbers *= np.float32(1 / 255)
        return numbers[None]
