using L2E.Kernels.Generators.Tests.Harness;

namespace L2E.Kernels.Generators.Tests;

/// <summary>What the generated bindings compute, compiled and called through the contract.</summary>
public class BindingTests
{
    private static readonly double[,] candidates = { { 0.1, -2.5, 3.25 }, { 1e-9, 0.7, -0.3 }, { 4, 5, 6 } };

    [Fact]
    public void Static_class_over_double_evaluates_each_row_with_no_workspace()
    {
        Observation seen = GeneratorHost.Run("""
            namespace Sample;
            [Objective("weighted", Lower = -5, Upper = 10.5, Optimum = -1.5, Summary = "Weighted \"sum\" of <x>.")]
            public static partial class Weighted
            {
                public static double Evaluate(ReadOnlySpan<double> x)
                {
                    double sum = 0;
                    for (int i = 0; i < x.Length; i++)
                        sum += (i + 1) * x[i];
                    return sum;
                }
            }
            """).Load().Observe("weighted", candidates);

        Assert.Equal(new ObjectiveDescription("weighted", -5, 10.5, 1, int.MaxValue, "Weighted \"sum\" of <x>."), seen.Description);
        Assert.Equal((-1.5, 0, 0), (seen.KnownOptimum, seen.RequiredDimension, seen.WorkspaceLength));
        Assert.Equal(Rows(row => (((0 + (1 * row[0])) + (2 * row[1])) + (3 * row[2]))), seen.Fitness);
    }

    [Theory]
    [InlineData("float", "float")]
    [InlineData("double", "float")]
    [InlineData("float", "double")]
    public void Element_and_return_types_are_independent(string result, string element)
    {
        Observation seen = GeneratorHost.Run($$"""
            [Objective("first-and-last", Lower = -5, Upper = 5)]
            internal static partial class FirstAndLast
            {
                public static {{result}} Evaluate(ReadOnlySpan<{{element}}> x) => ({{result}})x[0] * ({{result}})x[^1];
            }
            """).Load().Observe("first-and-last", candidates);

        double Round(string type, double value) => type == "float" ? (float)value : value;
        double Factor(double value) => Round(result, Round(element, value));
        Assert.Equal(Rows(row => Round(result, Factor(row[0]) * Factor(row[2]))), seen.Fitness);
        // Candidates in lanes: eight doubles for each coordinate, or sixteen floats.
        Assert.Equal(8 * 3, seen.WorkspaceLength);
        Assert.True(double.IsNaN(seen.KnownOptimum));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(7, 4)]
    [InlineData(8, 4)]
    public void A_float_row_takes_half_as_many_doubles_of_workspace(int dimension, int expected)
    {
        double[,] row = new double[1, dimension];
        row[0, dimension - 1] = 0.1;
        Observation seen = GeneratorHost.Run("""
            [Objective("last", Lower = -5, Upper = 5)]
            static partial class Last
            {
                // No program is read from this: nothing says what ScaleB is.
                public static float Evaluate(ReadOnlySpan<float> x) => MathF.ScaleB(x[^1], 0) + x.Length;
            }
            """).Load().Observe("last", row);

        Assert.Equal(expected, seen.WorkspaceLength);
        Assert.Equal([0.1f + dimension], seen.Fitness);
    }

    [Theory]
    [InlineData("partial struct", "")]
    [InlineData("readonly partial struct", "readonly")]
    [InlineData("partial record struct", "")]
    [InlineData("readonly partial record struct", "readonly")]
    public void Struct_with_data_is_its_own_binding_and_is_made_for_the_instance(string kind, string field)
    {
        Observation seen = GeneratorHost.Run($$"""
            namespace Sample;
            [Objective("shifted", Lower = -5, Upper = 5, Optimum = 0)]
            internal {{kind}} Shifted
            {
                private {{field}} double[] Shift { get; {{(field.Length == 0 ? "set" : "init")}}; }
                public double Evaluate(ReadOnlySpan<double> x)
                {
                    double sum = 0;
                    for (int i = 0; i < x.Length; i++)
                        sum += (x[i] - Shift[i]) * (x[i] - Shift[i]);
                    return sum;
                }
                public static Shifted Create(ObjectiveInstance instance)
                {
                    double[] shift = new double[instance.Dimension];
                    Array.Fill(shift, instance.Instance);
                    return new Shifted { Shift = shift };
                }
            }
            """).Load().Observe("shifted", candidates, instance: 3);

        static double Square(double x) => x * x;
        Assert.Equal(Rows(row => Square(row[0] - 3) + Square(row[1] - 3) + Square(row[2] - 3)), seen.Fitness);
        Assert.Equal((0.0, 0, 0), (seen.KnownOptimum, seen.RequiredDimension, seen.WorkspaceLength));
    }

    [Theory]
    [InlineData("double", "static partial class", "static", "static", 5)]
    [InlineData("double", "partial struct", "", "", 5)]
    [InlineData("double", "partial struct", "", "static", 5)]
    [InlineData("float", "static partial class", "static", "static", 4)]
    [InlineData("float", "partial struct", "", "", 4)]
    public void Scratch_has_the_length_asked_for_and_does_not_overlap_the_row(
        string element, string kind, string modifier, string lengthModifier, int expectedWorkspace)
    {
        Observation seen = GeneratorHost.Run($$"""
            [Objective("reversed", Lower = -5, Upper = 5)]
            public {{kind}} Reversed
            {
                public {{modifier}} double Evaluate(ReadOnlySpan<{{element}}> x, Span<{{element}}> scratch)
                {
                    scratch.Fill(0);
                    for (int i = 0; i < x.Length; i++)
                        scratch[^(i + 1)] = x[i];
                    // No program is read from this: nothing says what ScaleB is.
                    return Math.ScaleB(scratch.Length, 0) + (double)scratch[^1] + 10 * (double)scratch[^2] + 100 * (double)x[2];
                }
                private {{lengthModifier}} int GetScratchLength(int dimension) => dimension + 2;
            }
            """).Load().Observe("reversed", candidates);

        double Element(double value) => element == "float" ? (float)value : value;
        Assert.Equal(Rows(row => (5 + Element(row[0])) + (10 * Element(row[1])) + (100 * Element(row[2]))), seen.Fitness);
        Assert.Equal(expectedWorkspace, seen.WorkspaceLength);
    }

    [Fact]
    public void Members_that_the_struct_declares_are_left_to_it()
    {
        Observation seen = GeneratorHost.Run("""
            [Objective("own", Lower = -5, Upper = 5, Optimum = 1)]
            public readonly partial record struct Own(double KnownOptimum, int Length)
            {
                public int RequiredDimension => Length;
                public double Evaluate(ReadOnlySpan<double> x) => x[0] + KnownOptimum;
                public static Own Create(ObjectiveInstance instance) => new(instance.Instance, instance.Dimension);
            }
            """).Load().Observe("own", candidates, instance: 7);

        Assert.Equal((7.0, 3), (seen.KnownOptimum, seen.RequiredDimension));
        Assert.Equal(Rows(row => row[0] + 7), seen.Fitness);
    }

    [Theory]
    [InlineData("static partial class", "static")]
    [InlineData("partial struct", "")]
    public void A_batch_evaluation_of_the_user_is_called_as_it_is(string kind, string modifier)
    {
        Observation seen = GeneratorHost.Run($$"""
            [Objective("batched", Lower = -5, Upper = 5)]
            public {{kind}} Batched
            {
                public {{modifier}} int GetWorkspaceLength(int dimension) => 2 * dimension;
                public {{modifier}} void Evaluate(ReadOnlySpan2D<double> candidates, Span<double> fitness, Span<double> workspace)
                {
                    for (int i = 0; i < candidates.Height; i++)
                        fitness[i] = candidates[i, 1] + workspace.Length;
                }
                public static double Evaluate(ReadOnlySpan<double> x) => throw new NotSupportedException();
                public static double Evaluate(double x) => x;
            }
            """).Load().Observe("batched", candidates);

        Assert.Equal(6, seen.WorkspaceLength);
        Assert.Equal(Rows(row => row[1] + 6), seen.Fitness);
    }

    [Fact]
    public void A_fixed_dimension_is_the_only_one()
    {
        Observation seen = GeneratorHost.Run("""
            [Objective("fixed", Lower = -5, Upper = 5, Dimension = 3)]
            static partial class Fixed { public static double Evaluate(ReadOnlySpan<double> x) => x[2]; }
            """).Load().Observe("fixed", candidates);

        Assert.Equal((3, 3, 3), (seen.Description.MinDimension, seen.Description.MaxDimension, seen.RequiredDimension));
    }

    [Theory]
    [InlineData("Sample.Outer+Middle+IInner+Deep", "Sample.Outer+Middle+IInner+Deep+Binding", """
        namespace Sample;
        public partial class Outer
        {
            private partial record struct Middle
            {
                internal partial interface IInner
                {
                    [Objective("deep", Lower = -5, Upper = 5)]
                    protected static partial class Deep { internal static double Evaluate(ReadOnlySpan<double> x) => x[0]; }
                }
            }
        }
        """)]
    [InlineData("InGlobalNamespace", "InGlobalNamespace", """
        [Objective("global", Lower = -5, Upper = 5)]
        partial struct InGlobalNamespace { public double Evaluate(ReadOnlySpan<double> x) => x[0]; }
        """)]
    [InlineData("namespace.event.class", "namespace.event.class+Binding", """
        namespace @namespace.@event;
        [Objective("keyword", Lower = -5, Upper = 5)]
        public static partial class @class { public static double Evaluate(ReadOnlySpan<double> @double) => @double[0]; }
        """)]
    [InlineData("Sample.record", "Sample.record", """
        namespace Sample
        {
            [Objective("contextual", Lower = -5, Upper = 5)]
            public partial struct @record { public double Evaluate(params ReadOnlySpan<double> x) => x[0]; }
        }
        """)]
    [InlineData("Sample.System", "Sample.System+Binding", """
        namespace Sample
        {
            class L2E { }
            class Span<T> { }
            [Objective("hiding", Lower = -5, Upper = 5)]
            public static partial class System
            {
                public static double Evaluate(global::System.ReadOnlySpan<double> x) => x[0];
                private static double CommunityToolkit => 0;
            }
        }
        """)]
    public void Types_are_found_wherever_they_lie_and_whatever_they_are_called(string type, string binding, string source)
    {
        GeneratedAssembly assembly = GeneratorHost.Run(source).Load();

        Assert.NotNull(assembly.GetType(type));
        Assert.Equal(Rows(row => row[0]), assembly.Visit(binding, new Observer(candidates)).Fitness);
    }

    [Fact]
    public void Types_whose_names_differ_in_case_alone_get_a_file_each()
    {
        GeneratorRun run = GeneratorHost.Run("""
            namespace Sample
            {
                [Objective("upper", Lower = -5, Upper = 5)]
                static partial class Sphere { public static double Evaluate(ReadOnlySpan<double> x) => x[0]; }
                [Objective("lower", Lower = -5, Upper = 5)]
                static partial class SPHERE { public static double Evaluate(ReadOnlySpan<double> x) => x[1]; }
            }
            namespace SAMPLE
            {
                [Objective("other-namespace", Lower = -5, Upper = 5)]
                static partial class Sphere { public static double Evaluate(ReadOnlySpan<double> x) => x[2]; }
            }
            """);

        GeneratedAssembly assembly = run.Load();
        Assert.Equal(Rows(row => row[0]), assembly.Observe("upper", candidates).Fitness);
        Assert.Equal(Rows(row => row[1]), assembly.Observe("lower", candidates).Fitness);
        Assert.Equal(Rows(row => row[2]), assembly.Observe("other-namespace", candidates).Fitness);
    }

    [Fact]
    public void NaN_and_infinities_are_passed_through()
    {
        Observation seen = GeneratorHost.Run("""
            [Objective("reciprocal", Lower = -5, Upper = 5)]
            static partial class Reciprocal { public static float Evaluate(ReadOnlySpan<float> x) => 1 / x[0]; }
            """).Load().Observe("reciprocal", new double[,] { { 0 }, { double.NaN }, { -0.0 } });

        Assert.Equal([double.PositiveInfinity, double.NaN, double.NegativeInfinity], seen.Fitness);
    }

    [Fact]
    public void Numbers_and_text_of_the_attribute_arrive_exactly()
    {
        Observation seen = GeneratorHost.Run("""
            [Objective("exact", Lower = -0.1, Upper = 1.7976931348623157e308, Optimum = 4.9e-324,
                MinDimension = 2, MaxDimension = 1000, Summary = "a\r\n\0\u2028 \"\\ {0} \ud83d\ude00")]
            static partial class Exact { public static double Evaluate(ReadOnlySpan<double> x) => x[0]; }
            """).Load().Observe("exact", candidates);

        Assert.Equal(
            new ObjectiveDescription("exact", -0.1, double.MaxValue, 2, 1000, "a\r\n\0\u2028 \"\\ {0} \ud83d\ude00"), seen.Description);
        Assert.Equal(double.Epsilon, seen.KnownOptimum);
    }

    [Fact]
    public void A_float_bound_of_the_attribute_is_the_double_of_the_same_value()
    {
        Observation seen = GeneratorHost.Run("""
            [Objective("float-bounds", Lower = -5.12f, Upper = 5.12f)]
            static partial class FloatBounds { public static float Evaluate(ReadOnlySpan<float> x) => x[0]; }
            """).Load().Observe("float-bounds", candidates);

        Assert.Equal((-5.12f, 5.12f), (seen.Description.Lower, seen.Description.Upper));
    }

    [Fact]
    public void An_obsolete_objective_gives_no_warning_in_generated_code()
    {
        GeneratorHost.Run("""
            [Obsolete("Use another.")]
            [Objective("old", Lower = -5, Upper = 5)]
            public static partial class Old { public static double Evaluate(ReadOnlySpan<double> x) => x[0]; }
            [Obsolete]
            [Objective("older", Lower = -5, Upper = 5)]
            public partial struct Older { public double Evaluate(ReadOnlySpan<double> x) => x[0]; }
            """).Load();
    }

    [Fact]
    public void The_attribute_on_two_parts_is_left_to_the_compiler()
    {
        GeneratorRun run = GeneratorHost.Run("""
            [Objective("twice", Lower = -5, Upper = 5)]
            static partial class Twice { public static double Evaluate(ReadOnlySpan<double> x) => x[0]; }
            [Objective("twice", Lower = -5, Upper = 5)]
            static partial class Twice;
            """);

        Assert.Empty(run.GeneratorDiagnostics);
        Assert.Empty(run.GetAddedCompilerDiagnostics());
        Assert.Contains(run.Output.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Id == "CS0579");
    }

    private static double[] Rows(Func<double[], double> f) =>
        [.. Enumerable.Range(0, candidates.GetLength(0))
            .Select(i => f([candidates[i, 0], candidates[i, 1], candidates[i, 2]]))];
}
