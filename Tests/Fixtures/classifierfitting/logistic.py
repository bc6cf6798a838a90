"""Goldens of logistic regression: scikit-learn's coefficients and probabilities, on three classes of made-up embeddings.

Run: python logistic.py > logistic.json
"""

import json

import numpy as np
from sklearn.linear_model import LogisticRegression

random = np.random.default_rng(5)
CENTRES = random.normal(size=(3, 11))
labels = np.repeat([0, 1, 2], [30, 20, 10])
rows = (CENTRES[labels] + 1.5 * random.normal(size=(60, 11))).round(4)
probes = random.normal(size=(6, 11)).round(4)
deviation = rows.std(axis=0)
standardized = (rows - rows.mean(axis=0)) / deviation

cases = []
for regularization in (0.01, 0.3, 10.0):
    model = LogisticRegression(C=regularization, tol=1e-9, max_iter=10000).fit(standardized, labels)
    cases.append(
        {
            "regularization": regularization,
            "weights": (model.coef_ / deviation).round(6).tolist(),
            "probabilities": model.predict_proba((probes - rows.mean(axis=0)) / deviation).round(6).tolist(),
        }
    )
print(json.dumps({"rows": rows.tolist(), "labels": labels.tolist(), "probes": probes.tolist(), "cases": cases}))
