using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission.Lanes;

/// <summary>The short names that generated vector code has for what it calls.</summary>
internal static class LaneText
{
    public const string Functions = "LaneMath", Vectors = "VectorLanes", Doubles = "DoubleLanes", Floats = "FloatLanes";

    public const string Inlined = "[global::System.Runtime.CompilerServices.MethodImpl("
        + "global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]";

    /// <summary>The directives that make the names known; they stand before the namespace.</summary>
    public const string Usings = $"""
        using {Doubles} = global::System.Runtime.Intrinsics.Vector512<double>;
        using {Floats} = global::System.Runtime.Intrinsics.Vector512<float>;
        using {Functions} = global::L2E.Kernels.LaneMath;
        using {Vectors} = global::System.Runtime.Intrinsics.Vector512;
        """;

    /// <summary>Code as it stands in documentation.</summary>
    public static string Escape(string code) => code.Replace("<", "&lt;").Replace(">", "&gt;");

    public static int Count(ScalarType type) => type == ScalarType.Double ? 8 : 16;

    public static string CountInWords(ScalarType type) => type == ScalarType.Double ? "eight" : "sixteen";

    public static string Lanes(ScalarType type) => type == ScalarType.Double ? Doubles : Floats;

    public static string Scalar(ScalarType type) => type == ScalarType.Double ? "double" : "float";

    public static string ReadOnlySpan(ScalarType type) => $"global::System.ReadOnlySpan<{Scalar(type)}>";

    public static string Span(ScalarType type) => $"global::System.Span<{Scalar(type)}>";
}
