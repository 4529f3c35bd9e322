"""Minimises Rastrigin's function through libl2e, then lets it learn to balance its built-in pole.

    python3 solve.py libl2e.so
"""

import ctypes
import math
import sys


class Options(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_uint32), ("dimension", ctypes.c_int32), ("budget", ctypes.c_int64), ("seed", ctypes.c_uint64),
        ("lower", ctypes.POINTER(ctypes.c_double)), ("upper", ctypes.POINTER(ctypes.c_double)),
        ("start", ctypes.POINTER(ctypes.c_double)), ("spread", ctypes.c_double), ("target", ctypes.c_double),
        ("stagnation_limit", ctypes.c_int64), ("population", ctypes.c_int32), ("threads", ctypes.c_int32),
        ("weights", ctypes.c_void_p), ("weights_size", ctypes.c_size_t), ("constraints", ctypes.c_void_p),
        ("constraint_count", ctypes.c_int32),
    ]


class State(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_uint32), ("run_status", ctypes.c_int32), ("dimension", ctypes.c_int32),
        ("largest_batch", ctypes.c_int32), ("pending", ctypes.c_int32), ("is_noisy", ctypes.c_int32),
        ("constraint_count", ctypes.c_int32), ("is_feasible", ctypes.c_int32), ("budget", ctypes.c_int64),
        ("evaluations", ctypes.c_int64), ("non_finite", ctypes.c_int64), ("best_fitness", ctypes.c_double),
        ("initial_fitness", ctypes.c_double), ("known_optimum", ctypes.c_double),
    ]


Objective = ctypes.CFUNCTYPE(
    ctypes.c_int32, ctypes.c_void_p, ctypes.POINTER(ctypes.c_double), ctypes.c_int32, ctypes.c_int32, ctypes.POINTER(ctypes.c_double))


class Solver:
    """A run; `function` takes a list of coordinates, or is None for a built-in problem."""

    def __init__(self, library, budget, lower=None, upper=None, problem=None):
        self.library, self.handle = library, ctypes.c_void_p()
        self.require(library.l2e_check_abi(ctypes.c_uint32(2)))
        options = Options()
        self.require(library.l2e_options_init(ctypes.byref(options)))
        options.budget = budget
        if problem is None:
            box = ctypes.c_double * len(lower)
            options.dimension, options.lower, options.upper = len(lower), box(*lower), box(*upper)
            self.require(library.l2e_create(ctypes.byref(options), ctypes.byref(self.handle)))
        else:
            self.require(library.l2e_create_problem(
                problem.encode(), ctypes.c_int32(1), ctypes.c_int32(0), ctypes.byref(options), ctypes.byref(self.handle)))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.require(self.library.l2e_destroy(self.handle))

    def require(self, status):
        if status != 0:
            message = ctypes.create_string_buffer(1024)
            self.library.l2e_last_error(message, ctypes.c_size_t(len(message)), None)
            raise RuntimeError(f"status {status}: {message.value.decode()}")

    def solve(self, function=None):
        def evaluate(_, points, count, dimension, fitness):
            for i in range(count):
                fitness[i] = function(points[i * dimension:(i + 1) * dimension])
            return 0

        callback = Objective() if function is None else Objective(evaluate)
        self.require(self.library.l2e_solve(self.handle, callback, None, ctypes.c_double(math.inf), None))

    def state(self):
        state = State(struct_size=ctypes.sizeof(State))
        self.require(self.library.l2e_get_state(self.handle, ctypes.byref(state)))
        return state


def rastrigin(x):
    return 10 * len(x) + sum(value * value - 10 * math.cos(2 * math.pi * value) for value in x)


library = ctypes.CDLL(sys.argv[1] if len(sys.argv) > 1 else "libl2e.so")
with Solver(library, 6000, lower=[-5.12] * 30, upper=[5.12] * 30) as solver:
    solver.solve(rastrigin)
    print(f"rastrigin, 30 variables: {solver.state().best_fitness:.3g} after {solver.state().evaluations} evaluations")
with Solver(library, 2000, problem="cartpole") as solver:
    solver.solve()
    print(f"cartpole: {solver.state().best_fitness - solver.state().known_optimum:.3g} of its best")
