"""Reference values for `statistics::prim`.

Writes `prim.json` beside itself: made-up points, which of them are cases, and the peeling trajectory and quasi-p values by
the rules of the EMA Workbench 2.5 (`ema_workbench/analysis/prim.py` and `scenario_discovery_util.py`): peels of real
factors at `get_quantile`, the first of equals in the order upper, lower of each factor; the objective `lenient1`; and a
one-sided binomial test of each limit. It is written apart from the Rust code, with the standard library alone and with
whole numbers of points in place of shares. `tests/prim.rs` holds the Rust code to these numbers.

    python prim.py
"""

import json
from fractions import Fraction
from math import ceil, comb, floor
from pathlib import Path

PEEL = Fraction(1, 20)
LEAST = Fraction(1, 20)


def stream(seed):
    """Numbers between 0 and 1 in four digits, from a linear congruential generator."""
    state = seed
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield (state >> 40) % 10000 / 10000


def quantile(data, share):
    """`get_quantile`: halfway between the neighbours of a place, moved off ties."""
    data = sorted(data)
    place = (len(data) - 1) * share
    lower, higher = floor(place), ceil(place)
    if share > Fraction(1, 2):
        while data[lower] == data[higher] and lower > 0:
            lower -= 1
    else:
        while data[lower] == data[higher] and higher < len(data) - 1:
            higher += 1
    return (data[lower] + data[higher]) / 2


def is_inside(point, box):
    return all(low <= value <= high for value, (low, high) in zip(point, box))


def indices(points, box):
    return [n for n, point in enumerate(points) if is_inside(point, box)]


def density(cases, inside):
    return Fraction(sum(cases[n] for n in inside), len(inside))


def peels(points, box, inside):
    """Candidate boxes in the order in which the workbench makes them."""
    for factor in range(len(box)):
        values = [points[n][factor] for n in inside]
        for end, share in ((1, 1 - PEEL), (0, PEEL)):
            limits = [list(limit) for limit in box]
            limits[factor][end] = quantile(values, share)
            yield [tuple(limit) for limit in limits]


def trajectory(points, cases, whole):
    box, found = whole, []
    while True:
        inside = indices(points, box)
        found.append((box, inside))
        old = density(cases, inside)
        if old == 1:
            return found
        candidates = []
        for candidate in peels(points, box, inside):
            left = indices(points, candidate)
            if not left or len(left) == len(inside):
                continue
            gain = (density(cases, left) - old) / (len(inside) - len(left))
            free = sum(limit == unlimited for limit, unlimited in zip(candidate, whole))
            candidates.append((gain, free, candidate, len(left)))
        if not candidates:
            return found
        best = max(candidates, key=lambda candidate: candidate[:2])
        if best[3] < LEAST * len(points):
            return found
        box = best[2]


def quasi_p(points, cases, box, inside, whole):
    """By factor and end, the binomial probability; none where there is no limit."""
    n, wins = len(inside), sum(cases[k] for k in inside)
    values = []
    for factor, (limit, unlimited) in enumerate(zip(box, whole)):
        of_factor = []
        for end in range(2):
            if limit[end] == unlimited[end]:
                of_factor.append(None)
                continue
            wider = list(box)
            wider[factor] = tuple(unlimited[end] if place == end else limit[place] for place in range(2))
            p = density(cases, indices(points, wider))
            of_factor.append(float(sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(wins, n + 1))))
        values.append(of_factor)
    return values


def case(seed, n, factors, steps, rule):
    numbers = stream(seed)
    points = [[round(floor(next(numbers) * steps) / steps, 6) for _ in range(factors)] for _ in range(n)]
    cases = [rule(point) != (next(numbers) < 0.06) for point in points]
    whole = [(min(column), max(column)) for column in zip(*points)]
    all_cases = sum(cases)
    found = []
    for box, inside in trajectory(points, cases, whole):
        wins = sum(cases[k] for k in inside)
        limits = [[None if limit[end] == unlimited[end] else limit[end] for end in range(2)] for limit, unlimited in zip(box, whole)]
        found.append(
            {
                "limits": limits,
                "inside": len(inside),
                "cases": wins,
                "density": wins / len(inside),
                "coverage": wins / all_cases,
                "mass": len(inside) / n,
                "quasi_p": quasi_p(points, cases, box, inside, whole),
            }
        )
    return {"points": points, "cases": cases, "trajectory": found}


def main():
    reference = {
        "corner": case(1, 150, 4, 10000, lambda x: x[0] > 0.6 and x[2] < 0.45),
        "band": case(2, 120, 3, 10000, lambda x: 0.3 < x[1] < 0.6),
        "ties": case(3, 140, 3, 12, lambda x: x[0] + x[1] > 1.2),
    }
    Path(__file__).with_name("prim.json").write_text(json.dumps(reference) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
