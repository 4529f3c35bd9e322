namespace L2E.Kernels.Native;

/// <summary>The caller was compiled against another l2e.h.</summary>
internal sealed class AbiException(string message) : Exception(message)
{
    /// <summary>Throws unless a struct begins with its size.</summary>
    public static void CheckSize(uint given, int expected, string name)
    {
        if (given != expected)
            throw new AbiException($"{name}.struct_size: expected {expected}, got {given}");
    }
}
