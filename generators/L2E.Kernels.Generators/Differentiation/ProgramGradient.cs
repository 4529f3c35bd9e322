using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Differentiation;

/// <summary>Reverse-mode differentiation, from program to program.</summary>
internal static class ProgramGradient
{
    /// <summary>The program that computes the value and the gradient of an objective.</summary>
    public static GradientProgram Differentiate(ObjectiveProgram program)
    {
        LocalNumbers numbers = new(program);
        ObjectiveProgram split = UnusedCode.Drop(VersionSplitting.Split(program, numbers));
        ObjectiveProgram flat = Flattening.Flatten(split, numbers);
        ForwardPass forward = new(flat, numbers);
        ReversePass.Run(flat, forward, numbers);
        List<Statement> reverse = ReverseCleaning.InlineConstants(forward.Root.Reverse);
        (List<Statement> forth, List<Statement> back) = LoopFusion.Fuse(forward.Assemble(), reverse);
        return ReverseCleaning.DropUnused(new GradientProgram(
            program.ElementType, new([.. forth]), flat.Result, new([.. back]), program.Data, new([.. forward.Arrays])));
    }
}
