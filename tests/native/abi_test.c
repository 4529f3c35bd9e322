/*
 * The C interface as a stranger would misuse it. `abi_test [CALLS]`: checks what l2e.h promises, then makes so many random calls with
 * random arguments (default 20,000): each must return a status, and none may touch memory that is not the library's to touch.
 * Compile with -fsanitize=address.
 */
#include "l2e.h"

#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int checks;

#define CHECK(condition)                                                                        \
    do {                                                                                        \
        checks++;                                                                               \
        if (!(condition)) {                                                                     \
            char message[512] = "";                                                             \
            l2e_last_error(message, sizeof message, NULL);                                      \
            fprintf(stderr, "%s:%d: %s (last error: %s)\n", __FILE__, __LINE__, #condition, message); \
            exit(1);                                                                            \
        }                                                                                       \
    } while (0)

enum { DIMENSION = 6, BUDGET = 1200 };

static double bounds_low[DIMENSION], bounds_high[DIMENSION];

static double value(const double *x, int32_t dimension)
{
    double sum = 0;
    for (int32_t j = 0; j < dimension; j++)
        sum += (x[j] - 1) * (x[j] - 1) * (j + 1) + 2 - 2 * cos(3 * (x[j] - 1));
    return sum;
}

static int32_t evaluate(void *user, const double *points, int32_t count, int32_t dimension, double *fitness)
{
    (void)user;
    for (int32_t i = 0; i < count; i++)
        fitness[i] = value(points + (size_t)i * (size_t)dimension, dimension);
    return 0;
}

static l2e_options get_options(void)
{
    l2e_options options;
    CHECK(l2e_options_init(&options) == L2E_OK);
    options.dimension = DIMENSION;
    options.budget = BUDGET;
    options.lower = bounds_low;
    options.upper = bounds_high;
    return options;
}

static l2e_solver *create(void)
{
    l2e_options options = get_options();
    l2e_solver *solver = NULL;
    CHECK(l2e_create(&options, &solver) == L2E_OK);
    return solver;
}

static l2e_state get_state(l2e_solver *solver)
{
    l2e_state state = {.struct_size = sizeof state};
    CHECK(l2e_get_state(solver, &state) == L2E_OK);
    return state;
}

static void solve_is_ask_and_tell_is_step(void)
{
    l2e_solver *whole = create(), *told = create(), *stepped = create();
    CHECK(l2e_solve(whole, evaluate, NULL, INFINITY, NULL) == L2E_OK);
    int32_t capacity = get_state(told).largest_batch * DIMENSION, count = 0, has_more = 1;
    double *points = malloc(sizeof(double) * (size_t)capacity);
    for (;;) {
        CHECK(l2e_ask(told, points, (size_t)capacity, &count) == L2E_OK);
        if (count == 0)
            break;
        /* One by one and backwards, the first of each batch last. */
        for (int32_t i = count - 1; i >= 0; i--)
            CHECK(l2e_tell_one(told, i, value(points + i * DIMENSION, DIMENSION)) == L2E_OK);
    }
    while (has_more)
        CHECK(l2e_step(stepped, evaluate, NULL, &has_more) == L2E_OK);
    double a[DIMENSION], b[DIMENSION], c[DIMENSION];
    CHECK(l2e_get_best(whole, a, DIMENSION) == L2E_OK && l2e_get_best(told, b, DIMENSION) == L2E_OK);
    CHECK(l2e_get_best(stepped, c, DIMENSION) == L2E_OK);
    CHECK(memcmp(a, b, sizeof a) == 0 && memcmp(a, c, sizeof a) == 0);
    CHECK(get_state(whole).best_fitness < 1e-8 && get_state(whole).evaluations == BUDGET);
    l2e_certificate certificate = {.struct_size = sizeof certificate};
    CHECK(l2e_get_certificate(whole, &certificate) == L2E_OK && certificate.holds == 1 && certificate.path_length <= certificate.path_bound);
    free(points);
    CHECK(l2e_destroy(whole) == L2E_OK && l2e_destroy(told) == L2E_OK && l2e_destroy(stepped) == L2E_OK);
}

/* The built-in problem g24, written again. */
static int32_t evaluate_g24(void *user, const double *points, int32_t count, int32_t dimension, double *fitness)
{
    (void)user;
    for (int32_t i = 0; i < count; i++)
        fitness[i] = -3 * points[i * dimension] - 4 * points[i * dimension + 1];
    return 0;
}

static int32_t limit_g24(void *user, const double *points, int32_t count, int32_t dimension, double *constraints)
{
    for (int32_t i = 0; i < count; i++) {
        double x = 3 * points[i * dimension], y = 4 * points[i * dimension + 1];
        constraints[2 * i] = -2 * x * x * x * x + 8 * x * x * x - 8 * x * x + y - 2;
        constraints[2 * i + 1] = -4 * x * x * x * x + 32 * x * x * x - 88 * x * x + 96 * x + y - 36;
    }
    return user == NULL ? 0 : 1;
}

/* Asks and tells to the end: whole batches, or their candidates one by one, the last first. */
static void tell_g24(l2e_solver *solver, int one_by_one)
{
    int32_t largest = get_state(solver).largest_batch, count = 0;
    double *points = malloc(sizeof(double) * 5 * (size_t)largest), *fitness = points + 2 * largest, *constraints = fitness + largest;
    while (l2e_ask(solver, points, 2 * (size_t)largest, &count) == L2E_OK && count > 0) {
        evaluate_g24(NULL, points, count, 2, fitness);
        limit_g24(NULL, points, count, 2, constraints);
        if (one_by_one)
            for (int32_t i = count - 1; i >= 0; i--)
                CHECK(l2e_tell_one_constrained(solver, i, fitness[i], constraints + 2 * i) == L2E_OK);
        else
            CHECK(l2e_tell_constrained(solver, fitness, constraints, count) == L2E_OK);
    }
    free(points);
}

static void constraints_are_told_or_computed_by_a_function(void)
{
    enum { BUILT_IN, BUILT_IN_TOLD, TOLD, TOLD_ONE_BY_ONE, COMPUTED, WAYS };
    static const double low[2] = {0, 0}, high[2] = {1, 1};
    l2e_solver *solvers[WAYS];
    l2e_options options = get_options();
    options.lower = low;
    options.upper = high;
    options.dimension = 2;
    options.seed = 2; /* one that comes close within this budget */
    CHECK(l2e_create_problem("g24", 0, 0, &options, &solvers[BUILT_IN]) == L2E_OK);
    CHECK(l2e_create_problem("g24", 0, 0, &options, &solvers[BUILT_IN_TOLD]) == L2E_OK);
    options.constraint_count = 2;
    CHECK(l2e_create(&options, &solvers[TOLD]) == L2E_OK && l2e_create(&options, &solvers[TOLD_ONE_BY_ONE]) == L2E_OK);
    options.constraints = limit_g24;
    options.threads = 2;
    CHECK(l2e_create(&options, &solvers[COMPUTED]) == L2E_OK);
    CHECK(l2e_solve(solvers[COMPUTED], evaluate_g24, &options, INFINITY, NULL) == L2E_STOPPED);

    CHECK(l2e_solve(solvers[BUILT_IN], NULL, NULL, INFINITY, NULL) == L2E_OK);
    tell_g24(solvers[BUILT_IN_TOLD], 0);
    tell_g24(solvers[TOLD], 0);
    tell_g24(solvers[TOLD_ONE_BY_ONE], 1);
    CHECK(l2e_solve(solvers[COMPUTED], evaluate_g24, NULL, INFINITY, NULL) == L2E_OK);

    double first[2], values[2], multipliers[2], there[2];
    CHECK(l2e_get_best(solvers[BUILT_IN], first, 2) == L2E_OK);
    limit_g24(NULL, first, 1, 2, there);
    for (int way = BUILT_IN; way < WAYS; way++) {
        double x[2];
        l2e_state state = get_state(solvers[way]);
        CHECK(state.constraint_count == 2 && state.is_feasible == 1 && state.evaluations == BUDGET);
        CHECK(fabs(state.best_fitness + 5.50801327159536) < 1e-4);
        CHECK(l2e_get_best(solvers[way], x, 2) == L2E_OK && memcmp(x, first, sizeof x) == 0);
        CHECK(l2e_get_constraints(solvers[way], values, multipliers, 2) == L2E_OK);
        CHECK(memcmp(values, there, sizeof values) == 0 && values[0] <= 0 && values[1] <= 0);
        CHECK(multipliers[0] >= 0 && multipliers[1] >= 0 && multipliers[0] + multipliers[1] > 0);
        CHECK(l2e_get_constraints(solvers[way], values, NULL, 1) == L2E_INVALID_ARGUMENT);
        CHECK(l2e_destroy(solvers[way]) == L2E_OK);
    }
}

static void snapshots_go_on_and_altered_ones_are_refused(void)
{
    l2e_solver *whole = create(), *begun = create(), *other = create();
    CHECK(l2e_solve(whole, evaluate, NULL, INFINITY, NULL) == L2E_OK);
    for (int i = 0; i < 5; i++)
        CHECK(l2e_step(begun, evaluate, NULL, NULL) == L2E_OK);
    size_t size = 0;
    CHECK(l2e_save(begun, NULL, 0, &size) == L2E_OK && size > 0);
    unsigned char *snapshot = malloc(size);
    CHECK(l2e_save(begun, snapshot, size - 1, &size) == L2E_BUFFER_TOO_SMALL);
    CHECK(l2e_save(begun, snapshot, size, &size) == L2E_OK);
    snapshot[size / 2] ^= 1;
    CHECK(l2e_restore(other, snapshot, size) == L2E_BAD_DATA);
    CHECK(l2e_restore(other, snapshot, size / 3) == L2E_BAD_DATA);
    CHECK(get_state(other).evaluations == 0);
    snapshot[size / 2] ^= 1;
    CHECK(l2e_restore(other, snapshot, size) == L2E_OK);
    CHECK(l2e_solve(other, evaluate, NULL, INFINITY, NULL) == L2E_OK);
    CHECK(get_state(other).best_fitness == get_state(whole).best_fitness);
    free(snapshot);
    CHECK(l2e_destroy(whole) == L2E_OK && l2e_destroy(begun) == L2E_OK && l2e_destroy(other) == L2E_OK);
}

static void handles_that_are_none_are_refused(void)
{
    int32_t count;
    double best[DIMENSION];
    l2e_solver *solver = create();
    CHECK(l2e_destroy(solver) == L2E_OK);
    CHECK(l2e_destroy(solver) == L2E_INVALID_HANDLE);
    CHECK(l2e_get_best(solver, best, DIMENSION) == L2E_INVALID_HANDLE);
    CHECK(l2e_ask(NULL, best, DIMENSION, &count) == L2E_INVALID_HANDLE);
    CHECK(l2e_step((l2e_solver *)(void *)best, evaluate, NULL, NULL) == L2E_INVALID_HANDLE);
    l2e_solver *next = create();
    CHECK(l2e_get_best(solver, best, DIMENSION) == L2E_INVALID_HANDLE);
    CHECK(l2e_destroy(next) == L2E_OK);
}

static void bad_arguments_are_named_and_change_nothing(void)
{
    l2e_options options = get_options();
    l2e_solver *solver = (l2e_solver *)(void *)&options;
    char message[512];
    size_t length;
    options.budget = 3;
    CHECK(l2e_create(&options, &solver) == L2E_INVALID_ARGUMENT && solver == (l2e_solver *)(void *)&options);
    CHECK(l2e_last_error(message, sizeof message, &length) == L2E_OK && strstr(message, "budget") && strlen(message) == length);
    CHECK(l2e_last_error(message, 4, &length) == L2E_BUFFER_TOO_SMALL);
    options.budget = BUDGET;
    options.lower = NULL;
    CHECK(l2e_create(&options, &solver) == L2E_INVALID_ARGUMENT);
    options.lower = bounds_high;
    CHECK(l2e_create(&options, &solver) == L2E_INVALID_ARGUMENT);
    options.lower = bounds_low;
    options.weights = message;
    options.weights_size = sizeof message;
    CHECK(l2e_create(&options, &solver) == L2E_BAD_DATA);
    CHECK(l2e_create(NULL, &solver) == L2E_INVALID_ARGUMENT && l2e_create(&options, NULL) == L2E_INVALID_ARGUMENT);
    CHECK(l2e_check_abi(L2E_ABI_VERSION + 1) == L2E_ABI_MISMATCH);
    options = get_options();
    options.constraints = evaluate;
    CHECK(l2e_create(&options, &solver) == L2E_INVALID_ARGUMENT);
    options.constraint_count = 1;
    CHECK(l2e_create_problem("sphere", 1, 0, &options, &solver) == L2E_INVALID_ARGUMENT);
    options.constraints = NULL;
    CHECK(l2e_create(&options, &solver) == L2E_OK);
    CHECK(l2e_step(solver, evaluate, NULL, NULL) == L2E_INVALID_ARGUMENT);
    CHECK(l2e_destroy(solver) == L2E_OK);

    solver = create();
    int32_t count;
    double points[DIMENSION], fitness[1] = {0};
    CHECK(l2e_tell(solver, fitness, 1) == L2E_INVALID_STATE);
    CHECK(l2e_ask(solver, points, DIMENSION, &count) == L2E_BUFFER_TOO_SMALL);
    CHECK(l2e_tell(solver, fitness, 1) == L2E_INVALID_ARGUMENT);
    CHECK(l2e_step(solver, NULL, NULL, NULL) == L2E_INVALID_ARGUMENT);
    CHECK(l2e_solve(solver, evaluate, NULL, NAN, NULL) == L2E_INVALID_ARGUMENT);
    CHECK(l2e_get_best(solver, points, DIMENSION - 1) == L2E_INVALID_ARGUMENT);
    CHECK(l2e_reset(solver, points, 7) == L2E_INVALID_ARGUMENT);
    CHECK(l2e_tell_constrained(solver, fitness, points, 1) == L2E_INVALID_ARGUMENT);
    CHECK(l2e_get_constraints(solver, NULL, NULL, 0) == L2E_OK);
    CHECK(l2e_get_constraints(solver, points, NULL, 1) == L2E_INVALID_ARGUMENT);
    l2e_state state = {.struct_size = 3};
    CHECK(l2e_get_state(solver, &state) == L2E_ABI_MISMATCH);
    CHECK(get_state(solver).evaluations == 0);
    CHECK(l2e_destroy(solver) == L2E_OK);
}

static int32_t call_back(void *user, const double *points, int32_t count, int32_t dimension, double *fitness)
{
    l2e_solver *solver = *(l2e_solver **)user;
    CHECK(l2e_step(solver, evaluate, NULL, NULL) == L2E_BUSY);
    CHECK(l2e_destroy(solver) == L2E_BUSY);
    return evaluate(NULL, points, count, dimension, fitness);
}

static int32_t stop(void *user, const double *points, int32_t count, int32_t dimension, double *fitness)
{
    evaluate(user, points, count, dimension, fitness);
    return 1;
}

static void an_objective_may_call_back_and_may_stop(void)
{
    l2e_solver *solver = create();
    CHECK(l2e_step(solver, call_back, &solver, NULL) == L2E_OK);
    int64_t evaluations = get_state(solver).evaluations;
    CHECK(l2e_solve(solver, stop, NULL, INFINITY, NULL) == L2E_STOPPED && get_state(solver).evaluations == evaluations);
    CHECK(l2e_solve(solver, evaluate, NULL, INFINITY, NULL) == L2E_OK && get_state(solver).evaluations == BUDGET);
    CHECK(l2e_destroy(solver) == L2E_OK);
}

static void a_warm_start_begins_again(void)
{
    l2e_solver *solver = create();
    double best[DIMENSION], outside[DIMENSION] = {9};
    CHECK(l2e_solve(solver, evaluate, NULL, INFINITY, NULL) == L2E_OK);
    CHECK(l2e_get_best(solver, best, DIMENSION) == L2E_OK);
    CHECK(l2e_reset(solver, outside, 0) == L2E_INVALID_ARGUMENT && get_state(solver).evaluations == BUDGET);
    CHECK(l2e_reset(solver, best, 0.01) == L2E_OK && get_state(solver).evaluations == 0);
    CHECK(l2e_step(solver, evaluate, NULL, NULL) == L2E_OK);
    CHECK(get_state(solver).initial_fitness == value(best, DIMENSION));
    l2e_run_status status;
    CHECK(l2e_solve(solver, evaluate, NULL, 0, &status) == L2E_OK && status == L2E_RUN_TIME_SPENT);
    CHECK(l2e_destroy(solver) == L2E_OK);
}

static void *solve_alone(void *result)
{
    l2e_solver *solver = create();
    CHECK(l2e_solve(solver, evaluate, NULL, INFINITY, NULL) == L2E_OK);
    *(double *)result = get_state(solver).best_fitness;
    CHECK(l2e_destroy(solver) == L2E_OK);
    return NULL;
}

static void solvers_of_several_threads_do_not_meet(void)
{
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    double results[THREADS];
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, solve_alone, &results[i]) == 0);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    for (int i = 1; i < THREADS; i++)
        CHECK(results[i] == results[0]);
}

static void running_allocates_nothing(void)
{
    l2e_solver *solver = create();
    double start[DIMENSION] = {0};
    l2e_memory before = {.struct_size = sizeof before}, after = before;
    for (int run = 0; run < 30; run++) {
        /* The first runs make what the runtime keeps for good. */
        if (run == 10)
            CHECK(l2e_get_memory(&before) == L2E_OK);
        CHECK(l2e_reset(solver, start, 0) == L2E_OK);
        CHECK(l2e_solve(solver, evaluate, NULL, INFINITY, NULL) == L2E_OK);
    }
    CHECK(l2e_get_memory(&after) == L2E_OK);
    printf("%lld bytes, %d collections in 20 runs\n", (long long)(after.allocated_bytes - before.allocated_bytes),
        after.collections - before.collections);
    CHECK(after.allocated_bytes == before.allocated_bytes && after.collections == before.collections);
    CHECK(l2e_destroy(solver) == L2E_OK);
}

static uint64_t random_state = 88172645463325252u;

static uint64_t next(uint64_t bound)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state % bound;
}

static double odd_number(void)
{
    static const double numbers[] = {0, 1, -1, 0.5, 1e-300, 1e300, -1e300, 4.9e-324, NAN, INFINITY, -INFINITY, 3, 1e-4};
    return numbers[next(sizeof numbers / sizeof *numbers)];
}

/* Writes the first constraint of all; those of random solvers that are left are NaN. */
static int32_t limit(void *user, const double *points, int32_t count, int32_t dimension, double *constraints)
{
    (void)user;
    for (int32_t i = 0; i < count; i++)
        constraints[i] = points[(size_t)i * (size_t)dimension];
    return 0;
}

static void random_calls(long calls)
{
    enum { SOLVERS = 8, ROOM = 4096 };
    l2e_solver *solvers[SOLVERS] = {NULL};
    double numbers[ROOM], read[ROOM];
    static unsigned char bytes[1 << 18];
    long statuses[L2E_INTERNAL_ERROR + 1] = {0};
    static const char *problems[] = {"sphere", "g24", "nothing"};
    for (long call = 0; call < calls; call++) {
        uint64_t which = next(SOLVERS);
        l2e_solver *solver = next(20) == 0 ? (l2e_solver *)(uintptr_t)random_state : solvers[which];
        for (int i = 0; i < 16; i++)
            numbers[next(ROOM)] = odd_number();
        double *maybe = next(12) == 0 ? NULL : read;
        int32_t count = (int32_t)next(40) - 2;
        size_t size = next(sizeof bytes);
        l2e_status status = -1;
        /* Handles that are none have their share, but most calls are to find a solver. */
        switch (solvers[which] == NULL && next(3) != 0 ? 0 : next(18)) {
        case 0: {
            l2e_options options = get_options();
            options.dimension = (int32_t)next(9) - 1;
            options.budget = (int64_t)next(400);
            options.population = (int32_t)next(12) - 1;
            options.threads = next(30) == 0 ? (int32_t)next(3) : 1;
            options.spread = next(4) == 0 ? odd_number() : 0;
            options.target = next(4) == 0 ? odd_number() : -INFINITY;
            options.start = next(3) == 0 ? numbers : NULL;
            options.upper = next(9) == 0 ? numbers : bounds_high;
            options.constraint_count = next(3) == 0 ? (int32_t)next(4) - 1 : 0;
            options.constraints = next(6) == 0 ? limit : NULL;
            if (options.dimension > DIMENSION)
                options.dimension = DIMENSION;
            if (next(30) == 0)
                options.struct_size = (uint32_t)next(200);
            if (solvers[which] != NULL)
                CHECK(l2e_destroy(solvers[which]) == L2E_OK);
            solvers[which] = NULL;
            status = next(4) == 0 ? l2e_create_problem(problems[next(3)], count, (int32_t)next(3), &options, &solvers[which])
                                  : l2e_create(&options, next(40) == 0 ? NULL : &solvers[which]);
            break;
        }
        case 1:
            status = l2e_ask(solver, maybe, next(2) ? ROOM : next(64), next(20) == 0 ? NULL : &count);
            break;
        case 2:
            status = l2e_tell(solver, next(12) == 0 ? NULL : numbers, count);
            break;
        case 3:
            status = l2e_tell_one(solver, count, odd_number());
            break;
        case 4:
        case 5:
        case 6:
            status = l2e_step(solver, next(9) == 0 ? NULL : next(9) == 0 ? stop : evaluate, NULL, NULL);
            break;
        case 7:
            status = l2e_solve(solver, next(9) == 0 ? NULL : evaluate, NULL, next(3) ? 0 : odd_number(), NULL);
            break;
        case 8: {
            l2e_state state = {.struct_size = next(9) == 0 ? (uint32_t)next(200) : sizeof state};
            status = l2e_get_state(solver, next(12) == 0 ? NULL : &state);
            break;
        }
        case 9:
            status = l2e_get_best(solver, maybe, next(2) ? DIMENSION : count);
            break;
        case 10: {
            l2e_certificate certificate = {.struct_size = next(9) == 0 ? (uint32_t)next(200) : sizeof certificate};
            status = l2e_get_certificate(solver, &certificate);
            break;
        }
        case 11:
            status = l2e_save(solver, bytes, size, next(9) == 0 ? NULL : &size);
            break;
        case 12:
            bytes[next(sizeof bytes)] ^= (unsigned char)next(3);
            status = l2e_restore(solver, next(9) == 0 ? NULL : bytes, size);
            break;
        case 13:
            status = l2e_reset(solver, next(9) == 0 ? NULL : numbers, odd_number());
            break;
        case 14:
            status = l2e_tell_constrained(solver, numbers, maybe, count);
            break;
        case 15:
            status = next(2) ? l2e_tell_one_constrained(solver, count, odd_number(), maybe)
                             : l2e_get_constraints(solver, maybe, next(2) ? NULL : read, (int32_t)next(4) - 1);
            break;
        case 16:
            status = l2e_last_error((char *)bytes, next(2) ? next(600) : 0, next(2) ? &size : NULL);
            break;
        default:
            status = next(4) ? L2E_OK : l2e_destroy(solver);
            if (status == L2E_OK && solver == solvers[which] && solver != NULL && l2e_get_best(solver, read, 0) == L2E_INVALID_HANDLE)
                solvers[which] = NULL;
            break;
        }
        CHECK(status >= L2E_OK && status < L2E_INTERNAL_ERROR);
        statuses[status]++;
    }
    for (int i = 0; i < SOLVERS; i++)
        if (solvers[i] != NULL)
            CHECK(l2e_destroy(solvers[i]) == L2E_OK);
    printf("%ld random calls:", calls);
    for (int i = 0; i <= L2E_INTERNAL_ERROR; i++)
        printf(" %d: %ld", i, statuses[i]);
    printf("\n");
}

int main(int argc, char **argv)
{
    for (int i = 0; i < DIMENSION; i++) {
        bounds_low[i] = -5;
        bounds_high[i] = 5;
    }
    CHECK(l2e_check_abi(L2E_ABI_VERSION) == L2E_OK);
    solve_is_ask_and_tell_is_step();
    constraints_are_told_or_computed_by_a_function();
    snapshots_go_on_and_altered_ones_are_refused();
    handles_that_are_none_are_refused();
    bad_arguments_are_named_and_change_nothing();
    an_objective_may_call_back_and_may_stop();
    a_warm_start_begins_again();
    solvers_of_several_threads_do_not_meet();
    running_allocates_nothing();
    random_calls(argc > 1 ? atol(argv[1]) : 20000);
    printf("%d checks passed\n", checks);
    return 0;
}
