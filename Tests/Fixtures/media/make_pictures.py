"""Makes one small picture in every kind that the readers are tested with, and what Pillow sees in it: pictures/ and pictures.json.

Run: python make_pictures.py   (Pillow, numpy)
"""
import base64
import json
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps

here = pathlib.Path(__file__).parent
folder = here / "pictures"
folder.mkdir(exist_ok=True)
W, H = 24, 16
y, x = np.mgrid[0:H, 0:W]
# No symmetry, so that every way of turning it is told from the others.
rgb = np.stack([x * 10, y * 15, (x * y) % 256], -1).astype(np.uint8)
rgb[2:5, 3:9] = (250, 20, 30)
grey = np.asarray(Image.fromarray(rgb).convert("L"))
expected = {}


def note(name, image, tolerance=0):
    image = image.convert("L" if image.mode in ("L", "1", "LA") else "RGB")
    expected[name] = {
        "width": image.width, "height": image.height, "colour": "grey" if image.mode == "L" else "rgb", "tolerance": tolerance,
        "pixels": base64.b64encode(image.tobytes()).decode(),
    }


def save(name, image, tolerance=0, **options):
    image.save(folder / name, **options)
    note(name, Image.open(folder / name), tolerance)


colour = Image.fromarray(rgb)
save("colour.jpg", colour, 2, quality=90)
save("colour_444.jpg", colour, 2, quality=90, subsampling=0)
save("progressive.jpg", colour, 2, quality=85, progressive=True)
save("grey.jpg", Image.fromarray(grey), 2, quality=90)
save("cmyk.jpg", colour.convert("CMYK"), 2, quality=90)
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    name = f"orientation_{orientation}.jpg"
    colour.save(folder / name, quality=60, exif=exif)
    note(name, ImageOps.exif_transpose(Image.open(folder / name)), 2)

save("colour.png", colour)
save("grey.png", Image.fromarray(grey))
save("bits_1.png", Image.fromarray(grey > 100))
save("alpha.png", Image.merge("RGBA", [*colour.split(), Image.fromarray((x * 11).astype(np.uint8))]))
save("grey_alpha.png", Image.merge("LA", [Image.fromarray(grey), Image.fromarray((y * 17).astype(np.uint8))]))
save("palette.png", colour.quantize(16))
transparent = colour.quantize(8)
transparent.save(folder / "palette_alpha.png", transparency=bytes([0, 40, 80, 120, 160, 200, 240, 255]))
note("palette_alpha.png", Image.open(folder / "palette_alpha.png"))
exif = Image.Exif()
exif[0x0112] = 6
colour.save(folder / "orientation_6.png", exif=exif)
note("orientation_6.png", ImageOps.exif_transpose(Image.open(folder / "orientation_6.png")))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(name, width, height, depth, kind, rows, interlaced=0):
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, interlaced)
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    (folder / name).write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b""))


# 16 bits: the upper byte is what counts, the lower one is there to be dropped.
low = (x * 37 + y * 11).astype(np.uint16) % 256
png("grey_16.png", W, H, 16, 0, [row.astype(">u2").tobytes() for row in grey.astype(np.uint16) * 256 + low])
note("grey_16.png", Image.fromarray(grey))
png("colour_16.png", W, H, 16, 2, [row.astype(">u2").tobytes() for row in rgb.astype(np.uint16) * 256 + low[..., None]])
note("colour_16.png", colour)
for depth in (2, 4):
    values = grey >> (8 - depth)
    per = 8 // depth
    packed = sum(values[:, i::per].astype(np.uint8) << (8 - depth * (i + 1)) for i in range(per))
    png(f"bits_{depth}.png", W, H, depth, 0, [row.tobytes() for row in packed.astype(np.uint8)])
    note(f"bits_{depth}.png", Image.open(folder / f"bits_{depth}.png"))
# Adam7: seven coarse pictures, one after the other.
passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
png("interlaced.png", W, H, 8, 2, [row.tobytes() for a, b, c, d in passes for row in rgb[b::d, a::c]], interlaced=1)
note("interlaced.png", colour)

(here / "pictures.json").write_text(json.dumps(expected, indent=1) + "\n")
