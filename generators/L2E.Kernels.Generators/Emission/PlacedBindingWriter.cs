using L2E.Kernels.Generators.Emission.Lanes;
using L2E.Kernels.Generators.Incremental;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission;

/// <summary>
/// Writes the binding of a struct whose <c>Evaluate</c> takes the coordinates of a placement: a nested struct is the objective in those,
/// and the members of the user's struct put the placement before it.
/// </summary>
internal static class PlacedBindingWriter
{
    /// <summary>The name of the nested struct.</summary>
    public const string NestedName = "InOwnCoordinates";

    private const string Create = "new InOwnCoordinates(this)";

    public static void Write(CodeWriter writer, ObjectiveModel model, LaneEvaluation? lanes, bool hasIlgpu)
    {
        // The members of the struct itself are written like those of one without a placement.
        ObjectiveModel outer = model with { Placement = null };
        string placement = "this." + model.Placement;
        BindingWriter.WriteFacts(writer, outer);
        if (!model.OwnMembers.HasFlag(OwnMembers.RequiredDimension))
            BindingWriter.WriteMember(writer, outer, $"public int RequiredDimension => {placement}.Dimension;");
        WriteEvaluation(writer, outer, placement);
        if (!model.OwnMembers.HasFlag(OwnMembers.Gradient) && (model.OwnGradient is not null || model.Program is not null))
            WriteGradient(writer, outer, placement);
        if (model.Program is { } program && IncrementalProgram.TryCreate(program) is not null)
            WriteIncremental(writer, outer, placement);
        ConstraintsWriter.Write(writer, outer);
        BindingWriter.WriteDeviceCode(writer, model, hasIlgpu);
        WriteNested(writer, model, lanes);
    }

    private static void WriteEvaluation(CodeWriter writer, ObjectiveModel outer, string placement)
    {
        BindingWriter.WriteMember(
            writer, outer, $"public int GetWorkspaceLength(int dimension) => {placement}.GetWorkspaceLength({Create});");
        BindingWriter.WriteMember(writer, outer, BindingWriter.BatchSignature);
        writer.Open();
        writer.Write($"""
            global::L2E.Kernels.ObjectiveGuard.CheckBatch(in this, candidates, fitness, workspace);
            {placement}.Evaluate({Create}, candidates, fitness, workspace);
            """);
        writer.Close();
    }

    private static void WriteGradient(CodeWriter writer, ObjectiveModel outer, string placement)
    {
        BindingWriter.WriteMember(writer, outer, "public static bool HasGradient => true;");
        BindingWriter.WriteMember(
            writer, outer, $"public int GetGradientWorkspaceLength(int dimension) => {placement}.GetGradientWorkspaceLength({Create});");
        BindingWriter.WriteMember(writer, outer, BindingWriter.GradientBatchSignature);
        writer.Open();
        writer.Write($"""
            global::L2E.Kernels.ObjectiveGuard.CheckGradientBatch(in this, candidates, fitness, gradients, workspace);
            {placement}.EvaluateGradient({Create}, candidates, fitness, gradients, workspace);
            """);
        writer.Close();
    }

    private static void WriteIncremental(CodeWriter writer, ObjectiveModel outer, string placement)
    {
        BindingWriter.WriteMember(writer, outer, $"public bool HasIncrementalEvaluation => !{placement}.IsRotated;");
        BindingWriter.WriteMember(
            writer, outer, $"public int GetIncrementalStateLength(int dimension) => {placement}.GetIncrementalStateLength({Create});");
        BindingWriter.WriteMember(
            writer, outer, "public double BeginIncremental(global::System.ReadOnlySpan<double> x, global::System.Span<double> state)");
        writer.Open();
        writer.Write($"""
            global::L2E.Kernels.ObjectiveGuard.CheckIncremental(in this, x, state);
            return {placement}.BeginIncremental({Create}, x, state);
            """);
        writer.Close();
        BindingWriter.WriteMember(writer, outer, """
            public double EvaluateChange(
                global::System.ReadOnlySpan<double> x, global::System.ReadOnlySpan<double> state, int coordinate, double value)
            """);
        writer.Open();
        writer.Write($"""
            global::L2E.Kernels.ObjectiveGuard.CheckIncremental(in this, x, state, coordinate);
            return {placement}.EvaluateChange({Create}, state, coordinate, value);
            """);
        writer.Close();
        BindingWriter.WriteMember(writer, outer, """
            public double ApplyChange(global::System.Span<double> x, global::System.Span<double> state, int coordinate, double value)
            """);
        writer.Open();
        writer.Write($"""
            global::L2E.Kernels.ObjectiveGuard.CheckIncremental(in this, x, state, coordinate);
            return {placement}.ApplyChange({Create}, x, state, coordinate, value);
            """);
        writer.Close();
    }

    private static void WriteNested(CodeWriter writer, ObjectiveModel model, LaneEvaluation? lanes)
    {
        string type = model.Type.FullName;
        writer.Write("");
        writer.Write($"""
            /// <summary>The objective in its own coordinates, those of its placement.</summary>
            {GeneratedText.Attribute}
            private readonly struct {NestedName} : global::L2E.Kernels.IObjective
            """);
        writer.Open();
        writer.Write($$"""
            private readonly {{type}} placed;

            public {{NestedName}}({{type}} placed) => this.placed = placed;

            /// <inheritdoc/>
            public static global::L2E.Kernels.ObjectiveDescription Description => {{type}}.Description;

            /// <inheritdoc/>
            public double KnownOptimum => this.placed.KnownOptimum;

            /// <inheritdoc/>
            public int RequiredDimension => this.placed.RequiredDimension;
            """);
        BindingWriter.WriteEvaluation(writer, model, lanes);
        writer.Close();
    }
}
