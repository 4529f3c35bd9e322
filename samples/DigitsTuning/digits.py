"""Error of a classifier of handwritten digits: one JSON object of parameters a line in, one number a line out.

The pictures are the 1,797 of 8 x 8 points that scikit-learn brings along, the classifier is a support vector machine behind a scaling and
a principal component analysis. The error is the part of the pictures misclassified in a cross-validation of five folds; --folds S draws
other folds.
"""

import argparse
import json
import sys
import warnings

try:
    from sklearn.datasets import load_digits
    from sklearn.decomposition import PCA
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer, MinMaxScaler, StandardScaler
    from sklearn.svm import SVC
except ImportError as error:
    sys.exit(f"digits.py: {error} (Debian: python3-sklearn)")

SCALINGS = {"none": FunctionTransformer, "range": MinMaxScaler, "deviation": StandardScaler}
# A few settings never converge: they are bad ones, and stopped.
MOST_ITERATIONS = 20_000


def classifier(p):
    return make_pipeline(
        SCALINGS[p["scaling"]](),
        PCA(p["components"], whiten=p["whiten"], svd_solver="full"),
        SVC(
            C=p["C"],
            gamma=p["gamma"],
            kernel=p["kernel"],
            degree=p.get("degree", 3),
            coef0=p.get("offset", 0.0),
            max_iter=MOST_ITERATIONS,
        ),
    )


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--folds", type=int, default=0, metavar="S", help="seed of the folds (default: 0)")
    folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=arguments.parse_args().folds)
    pictures, digits = load_digits(return_X_y=True)
    warnings.filterwarnings("ignore")
    for line in sys.stdin:
        predicted = cross_val_predict(classifier(json.loads(line)), pictures, digits, cv=folds)
        print((predicted != digits).mean(), flush=True)


if __name__ == "__main__":
    main()
