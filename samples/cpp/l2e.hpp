// libl2e for C++17: a solver that destroys itself, statuses as exceptions, any callable as the objective. One header over l2e.h.
#ifndef L2E_HPP
#define L2E_HPP

#include "l2e.h"

#include <cstddef>
#include <exception>
#include <functional>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace l2e {

class error : public std::runtime_error {
public:
    error(l2e_status status, const std::string &message) : std::runtime_error(message), status_(status) {}
    l2e_status status() const noexcept { return status_; }

private:
    l2e_status status_;
};

inline void require(l2e_status status)
{
    if (status == L2E_OK)
        return;
    std::string message(1024, '\0');
    std::size_t length = 0;
    l2e_last_error(&message[0], message.size(), &length);
    message.resize(length < message.size() ? length : 0);
    throw error(status, message);
}

// A point and its number of coordinates to its value. With several threads it is called by several at once.
using objective = std::function<double(const double *x, std::size_t dimension)>;

class solver {
public:
    // An objective of the caller, in a box.
    solver(std::vector<double> lower, std::vector<double> upper, std::int64_t budget, std::uint64_t seed = 1)
    {
        l2e_options options = defaults(budget, seed);
        options.dimension = static_cast<std::int32_t>(lower.size());
        options.lower = lower.data();
        options.upper = upper.data();
        if (lower.size() != upper.size())
            throw error(L2E_INVALID_ARGUMENT, "upper: expected as many bounds as lower has");
        require(l2e_create(&options, &handle_));
    }

    // A built-in problem; dimension 0 for one that has only one.
    solver(const std::string &problem, std::int32_t dimension, std::int64_t budget, std::uint64_t seed = 1)
    {
        l2e_options options = defaults(budget, seed);
        options.dimension = dimension;
        require(l2e_create_problem(problem.c_str(), 1, 0, &options, &handle_));
    }

    solver(solver &&other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    solver &operator=(solver &&other) noexcept
    {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~solver() { l2e_destroy(handle_); }

    // An exception of the objective ends the run and is thrown on.
    l2e_run_status solve(const objective &function = nullptr, double seconds = std::numeric_limits<double>::infinity())
    {
        call context{&function, nullptr};
        l2e_run_status run_status = L2E_RUN_RUNNING;
        l2e_status status = l2e_solve(handle_, function ? evaluate : nullptr, &context, seconds, &run_status);
        if (context.thrown)
            std::rethrow_exception(context.thrown);
        require(status);
        return run_status;
    }

    l2e_state state() const
    {
        l2e_state state{};
        state.struct_size = sizeof state;
        require(l2e_get_state(handle_, &state));
        return state;
    }

    std::vector<double> best() const
    {
        std::vector<double> x(static_cast<std::size_t>(state().dimension));
        require(l2e_get_best(handle_, x.data(), static_cast<std::int32_t>(x.size())));
        return x;
    }

    l2e_certificate certificate() const
    {
        l2e_certificate certificate{};
        certificate.struct_size = sizeof certificate;
        require(l2e_get_certificate(handle_, &certificate));
        return certificate;
    }

private:
    struct call {
        const objective *function;
        std::exception_ptr thrown;
    };

    static l2e_options defaults(std::int64_t budget, std::uint64_t seed)
    {
        require(l2e_check_abi(L2E_ABI_VERSION));
        l2e_options options;
        require(l2e_options_init(&options));
        options.budget = budget;
        options.seed = seed;
        return options;
    }

    static std::int32_t evaluate(void *user, const double *points, std::int32_t count, std::int32_t dimension, double *fitness)
    {
        call *context = static_cast<call *>(user);
        try {
            std::size_t width = static_cast<std::size_t>(dimension);
            for (std::size_t i = 0; i < static_cast<std::size_t>(count); i++)
                fitness[i] = (*context->function)(points + i * width, width);
            return 0;
        } catch (...) {
            context->thrown = std::current_exception();
            return 1;
        }
    }

    l2e_solver *handle_ = nullptr;
};

} // namespace l2e

#endif
