/*
 * libl2e: minimises functions of 1 to 1,000,000 variables from their values alone, and certifies that the iteration converged.
 *
 * Rules that hold for every function:
 *
 *  - It returns an l2e_status: L2E_OK, or why it did nothing. l2e_last_error has one line of text for the last failure of the thread.
 *  - Nothing is written through a pointer before all arguments are checked. An optional pointer is said to be; any other one must not
 *    be NULL. Arrays and strings are the caller's and are copied before the function returns.
 *  - A handle (l2e_solver *) is a number in disguise: the library looks it up and never follows it. NULL, a pointer from elsewhere and a
 *    handle that was destroyed give L2E_INVALID_HANDLE.
 *  - Different handles may be used by different threads at once. A handle that another call is using (an objective that calls back into
 *    its own solver, another thread) gives L2E_BUSY; nothing waits.
 *  - A call that succeeds allocates no memory, except l2e_create, l2e_create_problem, l2e_save, l2e_restore and l2e_get_certificate, and
 *    the first calls of a thread. Messages of failures may.
 *  - The same options and the same values give the same run, bit for bit, for any number of threads, on processors with the same vector
 *    registers.
 *
 * The library must not be unloaded (dlclose), nor used in a child process after fork without exec.
 */
#ifndef L2E_H
#define L2E_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The binary interface that this header describes; structs grow and functions change only with it. */
#define L2E_ABI_VERSION 2

/* A run of the solver. */
typedef struct l2e_solver l2e_solver;

typedef int32_t l2e_status;
enum {
    L2E_OK = 0,
    L2E_INVALID_ARGUMENT = 1, /* an argument is NULL, out of range or inconsistent */
    L2E_INVALID_HANDLE = 2,   /* the solver is NULL, was destroyed, or never was one */
    L2E_BUSY = 3,             /* another call is using the solver */
    L2E_INVALID_STATE = 4,    /* not now: told without a batch that was asked for */
    L2E_BUFFER_TOO_SMALL = 5, /* nothing was written but the length that is needed */
    L2E_STOPPED = 6,          /* the objective returned something other than 0; its batch waits to be evaluated again */
    L2E_BAD_DATA = 7,         /* the snapshot or the weights are truncated, altered, of another version or of another run */
    L2E_OUT_OF_MEMORY = 8,    /* the run does not fit into memory, or there are 65,536 solvers */
    L2E_ABI_MISMATCH = 9,     /* the caller was compiled against another version of this header */
    L2E_INTERNAL_ERROR = 10   /* a defect of the library */
};

/* Where a run stands. */
typedef int32_t l2e_run_status;
enum {
    L2E_RUN_RUNNING = 0,
    L2E_RUN_BUDGET_SPENT = 1,
    L2E_RUN_NO_FINITE_VALUE = 2, /* not one value of the first points was finite: there is nothing to rank */
    L2E_RUN_TARGET_REACHED = 3,
    L2E_RUN_STAGNATED = 4,
    L2E_RUN_EXHAUSTED = 5,       /* nothing is left to try */
    L2E_RUN_TIME_SPENT = 6       /* l2e_solve alone says so: the run can go on */
};

/*
 * Evaluates a batch: fitness[i] = f(points[i * dimension .. (i + 1) * dimension - 1]), 0 <= i < count. A value that is NaN or infinite
 * ranks last and is counted. Returns 0, or anything else to stop: l2e_step or l2e_solve then returns L2E_STOPPED.
 * With more than one thread it is called by several at once. It must return: no longjmp, no exception may leave it.
 * One that evaluates constraints writes constraint_count values for each candidate, one candidate after the other, each at most 0 where it
 * is kept; a candidate with one that is NaN or infinite failed. It has the same user.
 */
typedef int32_t (*l2e_objective)(void *user, const double *points, int32_t count, int32_t dimension, double *fitness);

/* What to solve; l2e_options_init writes the defaults. */
typedef struct l2e_options {
    uint32_t struct_size;     /* sizeof(l2e_options), as l2e_options_init writes it */
    int32_t dimension;        /* number of coordinates, 1 to 1,000,000; 0 for a built-in problem that has only one */
    int64_t budget;           /* number of evaluations that the run may spend: at least the first points, 10 or so */
    uint64_t seed;            /* key of every random number of the run; default 1 */
    const double *lower;      /* [dimension] finite; optional for a built-in problem */
    const double *upper;      /* [dimension] finite, above lower; optional for a built-in problem */
    const double *start;      /* [dimension] in the box; optional: NULL for a random one */
    double spread;            /* how far from the start the optimum may lie, 0.0001 to 1 box widths; default 0: all of the box */
    double target;            /* the run ends when the best value is this or less; default -INFINITY: never */
    int64_t stagnation_limit; /* ... when the best has not fallen for this many evaluations; default 0: never */
    int32_t population;       /* individuals of the first population, even, at least 4; default 0: the solver chooses */
    int32_t threads;          /* threads that evaluate, 1 to 1024; default 1; does not change the result */
    const void *weights;      /* contents of a weights file; optional: NULL for the weights of the library */
    size_t weights_size;      /* its number of bytes */
    l2e_objective constraints; /* evaluates them as an objective is evaluated, for l2e_step and l2e_solve; optional: NULL to tell them */
    int32_t constraint_count; /* inequality constraints g(x) <= 0 of the caller's objective, 0 to 10,000; default 0 */
} l2e_options;

/* A run so far. */
typedef struct l2e_state {
    uint32_t struct_size;      /* in: sizeof(l2e_state) */
    l2e_run_status run_status;
    int32_t dimension;
    int32_t largest_batch;     /* the largest number of candidates that l2e_ask hands out */
    int32_t pending;           /* number of candidates of the batch that wait for their fitness */
    int32_t is_noisy;          /* 1 when the start had two values: best_fitness is a mean then */
    int32_t constraint_count;  /* 0 for most */
    int32_t is_feasible;       /* 1 when the best point breaks no constraint */
    int64_t budget;
    int64_t evaluations;
    int64_t non_finite;        /* how many of them were NaN or infinite */
    double best_fitness;       /* +INFINITY before any value was finite */
    double initial_fitness;    /* of the start */
    double known_optimum;      /* of a built-in problem; NaN when it is not known */
} l2e_state;

/* What the convergence theorem promises for a run and what was measured in it. It promises no global minimum. */
typedef struct l2e_certificate {
    uint32_t struct_size;      /* in: sizeof(l2e_certificate) */
    int32_t holds;             /* 1 when every measured value obeys its bound */
    double contraction_bound;  /* no row of the operator may have a larger sum of absolute values */
    double worst_contraction;  /* the largest that was measured; 0 when the operator never ran */
    double averaged_bound;     /* no averaged step may shrink the population's radius by less */
    double worst_averaged;
    double relaxation_lower_bound;
    double relaxation_min;
    int64_t anchor_updates;    /* how often the best point moved */
    double path_length;        /* of its path */
    double path_bound;         /* what sufficient decrease allows */
    double final_radius;       /* of the last population, in box widths */
    double radius_bound;       /* what the theorem's recursion allows */
    double worst_radius;       /* largest ratio of radius to bound */
    int64_t generations;
    int32_t restarts;
    int32_t restart_limit;
} l2e_certificate;

/* What the library has allocated since the process began, by all solvers and threads. */
typedef struct l2e_memory {
    uint32_t struct_size; /* in: sizeof(l2e_memory) */
    int32_t collections;  /* of its garbage collector */
    int64_t allocated_bytes;
} l2e_memory;

/* ---- Versions and errors ---- */

/* L2E_ABI_MISMATCH unless the library has the interface of this header: l2e_check_abi(L2E_ABI_VERSION). */
l2e_status l2e_check_abi(uint32_t abi_version);

/* The library's version, such as 0.1.0. */
l2e_status l2e_get_version(int32_t *major, int32_t *minor, int32_t *patch);

/*
 * One line of text about the last call of this thread that failed, UTF-8 with a NUL at its end; empty when none has.
 * buffer takes it if it is at most capacity bytes with its NUL, else L2E_BUFFER_TOO_SMALL; capacity 0, where buffer is optional, asks
 * for the length alone. length (optional) is its number of bytes without the NUL. This function does not count as a call that failed.
 */
l2e_status l2e_last_error(char *buffer, size_t capacity, size_t *length);

l2e_status l2e_get_memory(l2e_memory *memory);

/* ---- Creating and destroying ---- */

l2e_status l2e_options_init(l2e_options *options);

/* A solver for an objective of the caller. */
l2e_status l2e_create(const l2e_options *options, l2e_solver **solver);

/*
 * A solver for a built-in problem: rastrigin, rosenbrock, ackley, ..., bbob-f01 to bbob-f24, cartpole, ... (`l2e problems` lists them).
 * instance, at least 0, is the seed of its random shift; rotated (0 or 1) mixes the coordinates.
 */
l2e_status l2e_create_problem(
    const char *name, int32_t instance, int32_t rotated, const l2e_options *options, l2e_solver **solver);

/* Ends the solver and its threads; the handle is good no more. */
l2e_status l2e_destroy(l2e_solver *solver);

/* Begins again with the same options from another start [dimension], spread as in l2e_options, reusing all memory: a warm start. */
l2e_status l2e_reset(l2e_solver *solver, const double *start, double spread);

/* ---- Running ---- */

/*
 * The next candidates, points[count * dimension], one after the other; the same ones until they are told. capacity is the number of
 * doubles that points has room for: largest_batch * dimension (l2e_get_state) is always enough. count is 0 when the run has ended.
 */
l2e_status l2e_ask(l2e_solver *solver, double *points, size_t capacity, int32_t *count);

/* The values of all candidates last asked for, in their order. Refused where there are constraints, which belong to each value. */
l2e_status l2e_tell(l2e_solver *solver, const double *fitness, int32_t count);

/* The value of one of them; in whatever order that happens, the run is the same. */
l2e_status l2e_tell_one(l2e_solver *solver, int32_t index, double fitness);

/* The same with constraints: those of all candidates [count * constraint_count], one candidate after the other, and of one of them. */
l2e_status l2e_tell_constrained(l2e_solver *solver, const double *fitness, const double *constraints, int32_t count);
l2e_status l2e_tell_one_constrained(l2e_solver *solver, int32_t index, double fitness, const double *constraints);

/*
 * Evaluates one batch. objective is NULL for a built-in problem. has_more (optional) is 0 when the run had ended, and nothing was done.
 */
l2e_status l2e_step(l2e_solver *solver, l2e_objective objective, void *user, int32_t *has_more);

/*
 * Runs to the end, or for a time: it stops before, by what the last evaluations took, and the next call goes on. Where it stops does
 * not change the run. seconds is 0 or more, INFINITY for no limit. run_status (optional) says why it stopped.
 */
l2e_status l2e_solve(l2e_solver *solver, l2e_objective objective, void *user, double seconds, l2e_run_status *run_status);

/* ---- Results ---- */

l2e_status l2e_get_state(l2e_solver *solver, l2e_state *state);

/* The best point, x[dimension]; the start before any value was finite. */
l2e_status l2e_get_best(l2e_solver *solver, double *x, int32_t dimension);

/*
 * The constraints at the best point, values[count], NaN before any value was finite, and the multipliers (optional) of the run so far;
 * count is constraint_count. A point that breaks no constraint is better than all that do.
 */
l2e_status l2e_get_constraints(l2e_solver *solver, double *values, double *multipliers, int32_t count);

l2e_status l2e_get_certificate(l2e_solver *solver, l2e_certificate *certificate);

/* ---- Snapshots ---- */

/*
 * All of the run's state, in the middle of a batch too. size is the number of bytes it takes; buffer takes it if it is at most
 * capacity, else L2E_BUFFER_TOO_SMALL; capacity 0, where buffer is optional, asks for the size alone.
 */
l2e_status l2e_save(l2e_solver *solver, void *buffer, size_t capacity, size_t *size);

/*
 * Goes on from a snapshot of a run of the same problem with the same options; the start may differ. The run that follows is the same,
 * bit for bit, as the one that was saved. L2E_BAD_DATA leaves the solver as it was.
 */
l2e_status l2e_restore(l2e_solver *solver, const void *snapshot, size_t size);

#ifdef __cplusplus
}
#endif

#endif
