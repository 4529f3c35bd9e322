namespace L2E.Kernels;

/// <summary>
/// What the host has to know of an objective whose code runs on a device: generated bindings implement it beside
/// <see cref="IObjective"/> where ILGPU is referenced and the generator could read <c>Evaluate</c>. Ask a binding by <c>is</c>, once.
/// </summary>
public interface IDeviceBinding
{
    /// <summary>
    /// The placement whose coordinates the device code takes: a point is mapped by it before. The default value, of
    /// <see cref="L2E.Kernels.Placement.Dimension"/> 0, where the code takes the coordinates as they are.
    /// </summary>
    Placement Placement { get; }

    /// <summary>Number of floats that <see cref="WriteData"/> writes.</summary>
    /// <exception cref="OverflowException">There are more than an int can count.</exception>
    int DataLength { get; }

    /// <summary>Number of integers that <see cref="WriteData"/> writes.</summary>
    int LayoutLength { get; }

    /// <summary>Number of floats of scratch for each point that is evaluated at the same time.</summary>
    /// <param name="dimension">Number of coordinates, at least 1.</param>
    int GetScratchLength(int dimension);

    /// <summary>Writes the objective's data as its device code reads them, rounded to float.</summary>
    /// <param name="data">Destination (=), <see cref="DataLength"/> floats: the real numbers, then the arrays one behind the other.</param>
    /// <param name="layout">
    /// Destination (=), <see cref="LayoutLength"/> integers: for each array where it begins in the data and how long it is, then the
    /// objective's integers.
    /// </param>
    /// <exception cref="ArgumentException">A length is another.</exception>
    void WriteData(Span<float> data, Span<int> layout);

    /// <summary>Does work that takes the device code as a type argument: no reflection.</summary>
    /// <typeparam name="TVisitor">Type of the work.</typeparam>
    /// <typeparam name="TResult">What it returns.</typeparam>
    /// <param name="visitor">The work; a struct keeps what it changes of itself.</param>
    /// <returns>What the work returned.</returns>
    TResult Visit<TVisitor, TResult>(ref TVisitor visitor)
        where TVisitor : IDeviceObjectiveVisitor<TResult>;
}
