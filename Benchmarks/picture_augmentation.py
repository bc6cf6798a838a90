"""What `PictureAugmentation.standard` does to pictures, written on whole batches of tensors as a user of PyTorch would."""
import io
import math

import numpy as np
import torch
from PIL import Image
from torch.nn import functional

# The product's presets, by the same names; shares, degrees, pixels.
STANDARD = {
    "warp_probability": 0.8, "rotation_degrees": 10, "crop_scale": (0.85, 1.1), "aspect": 1.05, "shift": 0.03,
    "brightness": 0.1, "contrast": 0.2, "colour": 0.03, "blur_probability": 0.1, "blur_sigma": 0.8,
    "noise_probability": 0.2, "noise_sigma": 0.015, "jpeg_probability": 0.1, "jpeg_quality": (50, 95),
}
AUGMENTATION = {"off": None, "standard": STANDARD}


class PictureBatches:
    """Makes pictures kept as bytes harder: `[batch, channel, row, column]`, 0…1, and targets `[batch, class]`.

    All geometry is one affine look-up (`grid_sample`), light is a sum and a product over the batch; noise, blur and JPEG are made for those
    pictures alone that get them. Everything follows from the seed that is given with a batch.
    """

    def __init__(self, pictures, labels, classes, settings):
        self.pictures, self.labels, self.classes, self.settings = pictures, torch.tensor(labels), classes, settings

    def __call__(self, seed, items):
        items = torch.as_tensor(items)
        x = self.pictures[items].to(torch.float32).mul_(1 / 255)
        y = functional.one_hot(self.labels[items], self.classes).float()
        if self.settings:
            random = np.random.default_rng(seed)
            x = self.blurred(self.turned(x, random), random)
            x = self.compressed(self.noisy(self.lit(x, random), random), random)
        return x, y

    def chosen(self, count, random, probability):
        """Places of the pictures to which something happens, and a number 0…1 for each of them."""
        places = np.flatnonzero(random.random(count) < self.settings[probability])
        return torch.from_numpy(places), torch.from_numpy(random.random(len(places)).astype(np.float32))

    def turned(self, x, random):
        """Flips, right angles, rotation, crop, aspect and shift."""
        settings, count = self.settings, len(x)
        warped = random.random(count) < settings["warp_probability"]
        angle = np.where(warped, np.radians(random.uniform(-1, 1, count) * settings["rotation_degrees"]), 0)
        area = np.where(warped, random.uniform(*settings["crop_scale"], count), 1)
        bend = np.where(warped, np.exp(random.uniform(-1, 1, count) * math.log(settings["aspect"])), 1)
        zoom = np.sqrt(np.stack([area * bend, area / bend]))
        room = np.clip(1 - zoom, 0, 1) * random.uniform(-1, 1, (2, count))
        offset = np.where(warped, room + 2 * random.uniform(-1, 1, (2, count)) * settings["shift"], 0)
        cosine, sine = np.cos(angle), np.sin(angle)
        matrix = np.array([[cosine * zoom[0], sine * zoom[1]], [-sine * zoom[0], cosine * zoom[1]]])
        matrix *= np.where(random.random((2, 1, count)) < 0.5, -1, 1)
        quarters = random.integers(0, 4, count) * (math.pi / 2)
        cosine, sine = np.rint(np.cos(quarters)), np.rint(np.sin(quarters))
        matrix = np.einsum("ijn,jkn->nik", np.array([[cosine, sine], [-sine, cosine]]), matrix)
        theta = torch.from_numpy(np.concatenate([matrix, offset.T[:, :, None]], axis=2).astype(np.float32))
        grid = functional.affine_grid(theta, list(x.shape), align_corners=False)
        return functional.grid_sample(x, grid, mode="bilinear", padding_mode="reflection", align_corners=False)

    def blurred(self, x, random):
        places, sigma = self.chosen(len(x), random, "blur_probability")
        sigma = sigma * self.settings["blur_sigma"]
        places, sigma = places[sigma > 0.2], sigma[sigma > 0.2]
        if len(places):
            channels, (rows, columns) = x.shape[1], x.shape[2:]
            weights = torch.exp(-torch.arange(-2, 3)[None].square() / (2 * sigma[:, None].square()))
            weights = (weights / weights.sum(1, keepdim=True)).repeat_interleave(channels, 0)
            some = functional.pad(x[places].reshape(1, -1, rows, columns), (2, 2, 2, 2), mode="reflect")
            some = functional.conv2d(some, weights[:, None, :, None], groups=len(weights))
            some = functional.conv2d(some, weights[:, None, None, :], groups=len(weights))
            x[places] = some.reshape(-1, channels, rows, columns)
        return x

    def lit(self, x, random):
        settings, (count, channels) = self.settings, x.shape[:2]
        drawn = torch.from_numpy(random.uniform(-1, 1, (count, 5)).astype(np.float32))
        brightness = settings["brightness"] * drawn[:, 0]
        contrast = torch.exp(math.log(1 + settings["contrast"]) * drawn[:, 1])
        factor = contrast[:, None] * (1 + settings["colour"] * drawn[:, 2:] if channels == 3 else 1)
        term = (x.mean(dim=(1, 2, 3)) * (1 - contrast) + brightness)[:, None] * (factor / contrast[:, None])
        return torch.addcmul(term[:, :, None, None], x, factor[:, :, None, None]).clamp_(0, 1)

    def noisy(self, x, random):
        places, sigma = self.chosen(len(x), random, "noise_probability")
        if len(places):
            noise = random.standard_normal((len(places), *x.shape[1:]), dtype=np.float32)
            sigma = self.settings["noise_sigma"] * sigma
            x[places] = torch.addcmul(x[places], torch.from_numpy(noise), sigma[:, None, None, None]).clamp_(0, 1)
        return x

    def compressed(self, x, random):
        places, quality = self.chosen(len(x), random, "jpeg_probability")
        low, high = self.settings["jpeg_quality"]
        for place, share in zip(places.tolist(), quality.tolist()):
            pixels = x[place].mul(255).add_(0.5).to(torch.uint8)
            picture = Image.fromarray(pixels[0].numpy() if len(pixels) == 1 else pixels.permute(1, 2, 0).contiguous().numpy())
            file = io.BytesIO()
            picture.save(file, "JPEG", quality=low + int(share * (high - low + 1)))
            pixels = torch.from_numpy(np.array(Image.open(file)))
            x[place] = (pixels[None] if pixels.ndim == 2 else pixels.permute(2, 0, 1)).to(torch.float32).mul_(1 / 255)
        return x
