#!/usr/bin/env python3
"""Trains a small ResNet-18 on pictures of shapes and writes it with its normalisation kept and folded.

What docs/decisions/0008-folded-normalisation.md tunes on another task.
Needs: torch.   Usage: folded_normalisation.py FOLDER
"""
import os, sys, time
import torch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../Tests/Fixtures/neuralnetworks"))
import layouts, make_backbones

SIZE, CLASSES, STEPS, BATCH = 48, 8, 500, 32
MEAN, DEVIATION = (torch.tensor(v)[:, None, None] for v in (make_backbones.MEAN, make_backbones.DEVIATION))


def batch(generator):
    """Eight kinds: disc, ring, square, cross, horizontal and vertical stripes, checks, blobs; any colour, place, size, ground."""
    draw = lambda *shape: torch.rand(*shape, generator=generator)
    y, x = torch.meshgrid(torch.linspace(-1, 1, SIZE), torch.linspace(-1, 1, SIZE), indexing="ij")
    kinds = torch.randint(0, CLASSES, (BATCH,), generator=generator)
    pictures = []
    for kind in kinds.tolist():
        cx, cy, r = (draw(1).item() - 0.5, draw(1).item() - 0.5, 0.25 + 0.4 * draw(1).item())
        u, v, k = (x - cx) / r, (y - cy) / r, 6 + 8 * draw(1).item()
        d, box = (u * u + v * v).sqrt(), torch.maximum(u.abs(), v.abs())
        bar = (torch.minimum(u.abs(), v.abs()) < 0.3) & (box < 1)
        near = box < 1
        masks = [d < 1, (d < 1) & (d > 0.6), near, bar, near & (torch.sin(k * v) > 0), near & (torch.sin(k * u) > 0),
                 near & (torch.sin(k * u) * torch.sin(k * v) > 0), (torch.sin(k * u) + torch.sin(1.3 * k * v) > 1.1) & (d < 1.2)]
        mask = masks[kind].float()
        ground, colour = draw(3, 1, 1), draw(3, 1, 1)
        if (ground - colour).abs().max() < 0.35:
            colour = 1 - ground
        coarse = torch.nn.functional.interpolate(draw(1, 3, 6, 6), SIZE, mode="bilinear")[0] - 0.5
        pictures.append((ground * (1 - mask) + colour * mask + 0.3 * coarse + 0.08 * (draw(3, SIZE, SIZE) - 0.5)).clamp(0, 1))
    return (torch.stack(pictures) - MEAN) / DEVIATION, kinds


if __name__ == "__main__":
    out = sys.argv[1]
    os.makedirs(out, exist_ok=True)
    torch.manual_seed(0)
    torch.set_num_threads(1)
    generator = torch.Generator().manual_seed(1)
    model = layouts.resnet18(width=16, classes=CLASSES)
    optimizer = torch.optim.AdamW(model.parameters(), 3e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=STEPS)
    begun = time.time()
    for step in range(STEPS):
        x, kinds = batch(generator)
        loss = torch.nn.functional.cross_entropy(model(x), kinds)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    model.eval()
    with torch.no_grad():
        right = [(model(x).argmax(1) == kinds).float().mean().item() for x, kinds in (batch(generator) for _ in range(8))]
    print(f"{STEPS} steps in {time.time() - begun:.0f} s, accuracy on new pictures {sum(right) / 8:.3f}")
    for kept in ("kept", None):
        make_backbones.export(model, os.path.join(out, f"{kept or 'folded'}.onnx"), 17, SIZE, kept, True)
