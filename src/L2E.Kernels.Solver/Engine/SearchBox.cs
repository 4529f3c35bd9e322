namespace L2E.Kernels;

/// <summary>The box of a run, checked. Displacements are in its units: 1 is the full range of a coordinate.</summary>
internal sealed class SearchBox
{
    public SearchBox(double[] lower, double[] upper)
    {
        Guard.AtLeast(lower.Length, 1, "dimension");
        Guard.Length<double>(upper, lower.Length, "one upper bound for each lower bound", "Upper");
        Lower = [.. lower];
        Upper = [.. upper];
        Range = new double[lower.Length];
        double squares = 0;
        for (int i = 0; i < lower.Length; i++)
        {
            if (!double.IsFinite(lower[i]))
                Guard.ThrowArgument($"Lower[{i}]", "a finite number", $"{lower[i]}");
            if (!double.IsFinite(upper[i]) || upper[i] <= lower[i] || !double.IsFinite(upper[i] - lower[i]))
                Guard.ThrowArgument($"Upper[{i}]", $"a finite number above the lower bound {lower[i]}", $"{upper[i]}");
            Range[i] = upper[i] - lower[i];
            squares += Range[i] * Range[i];
        }

        Diagonal = Math.Sqrt(squares);
    }

    public int Dimension => Lower.Length;

    public double[] Lower { get; }

    public double[] Upper { get; }

    public double[] Range { get; }

    /// <summary>Euclidean distance of opposite corners.</summary>
    public double Diagonal { get; }

    /// <summary>Whether every coordinate goes from 0 to 1.</summary>
    public bool IsUnit => !Lower.AsSpan().ContainsAnyExcept(0) && !Upper.AsSpan().ContainsAnyExcept(1);

    /// <summary>The coordinate <paramref name="i"/> of a point moved by a displacement in units of the box, kept inside.</summary>
    public double Move(double origin, double displacement, int i) =>
        Math.Clamp(origin + Range[i] * displacement, Lower[i], Upper[i]);
}
