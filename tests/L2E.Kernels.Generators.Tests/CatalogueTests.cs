using L2E.Kernels.Generators.Tests.Harness;

namespace L2E.Kernels.Generators.Tests;

/// <summary>What the generated catalogue lists and makes, and where it stands.</summary>
public class CatalogueTests
{
    private const string Three = """
        namespace Somewhere.Other
        {
            [Objective("b-second", Lower = -5, Upper = 5, MinDimension = 2, MaxDimension = 10)]
            public static partial class Second { public static double Evaluate(ReadOnlySpan<double> x) => 2; }
        }
        [Objective("b", Lower = -1, Upper = 1)]
        partial struct First { public double Evaluate(ReadOnlySpan<double> x) => 1; }

        [Objective("a10", Lower = 0, Upper = 1)]
        readonly partial struct WithData(int instance, bool rotated)
        {
            public double Evaluate(ReadOnlySpan<double> x) => rotated ? -instance : instance;
            internal static WithData Create(ObjectiveInstance instance) => new(instance.Instance, instance.Rotated);
        }
        """;

    private static readonly Lazy<GeneratedAssembly> three = new(() => GeneratorHost.Run(Three).Load());

    [Fact]
    public void Objectives_are_listed_in_ordinal_order_of_their_names() =>
        Assert.Equal(["a10", "b", "b-second"], three.Value.GetObjectives().Select(objective => objective.Name));

    [Fact]
    public void The_list_cannot_be_changed() =>
        Assert.Throws<NotSupportedException>(() => ((IList<ObjectiveDescription>)three.Value.GetObjectives())[0] = null!);

    [Theory]
    [InlineData("b")]
    [InlineData("b-second")]
    [InlineData("a10")]
    public void An_objective_is_found_by_its_name(string name)
    {
        Assert.True(three.Value.TryFind(name, out ObjectiveDescription? description));
        Assert.Equal(three.Value.GetObjectives().Single(objective => objective.Name == name), description);
    }

    [Theory]
    [InlineData("B")]
    [InlineData("")]
    [InlineData("a1")]
    [InlineData(null)]
    public void Another_name_is_not_found(string? name)
    {
        Assert.False(three.Value.TryFind(name!, out ObjectiveDescription? description));
        Assert.Null(description);

        ArgumentException thrown = Assert.Throws<ArgumentException>(
            () => three.Value.Create<Observer, Observation>(name!, new ObjectiveInstance(2), new Observer(new double[1, 2])));
        Assert.Equal($"name: expected the name of an objective in the catalogue, got {name ?? "null"}", thrown.Message);
    }

    [Theory]
    [InlineData("b", 1, 1)]
    [InlineData("b-second", 1, 2)]
    [InlineData("a10", 17, 17)]
    public void The_visitor_gets_the_objective_of_the_name(string name, int instance, double expected)
    {
        Observation seen = three.Value.Observe(name, new double[1, 4], instance);

        Assert.Equal(name, seen.Description.Name);
        Assert.Equal([expected], seen.Fitness);
    }

    [Fact]
    public void A_struct_visitor_keeps_what_it_changes_of_itself()
    {
        GeneratedAssembly assembly = GeneratorHost.Run(Three, """
            namespace Sample;
            internal struct Counter : IObjectiveVisitor<string>
            {
                public int Count;
                public string Visit<TObjective>(TObjective objective) where TObjective : struct, IObjective
                {
                    Count++;
                    return typeof(TObjective).Name + objective.RequiredDimension;
                }
            }
            public static class Use
            {
                public static string Run()
                {
                    Counter counter = new();
                    string first = ObjectiveCatalogue.Create<Counter, string>("b", new ObjectiveInstance(1), ref counter);
                    string second = ObjectiveCatalogue.Create<Counter, string>("b-second", new ObjectiveInstance(2), ref counter);
                    return first + second + counter.Count;
                }
            }
            """).Load();

        Assert.Equal("First0Binding02", assembly.GetType("Sample.Use").GetMethod("Run")!.Invoke(null, null));
    }

    [Fact]
    public void Objectives_with_data_are_rotated_and_others_refuse()
    {
        double[,] row = new double[1, 3];

        Observation seen = three.Value.Create<Observer, Observation>("a10", new(3, 5, Rotated: true), new Observer(row));
        Assert.Equal([-5.0], seen.Fitness);
        foreach (string name in new[] { "b", "b-second" })
        {
            ArgumentException thrown = Assert.Throws<ArgumentException>(
                () => three.Value.Create<Observer, Observation>(name, new(3, 5, Rotated: true), new Observer(row)));
            Assert.Equal($"instance: expected no rotation ({name} cannot be rotated), got Rotated", thrown.Message);
        }
    }

    [Theory]
    [InlineData("b-second", 1, "instance: expected a dimension of 2 to 10 (b-second), got 1")]
    [InlineData("b-second", 11, "instance: expected a dimension of 2 to 10 (b-second), got 11")]
    [InlineData("a10", 0, "instance: expected a dimension of at least 1 (a10), got 0")]
    [InlineData("b", -1, "instance: expected a dimension of at least 1 (b), got -1")]
    public void A_dimension_that_the_objective_does_not_admit_is_refused(string name, int dimension, string message)
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(
            () => three.Value.Create<Observer, Observation>(name, new ObjectiveInstance(dimension), new Observer(new double[1, 1])));
        Assert.Equal(message, thrown.Message);
    }

    [Fact]
    public void The_catalogue_is_internal_unless_another_part_says_public()
    {
        Assert.False(three.Value.GetCatalogue().IsPublic);
        Assert.True(GeneratorHost.Run(Three, """
            namespace Sample;
            /// <summary>The sample's objectives.</summary>
            public static partial class ObjectiveCatalogue
            {
                /// <summary>A member of the user's.</summary>
                public static int Count => Objectives.Count;
            }
            """).Load().GetCatalogue().IsPublic);
    }

    [Fact]
    public void An_assembly_without_objectives_has_no_catalogue()
    {
        Assert.Empty(GeneratorHost.Run("class Nothing { }").Texts);
        Assert.Empty(GeneratorHost.Run("[Objective(\"bad\")] class Misused { }").Texts);
    }

    [Theory]
    [InlineData("Company.Product", "Assembly", "Company.Product")]
    [InlineData(null, "My-App.2nd.class", "My_App._2nd.class")]
    [InlineData("", "Plain", "Plain")]
    [InlineData("Spaced Name..End.", "Assembly", "Spaced_Name.End")]
    public void The_catalogue_stands_in_the_root_namespace_or_that_of_the_assembly_name(
        string? rootNamespace, string assemblyName, string expected)
    {
        GeneratedAssembly assembly = GeneratorHost.Run(GeneratorHost.Compile(assemblyName, [Three]), rootNamespace).Load();

        Assert.NotNull(assembly.GetCatalogue(expected));
    }

    [Fact]
    public void Objectives_that_cannot_be_made_or_reached_are_bound_but_not_listed()
    {
        GeneratedAssembly assembly = GeneratorHost.Run("""
            [Objective("with-data", Lower = -5, Upper = 5)]
            public partial struct WithData { public double Offset; public double Evaluate(ReadOnlySpan<double> x) => x[0] + Offset; }
            static partial class Outer
            {
                [Objective("private", Lower = -5, Upper = 5)]
                private static partial class Inner { public static double Evaluate(ReadOnlySpan<double> x) => x[0]; }
            }
            """, "namespace Sample { public static partial class ObjectiveCatalogue; }").Load();

        Assert.Empty(assembly.GetObjectives());
        Assert.False(assembly.TryFind("private", out _));
        foreach (string binding in new[] { "WithData", "Outer+Inner+Binding" })
            Assert.Equal([8.0], assembly.Visit(binding, new Observer(new double[,] { { 8 } })).Fitness);
    }
}
