namespace L2E.Kernels.Cli.Checking;

/// <summary>Collects the comparisons of one operator's reference file.</summary>
internal sealed class TensorTable(ReferenceNode root)
{
    private readonly List<TensorComparison> tensors = [];

    /// <summary>The comparisons of what was computed, by section and name.</summary>
    public static TensorTable Of(ReferenceNode root, IEnumerable<(string Section, string Name, float[] Values)> computed)
    {
        TensorTable table = new(root);
        foreach ((string section, string name, float[] values) in computed)
            table.Compare(section, name, values);
        return table;
    }

    /// <summary>
    /// Compares a computed tensor with the one of that name; an absent one (empty) needs no reference.
    /// </summary>
    public void Compare(string section, string name, ReadOnlySpan<float> computed)
    {
        if (!computed.IsEmpty)
            tensors.Add(TensorComparison.Of(name, root[section][name].Numbers(computed.Length), computed));
    }

    public CheckReport Report(string subject) => CheckReport.Of(subject, tensors);
}
