"""Goldens of scorers and of the beta distribution, by scikit-learn, numpy and scipy: writes goldens.json beside itself."""

import json
from pathlib import Path

import numpy as np
from scipy import stats
from sklearn.covariance import LedoitWolf
from sklearn.neighbors import LocalOutlierFactor, NearestNeighbors


def rounded(array):
    return [float(f"{x:.9g}") for x in np.asarray(array, dtype=float).ravel()]


def scorers(name, rows, dimension, seed, scale):
    rng = np.random.default_rng(seed)
    mixing = rng.normal(size=(dimension, dimension)) * scale
    bank = (rng.normal(size=(rows, dimension)) @ mixing + 0.3).astype(np.float32).astype(float)
    queries = (rng.normal(size=(8, dimension)) @ mixing * 1.5).astype(np.float32).astype(float)
    estimate = LedoitWolf().fit(bank)
    nearest = {}
    for k in (1, 3):
        distances, places = NearestNeighbors(n_neighbors=k).fit(bank).kneighbors(queries)
        nearest[str(k)] = {"scores": rounded(distances.mean(axis=1)), "first": [int(i) for i in places[:, 0]]}
    # Every row a recording of its own: the spacing of a row is the mean distance to its k nearest other rows.
    density = {}
    for k in (1, 3):
        spacing = NearestNeighbors(n_neighbors=k).fit(bank).kneighbors()[0].mean(axis=1)
        apart = np.linalg.norm(queries[:, None] - bank[None], axis=2)
        density[str(k)] = {"spacings": rounded(spacing), "scores": rounded((apart / spacing).min(axis=1))}
    return {
        "name": name, "dimension": dimension, "bank": rounded(bank), "queries": rounded(queries),
        "shrinkage": estimate.shrinkage_,
        "mahalanobis": rounded(np.sqrt(estimate.mahalanobis(queries))),
        "nearest": nearest, "localDensity": density,
    }


def outlier_factor():
    """Pairs far from each other, queries outside of a pair: there the local outlier factor of one neighbour is the least ratio."""
    rng = np.random.default_rng(5)
    centers = np.stack([np.arange(10) * 40.0, np.zeros(10)], axis=1)
    half = np.stack([rng.uniform(0.3, 2, 10), np.zeros(10)], axis=1)
    bank = np.concatenate([centers - half, centers + half])
    queries = centers + half + np.stack([np.zeros(10), half[:, 0] * rng.uniform(3, 6, 10)], axis=1)
    factor = LocalOutlierFactor(n_neighbors=1, novelty=True).fit(bank)
    return {"dimension": 2, "bank": rounded(bank), "queries": rounded(queries),
            "scores": rounded(-factor.score_samples(queries))}


def contrast():
    """Fisher's discriminant between two sets with one shrunk covariance."""
    rng = np.random.default_rng(8)
    normal = (rng.normal(size=(15, 6)) * np.linspace(0.2, 2, 6)).astype(np.float32).astype(float)
    others = (rng.normal(size=(25, 6)) * np.linspace(0.2, 2, 6) + 0.4).astype(np.float32).astype(float)
    a, w = normal.mean(axis=0), others.mean(axis=0)
    estimate = LedoitWolf(assume_centered=True).fit(np.concatenate([normal - a, others - w]))
    weights = np.linalg.solve(estimate.covariance_, w - a)
    return {"dimension": 6, "normal": rounded(normal), "others": rounded(others), "shrinkage": estimate.shrinkage_,
            "weights": rounded(weights), "offset": float(-weights @ (a + w) / 2)}


def beta():
    cases = []
    for k, n in [(1, 1), (1, 9), (1, 99), (1, 5000), (2, 19), (5, 99), (50, 400), (7, 7), (30, 12_000)]:
        d = stats.beta(k, n + 1 - k)
        m = 150
        counts = stats.betabinom(m, k, n + 1 - k)
        x = [0.001, 0.01, d.mean(), 0.3, 0.9]
        cases.append({
            "alpha": k, "beta": n + 1 - k, "low": d.ppf(0.025), "high": d.ppf(0.975), "x": x, "cumulative": list(d.cdf(x)),
            "trials": m, "hits": [0, 1, 10], "probabilities": list(counts.pmf([0, 1, 10])),
            "interval": [int(counts.ppf(0.025)), int(counts.ppf(0.975))],
        })
    return cases


def main():
    goldens = {
        "scorers": [
            scorers("more rows than numbers", 60, 6, 1, 1.0),
            scorers("fewer rows than numbers", 12, 20, 2, 0.5),
            scorers("small numbers", 40, 5, 3, 1e-3),
        ],
        "outlierFactor": outlier_factor(),
        "contrast": contrast(),
        "beta": beta(),
    }
    Path(__file__).with_name("goldens.json").write_text(json.dumps(goldens, separators=(",", ":")))


main()
