using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Comparison.Methods;

/// <summary>A method of black-box minimisation that takes part in the comparison.</summary>
public interface IMethod
{
    /// <summary>Its name on the command line and in tables.</summary>
    string Name { get; }

    /// <summary>What it is and where it is defined, in one line.</summary>
    string Description { get; }

    /// <summary>The largest number of coordinates that its time or memory per evaluation allows.</summary>
    int MaxDimension => int.MaxValue;

    /// <summary>Minimises until <see cref="BlackBox.IsSpent"/>. The same settings give the same points.</summary>
    /// <param name="box">The objective, box, start and budget. Its record is the result.</param>
    void Minimise(BlackBox box);
}
