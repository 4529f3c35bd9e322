using System.Globalization;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission.Lanes;

/// <summary>Constants as C# writes them.</summary>
internal static class ScalarLiteral
{
    public static string Write(double value, ScalarType type)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            string name = double.IsNaN(value) ? "NaN" : value > 0 ? "PositiveInfinity" : "NegativeInfinity";
            return $"{LaneText.Scalar(type)}.{name}";
        }

        if (type == ScalarType.Double)
            return value == 0 && double.IsNegativeInfinity(1 / value) ? "-0.0" : GeneratedText.Literal(value);
        if (value == 0)
            return double.IsNegativeInfinity(1 / value) ? "-0f" : "0f";
        // "R" is the shortest on .NET, but on .NET Framework there are values that it does not carry.
        string digits = ((float)value).ToString("R", CultureInfo.InvariantCulture);
        if (float.Parse(digits, CultureInfo.InvariantCulture) != (float)value)
            digits = ((float)value).ToString("G9", CultureInfo.InvariantCulture);
        return digits + "f";
    }
}
