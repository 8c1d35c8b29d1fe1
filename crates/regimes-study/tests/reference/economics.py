"""Reference values for `statistics::economics`.

Writes `economics.json` beside itself: made-up costs, effects and parameters of three arms on forty draws, and what NumPy
makes of them by the formulas of the R packages dampack and BCEA. `tests/economics.rs` holds the Rust code to these
numbers. With the matrices that `regimes export --to psa` writes, the same numbers come from R by

    psa <- dampack::make_psa_obj(cost, effectiveness, parameters, strategies)
    dampack::ceac(wtp, psa); dampack::calc_evpi(psa, wtp)
    dampack::calc_evppi(psa, wtp, params = "x", outcome = "nmb", type = "poly", poly.order = 2)
    BCEA::bcea(eff, cost, ref = 1, wtp = wtp)$ceac

    python -m venv venv && venv/bin/pip install numpy && venv/bin/python economics.py
"""

import json
from pathlib import Path

import numpy as np

ARMS, DRAWS = 3, 40


def made():
    """Costs and effects by arm, and parameters, in numbers of few digits, so that JSON holds them whole."""
    luck = np.random.default_rng(7)
    x = np.round(luck.normal(size=(2, DRAWS)), 4)
    shared = luck.normal(size=DRAWS)
    effects = np.array([0.5 + 0.05 * shared + 0.02 * arm * (1 + x[0]) for arm in range(ARMS)])
    effects += 0.01 * luck.normal(size=effects.shape)
    costs = np.array([20_000 + 300 * shared + 250 * arm * (1 + 0.5 * x[1]) for arm in range(ARMS)])
    costs += 50 * luck.normal(size=costs.shape)
    return np.round(costs, 2), np.round(effects, 5), x


def best_less_best_mean(benefits):
    return benefits.max(axis=0).mean() - benefits.mean(axis=1).max()


def evppi(benefits, parameter):
    fitted = [np.polyval(np.polyfit(parameter, arm, 2), parameter) for arm in benefits]
    return best_less_best_mean(np.array(fitted))


def at(wtp, costs, effects, parameters):
    benefits = wtp * effects - costs
    wins = np.bincount(benefits.argmax(axis=0), minlength=ARMS)
    return {
        "wtp": wtp,
        "acceptability": (wins / DRAWS).tolist(),
        "best": int(benefits.mean(axis=1).argmax()),
        "evpi": best_less_best_mean(benefits),
        "evppi": [evppi(benefits, parameter) for parameter in parameters],
    }


def ellipse(x, y, points):
    root = np.linalg.cholesky(np.cov(x, y))
    turn = 2 * np.pi * np.arange(points + 1) / points
    reach = np.sqrt(-2 * np.log(0.05))
    around = root @ (reach * np.array([np.cos(turn), np.sin(turn)]))
    return (np.array([x.mean(), y.mean()])[:, None] + around).T.tolist()


costs, effects, parameters = made()
result = {
    "costs": costs.tolist(),
    "effects": effects.tolist(),
    "parameters": parameters.tolist(),
    "values": [at(float(wtp), costs, effects, parameters) for wtp in (0, 10_000, 13_000, 20_000, 40_000)],
    "ellipse": ellipse(effects[2] - effects[0], costs[2] - costs[0], 8),
}
Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n")
