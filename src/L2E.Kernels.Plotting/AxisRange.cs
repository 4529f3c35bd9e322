using System.Globalization;

namespace L2E.Kernels.Plotting;

/// <summary>A tick of an axis.</summary>
/// <param name="Position">Place along the axis, 0 to 1.</param>
/// <param name="Label">What is written there.</param>
internal readonly record struct AxisTick(double Position, string Label);

/// <summary>The range of an axis, chosen so that the data fill it, with ticks at round values.</summary>
internal sealed class AxisRange
{
    // More labels than this touch each other at the chart's size.
    private const int MostTicks = 8;
    private const double Padding = 0.03;
    private static readonly int[] roundMultiples = [1, 2, 5];

    private readonly AxisScale scale;
    private readonly double lower, upper;

    private AxisRange(AxisScale scale, double lower, double upper, bool hasFloor, IEnumerable<(double Value, string Label)> ticks)
    {
        this.scale = scale;
        this.lower = lower;
        this.upper = upper;
        HasFloor = hasFloor;
        List<AxisTick> placed = hasFloor ? [new AxisTick(0, "0")] : [];
        // A tick next to the floor would write over its label.
        double lowest = hasFloor ? 0.05 : 0;
        foreach ((double value, string label) in ticks)
            if ((value - lower) / (upper - lower) is var position && position >= lowest && position <= 1)
                placed.Add(new AxisTick(position, label));
        Ticks = placed;
    }

    /// <summary>Whether values of 0 or below are drawn at the axis' lower end, which a logarithm cannot place.</summary>
    public bool HasFloor { get; }

    /// <summary>The ticks, in ascending order.</summary>
    public IReadOnlyList<AxisTick> Ticks { get; }

    /// <summary>The range that holds every finite one of <paramref name="values"/>.</summary>
    public static AxisRange Of(AxisScale scale, IEnumerable<double> values)
    {
        double smallest = double.PositiveInfinity, largest = double.NegativeInfinity;
        bool hasFloor = false;
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
                continue;
            if (scale == AxisScale.Logarithmic && value <= 0)
            {
                hasFloor = true;
                continue;
            }

            smallest = Math.Min(smallest, value);
            largest = Math.Max(largest, value);
        }

        if (smallest > largest)
            (smallest, largest) = scale == AxisScale.Logarithmic ? (0.1, 1) : (0, 1);
        return scale == AxisScale.Logarithmic ? Logarithmic(smallest, largest, hasFloor) : Linear(smallest, largest);
    }

    /// <summary>Place of a value along the axis, 0 to 1.</summary>
    public double Place(double value)
    {
        if (scale == AxisScale.Logarithmic)
            value = value > 0 ? Math.Log10(value) : lower;
        // Clamped for values whose differences overflow.
        return Math.Clamp((value - lower) / (upper - lower), 0, 1);
    }

    private static AxisRange Linear(double smallest, double largest)
    {
        double span = largest - smallest;
        if (!(span > 1e-12 * Math.Max(Math.Abs(smallest), Math.Abs(largest))) || !double.IsFinite(span))
        {
            // One value, or a span that doubles cannot divide: a range around it, half and half.
            double half = Math.Max(0.5, Math.Min(Math.Abs(smallest), double.MaxValue / 8) / 2);
            double middle = smallest / 2 + largest / 2;
            (smallest, largest) = double.IsFinite(span) ? (middle - half, middle + half) : (-double.MaxValue / 4, double.MaxValue / 4);
            span = largest - smallest;
        }

        // An axis of counts begins at 0, though the first count may be a little later.
        if (smallest > 0 && smallest < 0.1 * largest)
            smallest = 0;
        return new AxisRange(AxisScale.Linear, smallest, largest + Padding * span, hasFloor: false, RoundTicks(smallest, largest));
    }

    private static AxisRange Logarithmic(double smallest, double largest, bool hasFloor)
    {
        double lower = Math.Log10(smallest), upper = Math.Log10(largest);
        if (upper - lower < 0.1)
            (lower, upper) = (lower - 0.5, upper + 0.5);
        double padding = Padding * (upper - lower);
        upper += padding;
        // The floor is a tenth of the axis below the smallest value that a logarithm can place.
        lower -= hasFloor ? Math.Max(0.1 * (upper - lower), 0.1) : padding;
        return new AxisRange(AxisScale.Logarithmic, lower, upper, hasFloor, LogarithmicTicks(lower, upper));
    }

    private static IEnumerable<(double Value, string Label)> LogarithmicTicks(double lower, double upper)
    {
        int first = (int)Math.Ceiling(lower), last = (int)Math.Floor(upper);
        if (last - first >= 2)
        {
            int stride = (last - first) / MostTicks + 1;
            for (int exponent = first; exponent <= last; exponent += stride)
                yield return (exponent, PowerLabel(exponent));
        }
        else if (upper - lower > 0.8)
        {
            for (int exponent = first - 1; exponent <= last; exponent++)
                foreach (int multiple in roundMultiples)
                    yield return (exponent + Math.Log10(multiple), Label(multiple * Math.Pow(10, exponent), Math.Pow(10, exponent)));
        }
        else
        {
            foreach ((double value, string label) in RoundTicks(Math.Pow(10, lower), Math.Pow(10, upper)))
                yield return (Math.Log10(value), label);
        }
    }

    private static IEnumerable<(double Value, string Label)> RoundTicks(double smallest, double largest)
    {
        double raw = (largest - smallest) / 5, power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double step = power * (raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        double first = Math.Ceiling(smallest / step);
        for (int i = 0; i <= MostTicks && (first + i) * step <= largest + step / 100; i++)
            yield return ((first + i) * step, Label((first + i) * step, step));
    }

    private static string PowerLabel(int exponent) =>
        exponent is >= -3 and <= 4 ? Label(Math.Pow(10, exponent), Math.Pow(10, exponent)) : $"1e{exponent}";

    // As many decimals as the step between labels has; very large and very small ones with an exponent.
    private static string Label(double value, double step)
    {
        if (value == 0)
            return "0";
        if (Math.Abs(value) >= 1e7 || step < 1e-4)
            return value.ToString("0.####e0", CultureInfo.InvariantCulture);
        int decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9));
        return value.ToString($"N{decimals}", CultureInfo.InvariantCulture);
    }
}
