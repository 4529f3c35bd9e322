using CommunityToolkit.HighPerformance;
using L2E.Kernels.Generators.Tests.Harness;

namespace L2E.Kernels.Generators.Tests;

/// <summary>Objectives that name a method for their constraints.</summary>
public class ConstraintTests
{
    private const string Method = "void Limits(ReadOnlySpan<double> x, Span<double> constraints) { constraints[0] = x[0] + x[1]; constraints[1] = x[1] * Scale - 1; }";

    [Theory]
    [InlineData("static partial class F", "Constraints = nameof(Limits), ConstraintCount = 2", "static", "private const double Scale = 3;", 3)]
    [InlineData("partial struct F", "Constraints = nameof(Limits), ConstraintCount = 2", "", "private static double Scale => 4;", 4)]
    [InlineData("readonly partial record struct F", "Constraints = \"Limits\"", "", "private double Scale => 5; public int ConstraintCount => 2;", 5)]
    [InlineData(
        "readonly partial struct F(Placement where)", "Constraints = nameof(Limits), ConstraintCount = 2, Placement = nameof(place)", "",
        "private readonly Placement place = where; private double Scale => 6; public static F Create(ObjectiveInstance instance) => new(Placement.Create(instance, 1));",
        6)]
    public void The_binding_calls_the_method_for_each_row(string kind, string argument, string modifier, string members, double scale)
    {
        string evaluate = modifier == "static" ? "static double Evaluate(ReadOnlySpan<double> x)" : "double Evaluate(ReadOnlySpan<double> x)";
        GeneratedAssembly assembly = GeneratorHost.Run($$"""
            [Objective("f", Lower = -5, Upper = 5, {{argument}})]
            public {{kind}}
            {
                {{members}}
                public {{evaluate}} => x[0];
                {{modifier}} {{Method}}
            }
            """).Load();

        (int count, double[,] constraints) = assembly.Create<Observer, (int, double[,])>("f", new ObjectiveInstance(2), default);

        Assert.Equal(2, count);
        Assert.Equal(new[,] { { 3, 2 * scale - 1 }, { -1, 0.5 * scale - 1 } }, constraints);
    }

    [Fact]
    public void An_objective_that_names_none_has_none()
    {
        GeneratedAssembly assembly = GeneratorHost.Run("""
            [Objective("f", Lower = -5, Upper = 5)]
            static partial class F { public static double Evaluate(ReadOnlySpan<double> x) => x[0]; }
            """).Load();

        Assert.Equal(0, assembly.Create<Counter, int>("f", new ObjectiveInstance(2), default));
    }

    [Theory]
    [InlineData("[|Constraints = \"Limits\"|], ConstraintCount = 1", "", "there is no such method; write 'static void Limits(ReadOnlySpan<double> x, Span<double> constraints)'")]
    [InlineData(
        "Constraints = \"Limits\", ConstraintCount = 1", "static double [|Limits|](ReadOnlySpan<double> x) => 0;",
        "that is 'F.Limits(ReadOnlySpan<double>)', which returns 'double'; write 'static void Limits(ReadOnlySpan<double> x, Span<double> constraints)'")]
    [InlineData(
        "[|Constraints = \"Limits\"|]", "static void Limits(ReadOnlySpan<double> x, Span<double> constraints) { }",
        "ConstraintCount is missing; give their number, at least 1: ConstraintCount = 2")]
    [InlineData(
        "Constraints = \"Limits\", [|ConstraintCount = 0|]", "static void Limits(ReadOnlySpan<double> x, Span<double> constraints) { }",
        "ConstraintCount is 0; give their number, at least 1: ConstraintCount = 2")]
    public Task What_does_not_fit_is_reported_where_it_stands(string argument, string member, string reason) =>
        MarkedSource.AssertReportsAsync("L2E0037", $"'F' names 'Limits' as its constraints, but {reason}", $$"""
            [Objective("f", Lower = -5, Upper = 5, {{argument}})]
            static partial class F
            {
                public static double Evaluate(ReadOnlySpan<double> x) => x[0];
                {{member}}
            }
            """);

    [Fact]
    public Task A_number_without_a_method_is_reported() =>
        MarkedSource.AssertReportsAsync(
            "L2E0037",
            "'F' names 'nothing' as its constraints, but ConstraintCount is 2; name the method: Constraints = nameof(Limits)", """
            [Objective("f", Lower = -5, Upper = 5, [|ConstraintCount = 2|])]
            static partial class F { public static double Evaluate(ReadOnlySpan<double> x) => x[0]; }
            """);

    [Fact]
    public Task A_struct_that_counts_them_itself_says_it_once() =>
        MarkedSource.AssertReportsAsync(
            "L2E0037",
            "'F' names 'Limits' as its constraints, but ConstraintCount is 2; leave it out, the type has a property of that name", """
            [Objective("f", Lower = -5, Upper = 5, Constraints = "Limits", [|ConstraintCount = 2|])]
            partial struct F
            {
                public double Evaluate(ReadOnlySpan<double> x) => x[0];
                public int ConstraintCount => 2;
                void Limits(ReadOnlySpan<double> x, Span<double> constraints) { }
            }
            """);

    private readonly struct Observer : IObjectiveVisitor<(int, double[,])>
    {
        public (int, double[,]) Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            double[,] constraints = new double[2, objective.ConstraintCount];
            objective.EvaluateConstraints(new double[,] { { 1, 2 }, { -1.5, 0.5 } }, constraints);
            return (objective.ConstraintCount, constraints);
        }
    }

    private readonly struct Counter : IObjectiveVisitor<int>
    {
        public int Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective
        {
            int count = objective.ConstraintCount;
            Assert.Throws<NotSupportedException>(() => objective.EvaluateConstraints(new double[1, 2], new double[1, 0]));
            return count;
        }
    }
}
