using L2E.Kernels;
using L2E.Kernels.Problems;
using L2E.Kernels.Training;
using OwnOperator;

// Trains an operator of one's own on two families, measures it on a function that training never sees, and solves with it.
ScheduleOperator schedule = new();
TrainingConfiguration configuration = new()
{
    Families = ["sphere", "ellipsoid"],
    HeldOut = ["levy"],
    Dimensions = [6, 10],
    Populations = [12],
    ShortestHorizon = 30,
    LongestHorizon = 60,
    Window = 60,
    Tasks = 16,
    Pool = 128,
    Iterations = 150,
    Estimator = GradientEstimator.Backprop,
    LearningRate = 0.02,
    WarmUp = 5,
    WeightDecay = 0,
    Clip = 1,
    SkipAbove = 200,
    Perturbation = 0.05,
    Seed = 1,
};

using Trainer trainer = new(configuration, threads: 1, schedule);
using WorkerTeam team = new(1);
TrainingTask[] unseen =
    [.. Enumerable.Range(1, 32).Select(instance => TrainingTask.Create(Levy.Create(new ObjectiveInstance(10, instance)), 10))];
WholeRuns heldOut = new(configuration, unseen, team, schedule);
Console.WriteLine($"before: {heldOut.Measure(trainer.Parameters):F2} decades on levy, held out");
trainer.Validate();
while (!trainer.IsComplete)
{
    trainer.Step();
    if (trainer.Iteration % 50 == 0)
        Console.WriteLine($"step {trainer.Iteration}: {trainer.Validate().Validation:F2} decades on other draws of the families");
}

Console.WriteLine($"after: {heldOut.Measure(trainer.BestParameters):F2} decades on levy, held out");

OperatorWeights weights = OperatorWeights.FromParameters("schedule", trainer.BestParameters, evolutionOperator: schedule);
using Solver<Levy> solver = new(Levy.Create(new ObjectiveInstance(10)), SolverOptions.For<Levy>(10, 2000) with { Weights = weights });
SolveResult result = solver.Solve();
Console.WriteLine($"solved: f = {result.BestFitness:G3}, certificate {(result.Certificate.Holds ? "holds" : "DOES NOT HOLD")}");
