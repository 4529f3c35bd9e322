using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission.Lanes;

/// <summary>The locals of a generated method that hold what the program reads of the objective's own.</summary>
internal static class DataText
{
    public static void Write(CodeWriter code, SharedNames names, IEnumerable<DataSource> data)
    {
        foreach (DataSource source in data)
        {
            string type = source.Kind switch
            {
                DataKind.Array => LaneText.ReadOnlySpan(source.Type),
                DataKind.Real => LaneText.Scalar(source.Type),
                _ => "int",
            };
            code.Write($"{type} {names[source]} = {source.Path};");
        }
    }
}
