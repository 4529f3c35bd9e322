namespace L2E.Kernels.TestUtilities.Oracles;

/// <summary>
/// What a derivative holds fixed. The first run of a function passes such values through without their slope and notes them; every later
/// run gets those of the first, so that central differences see the same constants.
/// </summary>
public sealed class FixedValues
{
    private readonly List<double> values = [];
    private int next;
    private bool isNoted;

    /// <summary>Begins a run.</summary>
    public void Rewind()
    {
        isNoted = values.Count > 0;
        next = 0;
    }

    public double Of(double value)
    {
        if (!isNoted)
        {
            values.Add(value);
            return value;
        }

        return values[next++];
    }
}
