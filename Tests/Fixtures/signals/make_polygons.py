"""Makes polygons.json: outlines and the masks that matplotlib and Pillow draw of them.

`centres`: pixels whose centres lie inside by matplotlib's Path.contains_points (even-odd), several outlines united.
`pillow`: ImageDraw.polygon, which draws the outline itself as well, so it may be a pixel wider.
Rows are numbers in hexadecimal digits, the leftmost pixel the highest bit.
"""

import json
from pathlib import Path

import numpy as np
from matplotlib.path import Path as Outline
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 64, 48
rng = np.random.default_rng(7)


def blob(x, y, radius, corners):
    angles = np.sort(rng.uniform(0, 2 * np.pi, corners))
    radii = radius * rng.uniform(0.4, 1, corners)
    return [[x + r * np.cos(a), y + r * np.sin(a)] for r, a in zip(radii, angles)]


def star(x, y, radius):
    """Five corners that cross: even-odd leaves its middle empty."""
    angles = [4 * np.pi * n / 5 + 0.1 for n in range(5)]
    return [[x + radius * np.cos(a), y + radius * np.sin(a)] for a in angles]


CASES = {
    "triangle": [[[5.3, 4.1], [50.7, 20.2], [12.9, 44.6]]],
    "star that crosses itself": [star(31.2, 23.7, 20)],
    "two that overlap": [blob(22.1, 20.3, 16, 9), blob(36.4, 27.8, 15, 7)],
    "thin crack": [[[2.2, 40.3], [30.4, 21.1], [60.6, 18.9], [60.9, 20.7], [31.1, 23.2], [3.1, 41.8]]],
    "beyond the picture": [blob(2.3, 46.1, 30, 12)],
    "narrower than a pixel": [[[10.6, 3.2], [10.9, 3.2], [10.9, 40.1], [10.6, 40.1]]],
}


def rows(mask):
    return ["%x" % int("".join("1" if v else "0" for v in row), 2) for row in mask]


def centres(outlines):
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH] + 0.5
    points = np.stack([x.ravel(), y.ravel()], 1)
    mask = np.zeros(HEIGHT * WIDTH, bool)
    for outline in outlines:
        mask |= Outline(outline + outline[:1], closed=True).contains_points(points)
    return mask.reshape(HEIGHT, WIDTH)


def pillow(outlines):
    picture = Image.new("L", (WIDTH, HEIGHT))
    for outline in outlines:
        # Pillow's whole numbers are pixels' centres.
        ImageDraw.Draw(picture).polygon([(x - 0.5, y - 0.5) for x, y in outline], fill=1)
    return np.asarray(picture) > 0


cases = [
    {
        "name": name, "width": WIDTH, "height": HEIGHT,
        "polygons": [[round(float(v), 4) for point in outline for v in point] for outline in outlines],
        "centres": rows(centres(outlines)), "pillow": rows(pillow(outlines)),
    }
    for name, outlines in CASES.items()
]
Path(__file__).with_name("polygons.json").write_text(json.dumps({"cases": cases}, indent=1) + "\n")
