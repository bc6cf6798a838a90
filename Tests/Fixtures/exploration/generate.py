#!/usr/bin/env python3
"""Goldens of Tests/ExplorationTests: scikit-learn's PCA, silhouette and t-SNE on made-up clusters.

python generate.py    (numpy, scikit-learn 1.9)
"""
import json
import pathlib

import numpy as np
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from sklearn.metrics import silhouette_samples, silhouette_score

rng = np.random.default_rng(5)


def clusters(classes, each, dimension, spread):
    centres = rng.normal(size=(classes, dimension)) * 2 + 0.5
    rows = np.concatenate([c + spread * rng.normal(size=(each, dimension)) for c in centres])
    return np.round(rows, 4).astype(np.float32), np.repeat(np.arange(classes), each)


def components(rows, count):
    pca = PCA(n_components=count, svd_solver="full").fit(rows)
    return {"rows": rows.tolist(), "variances": pca.explained_variance_.tolist(),
            "ratios": pca.explained_variance_ratio_.tolist(), "axes": pca.components_.tolist(),
            "scores": pca.transform(rows).tolist()}


tall, labels = clusters(4, 15, 6, 1.0)
wide, _ = clusters(3, 4, 30, 0.7)
mapped, map_labels = clusters(4, 20, 8, 0.6)
lone = labels.copy()
lone[3] = 4
kl = {}
for method in ["exact", "barnes_hut"]:
    fitted = TSNE(perplexity=12, method=method, init="pca", random_state=0).fit(mapped)
    kl[method] = float(fitted.kl_divergence_)
out = {
    "components": {"tall": components(tall, 4), "wide": components(wide, 5)},
    "silhouettes": [
        {"rows": tall.tolist(), "labels": l.tolist(), "distance": m,
         "overall": float(silhouette_score(tall, l, metric=m)),
         "samples": silhouette_samples(tall, l, metric=m).tolist()}
        for l in (labels, lone) for m in ("cosine", "euclidean")],
    "map": {"rows": mapped.tolist(), "labels": map_labels.tolist(), "perplexity": 12, "divergence": kl},
}
path = pathlib.Path(__file__).with_name("goldens.json")
path.write_text(json.dumps(json.loads(json.dumps(out), parse_float=lambda x: round(float(x), 8)), separators=(",", ":")) + "\n")
print(path.stat().st_size, kl)
