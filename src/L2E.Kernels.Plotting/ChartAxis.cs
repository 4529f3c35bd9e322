namespace L2E.Kernels.Plotting;

/// <summary>How an axis maps values to lengths.</summary>
public enum AxisScale
{
    /// <summary>Equal differences are equal lengths.</summary>
    Linear,

    /// <summary>Equal ratios are equal lengths. Values of 0 or below are drawn at the floor, and the chart says so.</summary>
    Logarithmic,
}

/// <summary>One axis of a chart; its range and ticks come from the data.</summary>
/// <param name="Label">What is measured, with its unit.</param>
/// <param name="Scale">How values map to lengths.</param>
public sealed record ChartAxis(string Label, AxisScale Scale = AxisScale.Linear);
