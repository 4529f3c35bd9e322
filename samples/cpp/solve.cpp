// Minimises Rastrigin's function, then lets the library learn to balance its built-in pole.
#include "l2e.hpp"

#include <cmath>
#include <cstdio>

int main()
{
    const std::size_t dimension = 30;
    l2e::solver rastrigin(std::vector<double>(dimension, -5.12), std::vector<double>(dimension, 5.12), 6000);
    rastrigin.solve([](const double *x, std::size_t d) {
        double sum = 10.0 * static_cast<double>(d);
        for (std::size_t i = 0; i < d; i++)
            sum += x[i] * x[i] - 10 * std::cos(2 * std::acos(-1.0) * x[i]);
        return sum;
    });
    std::printf("rastrigin, %zu variables: %.3g, x[0] = %.3g; certificate %s\n", dimension, rastrigin.state().best_fitness,
        rastrigin.best()[0], rastrigin.certificate().holds ? "holds" : "does not hold");

    l2e::solver pole("cartpole", 0, 2000);
    pole.solve();
    std::printf("cartpole: %.3g of its best\n", pole.state().best_fitness - pole.state().known_optimum);

    try {
        l2e::solver("sphear", 3, 1000);
    } catch (const l2e::error &mistake) {
        std::printf("and a mistake: %s\n", mistake.what());
    }
}
