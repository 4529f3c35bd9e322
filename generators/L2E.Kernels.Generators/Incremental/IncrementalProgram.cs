using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Lanes;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Incremental;

/// <summary>
/// A program whose value is a function of sums and products over terms of a few coordinates each, and of single coordinates: after a
/// change of one coordinate only a few terms are others.
/// </summary>
/// <param name="Program">The program, every value in a local of its own.</param>
/// <param name="Loops">Its loops, in order; none is inside of a branch.</param>
/// <param name="Constants">The declarations whose values do not depend on the point, which the terms may read.</param>
internal sealed record IncrementalProgram(
    ObjectiveProgram Program, IReadOnlyList<IncrementalLoop> Loops, IReadOnlyList<Declaration> Constants)
{
    public static IncrementalProgram? TryCreate(ObjectiveProgram source)
    {
        ObjectiveProgram program = VersionSplitting.Split(source, new LocalNumbers(source));
        LaneDependence pointDependence = new(program.Body, counter: null, carried: []);
        HashSet<int> assigned = [.. program.Body.GetAll().OfType<Assignment>().Select(assignment => assignment.Local.Id)];
        List<Declaration> constants = [];
        HashSet<int> available = [];
        List<IncrementalLoop> loops = [];
        foreach (Statement statement in program.Body)
        {
            switch (statement)
            {
                case Loop loop:
                    if (IncrementalLoop.TryCreate(loop, available) is not { } incremental)
                        return null;
                    // A loop that makes nothing is left out.
                    if (incremental.Reductions.Count > 0)
                        loops.Add(incremental);
                    break;
                case Branch branch when branch.GetBlocks().Any(block => block.GetAll().Any(inner => inner is Loop)):
                    return null;
                case Declaration { Value: { } value } declaration
                    when !assigned.Contains(declaration.Local.Id)
                    && !pointDependence.IsLanes(value)
                    && value.GetParts().OfType<LocalValue>().All(read => available.Contains(read.Local.Id)):
                    constants.Add(declaration);
                    available.Add(declaration.Local.Id);
                    break;
            }
        }

        bool usesScratch = program.Body.GetAll().Any(statement => statement is ScratchAssignment
                || statement.GetExpressions().SelectMany(part => part.GetParts()).Any(part => part is ScratchElement))
            || program.Result.HasPart(part => part is ScratchElement);
        return loops.Count == 0 || usesScratch ? null : new IncrementalProgram(program, loops, constants);
    }
}
