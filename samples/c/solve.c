/* Minimises Rastrigin's function through a callback, then lets the library learn to balance its built-in pole. */
#include "l2e.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { DIMENSION = 30 };

static void require(l2e_status status, const char *what)
{
    if (status == L2E_OK)
        return;
    char message[512] = "";
    l2e_last_error(message, sizeof message, NULL);
    fprintf(stderr, "%s: status %d: %s\n", what, status, message);
    exit(1);
}

static int32_t rastrigin(void *user, const double *points, int32_t count, int32_t dimension, double *fitness)
{
    long *evaluations = user;
    for (int32_t i = 0; i < count; i++) {
        const double *x = points + (size_t)i * (size_t)dimension;
        double sum = 10.0 * dimension;
        for (int32_t j = 0; j < dimension; j++)
            sum += x[j] * x[j] - 10 * cos(2 * 3.14159265358979323846 * x[j]);
        fitness[i] = sum;
    }
    *evaluations += count;
    return 0;
}

static l2e_state get_state(l2e_solver *solver)
{
    l2e_state state = {.struct_size = sizeof state};
    require(l2e_get_state(solver, &state), "l2e_get_state");
    return state;
}

static void minimise_rastrigin(void)
{
    double lower[DIMENSION], upper[DIMENSION], best[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
        lower[i] = -5.12;
        upper[i] = 5.12;
    }
    l2e_options options;
    require(l2e_options_init(&options), "l2e_options_init");
    options.dimension = DIMENSION;
    options.budget = 6000;
    options.lower = lower;
    options.upper = upper;
    l2e_solver *solver = NULL;
    require(l2e_create(&options, &solver), "l2e_create");
    long evaluations = 0;
    require(l2e_solve(solver, rastrigin, &evaluations, INFINITY, NULL), "l2e_solve");
    require(l2e_get_best(solver, best, DIMENSION), "l2e_get_best");
    l2e_certificate certificate = {.struct_size = sizeof certificate};
    require(l2e_get_certificate(solver, &certificate), "l2e_get_certificate");
    l2e_state state = get_state(solver);
    printf("rastrigin, %d variables: %.3g after %ld evaluations, x[0] = %.3g; certificate %s\n", DIMENSION, state.best_fitness,
        evaluations, best[0], certificate.holds ? "holds" : "does not hold");
    require(l2e_destroy(solver), "l2e_destroy");
}

static void balance_pole(void)
{
    l2e_options options;
    require(l2e_options_init(&options), "l2e_options_init");
    options.budget = 2000;
    l2e_solver *solver = NULL;
    require(l2e_create_problem("cartpole", 1, 0, &options, &solver), "l2e_create_problem");
    l2e_run_status status;
    require(l2e_solve(solver, NULL, NULL, 10.0, &status), "l2e_solve");
    l2e_state state = get_state(solver);
    printf("cartpole: %.3g of its best after %" PRId64 " evaluations (the start: %.3g)\n", state.best_fitness - state.known_optimum,
        state.evaluations, state.initial_fitness - state.known_optimum);
    require(l2e_destroy(solver), "l2e_destroy");
}

int main(void)
{
    require(l2e_check_abi(L2E_ABI_VERSION), "l2e_check_abi");
    minimise_rastrigin();
    balance_pole();
    return 0;
}
