"""Reference values for the estimators of `statistics::morris`, `statistics::sobol` and `statistics::ranks`.

Writes `salib.json` beside itself: designs on the unit cube, the outputs of two test functions there, and what SALib and
SciPy make of them. `tests/sensitivity.rs` holds the Rust estimators to these numbers.

    python -m venv venv && venv/bin/pip install SALib==1.6.0 && venv/bin/python salib.py
"""

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
from SALib.analyze import morris as analyze_morris
from SALib.analyze import sobol as analyze_sobol
from SALib.sample import morris as sample_morris
from SALib.sample import sobol as sample_sobol
from scipy.stats import spearmanr

SEED = 1
# The coefficients of Sobol's g function: the smaller, the more its factor matters.
G = np.array([0.0, 1.0, 4.5, 9.0])


def ishigami(points):
    """Ishigami's function with a = 7 and b = 0.1, of points of the unit cube."""
    x = np.pi * (2.0 * points - 1.0)
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def g_function(points):
    """Sobol's g function of points of the unit cube."""
    return np.prod((np.abs(4.0 * points - 2.0) + G) / (1.0 + G), axis=1)


def problem(factors, groups=None):
    names = [f"x{factor}" for factor in range(factors)]
    found = {"num_vars": factors, "names": names, "bounds": [[0.0, 1.0]] * factors}
    return found if groups is None else {**found, "groups": groups}


def plain(values):
    """Lists of numbers in place of arrays; what is masked or not a number becomes null."""
    values = np.ma.filled(np.ma.asarray(values, dtype=float), np.nan)
    return [None if np.isnan(value) else float(value) for value in values]


def morris(model, factors, trajectories, levels, groups=None):
    of = problem(factors, groups)
    points = sample_morris.sample(of, trajectories, num_levels=levels, seed=SEED)
    outputs = model(points)
    found = analyze_morris.analyze(of, points, outputs, num_levels=levels, num_resamples=4000, seed=SEED)
    names = list(found["names"])
    return {
        "levels": levels,
        "groups": [[factor for factor in range(factors) if (groups or of["names"])[factor] == name] for name in names],
        "points": points.tolist(),
        "outputs": outputs.tolist(),
        "mu": plain(found["mu"]),
        "mu_star": plain(found["mu_star"]),
        "sigma": plain(found["sigma"]),
        "mu_star_conf": plain(found["mu_star_conf"]),
    }


def indices(of, outputs, second):
    found = analyze_sobol.analyze(of, outputs, calc_second_order=second, num_resamples=4000, seed=SEED)
    pairs = [(i, j) for i in range(of["num_vars"]) for j in range(i + 1, of["num_vars"])] if second else []
    return {
        "first": plain(found["S1"]),
        "total": plain(found["ST"]),
        "second": plain([found["S2"][pair] for pair in pairs]),
        "first_conf": plain(found["S1_conf"]),
        "total_conf": plain(found["ST_conf"]),
        "second_conf": plain([found["S2_conf"][pair] for pair in pairs]),
    }


def sobol(model, factors, rows, second):
    of = problem(factors)
    # Without a scramble the points are short binary fractions, which keeps the file small.
    points = sample_sobol.sample(of, rows, calc_second_order=second, scramble=False, skip_values=rows, seed=SEED)
    outputs = model(points)
    each = len(outputs) // rows
    left_out = 3
    rest = np.delete(outputs, slice(left_out * each, (left_out + 1) * each))
    return {
        "second_order": second,
        "points": points.tolist(),
        "outputs": outputs.tolist(),
        "left_out": left_out,
        "all_rows": indices(of, outputs, second),
        "without_one": indices(of, rest, second),
    }


def rankings():
    sets = [
        ([0.9, 0.1, 0.4, 0.4, 0.0, 0.7], [0.8, 0.2, 0.5, 0.3, 0.1, 0.9]),
        ([0.0, 0.0, 0.3, 0.2, 0.2, 0.2, 1.5], [0.1, 0.0, 0.0, 0.4, 0.2, 0.4, 0.3]),
    ]
    return [{"a": a, "b": b, "spearman": float(spearmanr(a, b).statistic)} for a, b in sets]


def written(value, indent=""):
    """JSON with a list of numbers on a line."""
    inner = indent + " "
    if isinstance(value, dict):
        parts = [f"{inner}{json.dumps(key)}: {written(part, inner)}" for key, part in value.items()]
        return "{\n" + ",\n".join(parts) + f"\n{indent}}}"
    if isinstance(value, list) and any(isinstance(part, (dict, list)) for part in value):
        return "[\n" + ",\n".join(inner + written(part, inner) for part in value) + f"\n{indent}]"
    return json.dumps(value)


if __name__ == "__main__":
    reference = {
        "versions": {name: version(name) for name in ["SALib", "numpy", "scipy"]},
        "morris_ishigami": morris(ishigami, 3, 12, 8),
        "morris_g": morris(g_function, 4, 10, 6),
        "morris_g_groups": morris(g_function, 4, 10, 4, groups=["first", "rest", "first", "last"]),
        "sobol_ishigami": sobol(ishigami, 3, 32, second=True),
        "sobol_g": sobol(g_function, 4, 32, second=True),
        "sobol_g_first_order": sobol(g_function, 4, 32, second=False),
        "rankings": rankings(),
    }
    Path(__file__).with_name("salib.json").write_text(written(reference) + "\n", encoding="utf-8")
