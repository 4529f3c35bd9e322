"""The training step of the benchmark `training` in PyTorch, eager, on one core: 8 tasks of 100 dimensions, a population of 16, whole runs
of 20 generations, forward, backward and Adam. Tasks are batched, gradients are automatic, all numbers are float32.

Prints the versions of PyTorch and of the BLAS under it, then, for every line that it reads, the seconds that a step took, a mean of so
many as the line says."""
import math
import os
import sys
import time

import torch

TASKS, DIMENSION, POPULATION, HORIZON, POOL = 8, 100, 16, 20, 64
PAIRS, HIDDEN, STATES, RANGE = POPULATION // 2, 16, 4, 10.0
RHO, DAMPING = 0.95, 0.995
RATE = (3 + math.log(DIMENSION)) / (5 * math.sqrt(DIMENSION))
DRIFT = 4 / HORIZON
SHAPES = dict(features=(4, HIDDEN), world=(7, HIDDEN), hidden=(HIDDEN,), delta=(HIDDEN, 1), delta_bias=(1,), enter=(HIDDEN, STATES),
              leave=(HIDDEN, STATES), decay=(STATES,), own=(2 * HIDDEN, 2), own_bias=(2,), context=(2 * HIDDEN, HIDDEN),
              context_bias=(HIDDEN,), out=(HIDDEN, 8), out_bias=(8,))

random = torch.Generator().manual_seed(1)
ranks = torch.arange(POPULATION, dtype=torch.float32)
utilities = torch.clamp(math.log(POPULATION / 2 + 1) - torch.log(ranks + 1), min=0)
utilities = utilities / utilities.sum() - 1 / POPULATION
lower_triangle = torch.tril(torch.ones(POPULATION, POPULATION))
rank_features = torch.stack([2 * ranks / (POPULATION - 1) - 1, torch.exp(-8 * ranks / (POPULATION - 1))], 1).expand(TASKS, -1, -1)
roots = torch.sqrt(torch.arange(1, DIMENSION + 1, dtype=torch.float32))


def uniform(*shape):
    return torch.rand(*shape, generator=random)


def draw_parameters():
    spread = dict(features=0.5, world=0.5, delta=0.1, enter=0.3, leave=0.3, context=0.2)
    values = {k: torch.randn(*shape, generator=random) * spread.get(k, 0) for k, shape in SHAPES.items()}
    values["delta_bias"].fill_(-1)
    values["decay"] = torch.linspace(-1, 1, STATES)
    return {k: v.requires_grad_(True) for k, v in values.items()}


class Pool:
    """Tasks to draw from: a family, a shift, a scale, a condition, and for half of them a rotation."""

    def __init__(self):
        self.family = torch.randint(0, 6, (POOL,), generator=random)
        self.shift = uniform(POOL, 1, DIMENSION) * 8 - 4
        self.scale = torch.exp((uniform(POOL, 1, 1) - 0.5) * 1.4)
        self.rotation = torch.linalg.qr(torch.randn(POOL, DIMENSION, DIMENSION, generator=random))[0]
        self.is_rotated = uniform(POOL) < 0.5
        self.weights = (10 ** (1 + 4 * uniform(POOL, 1, 1))) ** (torch.arange(DIMENSION) / (DIMENSION - 1))


class Batch:
    """The tasks of a step, those that are rotated first: the others are spared the product."""

    def __init__(self, pool):
        chosen = torch.randint(0, POOL, (TASKS,), generator=random)
        chosen = torch.cat([chosen[pool.is_rotated[chosen]], chosen[~pool.is_rotated[chosen]]])
        self.rotated = int(pool.is_rotated[chosen].sum())
        self.shift, self.scale, self.weights = pool.shift[chosen], pool.scale[chosen], pool.weights[chosen]
        self.rotation = pool.rotation[chosen[:self.rotated]]
        families = pool.family[chosen]
        self.members = [(f, torch.nonzero(families == f)[:, 0]) for f in families.unique().tolist()]
        self.order = torch.argsort(torch.cat([rows for _, rows in self.members]))

    def evaluate(self, x):
        y = x - self.shift
        if 0 < self.rotated < TASKS:
            y = torch.cat([y[:self.rotated] @ self.rotation, y[self.rotated:]])
        elif self.rotated:
            y = y @ self.rotation
        y = y * self.scale
        return torch.cat([self.value(family, y[rows], rows) for family, rows in self.members])[self.order]

    def value(self, family, y, rows):
        if family == 0:
            return (y * y).sum(2)
        if family == 1:
            return (self.weights[rows] * y * y).sum(2)
        if family == 2:
            t = 0.6 * y
            residual = t[..., 1:] - t[..., :-1] * (2 + t[..., :-1])
            return (100 * residual * residual + t[..., :-1] ** 2).sum(2)
        if family == 3:
            return (y * y + 20 * torch.sin(math.pi * y) ** 2).sum(2)
        if family == 4:
            t = 6.4 * y
            waves = 2 * (torch.sin(math.pi * t) ** 2).mean(2)
            return 20 * (1 - torch.exp(-0.2 * torch.sqrt((t * t).mean(2) + 1e-12))) + math.e * (1 - torch.exp(-waves))
        t = 60 * y
        return (t * t).sum(2) / 4000 + 1 - torch.cos(t / roots).prod(2)


class Features:
    def __init__(self):
        self.success = self.gain = self.path = torch.zeros(TASKS)
        self.best = None

    @torch.no_grad()
    def read(self, fitness, lengths, generation):
        deviation, mean = torch.std_mean(fitness, 1, keepdim=True)
        deviation = deviation + 1e-30
        first = fitness[:, 0]
        better = torch.ones(TASKS) if self.best is None else (first < self.best).float()
        gain = torch.zeros(TASKS) if self.best is None else torch.tanh(((self.best - first) / deviation[:, 0]).clamp(-3, 3))
        self.success = 0.8 * self.success + 0.2 * better
        self.gain = 0.8 * self.gain + 0.2 * gain
        self.best = first if self.best is None else torch.minimum(self.best, first)
        varying = torch.tanh(torch.stack([(fitness - mean) / deviation, 4 * (lengths - 1)], 2).clamp(-3, 3))
        progress = generation / HORIZON
        fixed = torch.tensor([2 * progress - 1, math.sqrt(progress), math.log(POPULATION * HORIZON / DIMENSION) / 3 - 1,
                              math.log(POPULATION) - 2.8]).expand(TASKS, 4)
        running = torch.stack([torch.tanh(self.path - 1), 2 * self.success - 1, self.gain], 1)
        return torch.cat([rank_features[..., :1], varying, rank_features[..., 1:]], 2), torch.cat([fixed, running], 1)


def gate(p, projection, individual, world):
    u = torch.nn.functional.silu(individual @ p["features"] + (world @ p["world"] + p["hidden"])[:, None])
    z = u @ projection
    delta = torch.nn.functional.softplus(z[..., :1] + p["delta_bias"])
    enter, leave = z[..., 1:1 + STATES], z[..., 1 + STATES:]
    time_passed = torch.cumsum(delta, 1)
    kept = torch.exp(-((time_passed - time_passed.transpose(1, 2)) * lower_triangle)[..., None] * torch.exp(p["decay"]))
    kept = kept * lower_triangle[..., None]
    mixing = ((leave[:, :, None] * (delta * enter)[:, None]) * kept).sum(3)
    bound = ((leave.abs()[:, :, None] * (delta * enter.abs())[:, None]) * kept).sum((2, 3))[..., None]
    mixing = mixing * (RHO / bound.clamp(min=RHO))
    context = torch.cat([u, mixing @ u], 2)
    own = context @ p["own"] + p["own_bias"]
    controls = torch.nn.functional.silu(context.mean(1) @ p["context"] + p["context_bias"]) @ p["out"] + p["out_bias"]
    return mixing, own, controls


def damp(x):
    if x.requires_grad:
        x.register_hook(lambda cotangent: DAMPING * cotangent)
    return x


def sample(batch, anchor, scale, averaged, memory):
    noise = scale[:, None] * torch.randn(TASKS, PAIRS, DIMENSION, generator=random)
    if memory is not None:
        signs = (torch.randint(0, 2, (TASKS, PAIRS, 1), generator=random) * 2 - 1).float()
        noise = torch.sqrt(1 - memory) * noise + torch.sqrt(memory) * (signs * averaged)
    moved = RANGE * noise
    points = torch.cat([anchor[:, None] + moved, anchor[:, None] - moved, anchor[:, None]], 1).clamp(-5, 5)
    fitness = batch.evaluate(points)
    return noise, fitness, 0.85 * fitness[:, -1] + 0.15 * fitness[:, :-1].mean(1) + 1e-7


def unroll(p, batch):
    anchor = uniform(TASKS, DIMENSION) * RANGE - 5
    scale, velocity = torch.full((TASKS, DIMENSION), 0.2), torch.zeros(TASKS, DIMENSION)
    averaged = memory = None
    projection = torch.cat([p["delta"], p["enter"], p["leave"]], 1)
    features, values = Features(), []
    for generation in range(HORIZON):
        e, fitness, value = sample(batch, anchor, scale, averaged, memory)
        values.append(value)
        told = fitness.detach()
        if generation == 0:
            reference = torch.log(told[:, -1] + 1e-7)
        ranked, order = told[:, :-1].sort(1)
        rank_of = order.argsort(1)
        pair, sign = order % PAIRS, torch.where(order < PAIRS, 1.0, -1.0)
        with torch.no_grad():
            lengths = ((e / scale[:, None]) ** 2).mean(2).sqrt().gather(1, pair)
            square = (e * e).sum(2)
            slopes = torch.where(square > 0, 0.5 * (told[:, :PAIRS] - told[:, PAIRS:-1]) / square, 0.0)
            unit = 1 / slopes.abs().amax(1, keepdim=True).clamp(min=1e-30)
            slopes = slopes * unit
            curvature = (2 * (told[:, :-1].mean(1) - told[:, -1]))[:, None] * unit / square.mean(1, keepdim=True)
            curvature = curvature.clamp(min=0)
        individual, world = features.read(ranked, lengths, generation)
        mixing, own, controls = gate(p, projection, individual, world)

        weights = utilities + 1.5 / POPULATION * torch.tanh(own[..., 0])
        weights = (weights - weights.mean(1, keepdim=True)).gather(1, rank_of)
        fixed = utilities.expand(TASKS, -1).gather(1, rank_of)
        directions = torch.stack([weights[:, :PAIRS] - weights[:, PAIRS:], slopes], 1) @ e
        step, gradient = directions[:, 0], directions[:, 1]
        moment = ((fixed[:, :PAIRS] + fixed[:, PAIRS:])[:, None] @ (e * e))[:, 0]

        d = e.gather(1, pair[:, :PAIRS, None].expand(-1, -1, DIMENSION)) * sign[:, :PAIRS, None]
        relaxation = 0.05 + 0.9 * torch.sigmoid(own[:, :PAIRS, 1:])
        averaged = damp(torch.lerp(d, mixing[:, :PAIRS, :PAIRS] @ d, relaxation))

        gains = torch.exp(0.8 * torch.tanh(controls[:, [0, 1, 6]]))
        momentum = 0.9 * torch.sigmoid(controls[:, 3:4] - 3)
        memory = damp(0.5 * torch.sigmoid(controls[:, 4, None, None] - 3))
        blend = torch.sigmoid(controls[:, 5:6] - 1.66)
        lean = gradient.norm(dim=1, keepdim=True) / (4 * scale.norm(dim=1, keepdim=True))
        proxy = -1.25 * gains[:, 2:] / (curvature + lean + 1e-30)
        moving = momentum * velocity + (1 - blend) * 0.74 * gains[:, :1] * step + blend * proxy * gradient
        advance = 1 - 0.5 * momentum
        with torch.no_grad():
            moved = (advance * moving / scale).norm(dim=1)
            features.path = 0.8 * features.path + 0.2 * math.sqrt(POPULATION / DIMENSION) * moved
        anchor = damp((anchor + RANGE * (advance * moving)).clamp(-5, 5))
        velocity = damp(moving)
        growth = 0.41 * RATE * gains[:, 1:2] * moment / (scale * scale) + (0.3 * RATE * torch.tanh(controls[:, 2:3]) - DRIFT)
        scale = damp((scale * torch.exp(growth.clamp(-0.7, 0.7))).clamp(1e-15, 1))
    last = sample(batch, anchor, scale, averaged, memory)[2]
    exponent = 0.9 * torch.log(last) + 0.1 * torch.log(torch.stack(values)).mean(0) - reference
    return (8 * torch.tanh(exponent / 8)).mean()


def find_blas():
    """The library that multiplies matrices: of those that are loaded, one of a fast kind before the reference."""
    with open("/proc/self/maps", encoding="utf-8") as maps:
        loaded = {os.path.basename(line.split()[-1]) for line in maps if "/" in line}
    for name in ("mkl", "openblas", "blis", "blas"):
        found = sorted(library for library in loaded if name in library)
        if found:
            return found[0]
    return "a BLAS of its own"


def main():
    torch.set_num_threads(1)
    pool, parameters = Pool(), draw_parameters()
    optimizer = torch.optim.Adam(parameters.values(), lr=1e-3, foreach=True)

    def step():
        loss = unroll(parameters, Batch(pool))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        if torch.nn.utils.clip_grad_norm_(parameters.values(), 1.0) <= 200:
            optimizer.step()
        return loss

    print(f"PyTorch {torch.__version__} on {find_blas()}", flush=True)
    for line in sys.stdin:
        steps = int(line)
        start = time.perf_counter()
        for _ in range(steps):
            step()
        print((time.perf_counter() - start) / steps, flush=True)


if __name__ == "__main__":
    main()
