using System.Runtime.Intrinsics;

namespace L2E.Kernels.Operators.Tests;

/// <summary>
/// The suite is run again with narrower registers (DOTNET_EnableAVX512=0, then DOTNET_EnableAVX2=0); L2E_EXPECT_VECTOR_BITS proves
/// that the switch worked.
/// </summary>
public class VectorWidthTests
{
    [Fact]
    public void Kernels_use_the_width_that_the_environment_expects_and_the_machine_has()
    {
        int widest = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        string expected = Environment.GetEnvironmentVariable("L2E_EXPECT_VECTOR_BITS") ?? $"{widest}";
        Assert.Equal(expected, $"{ElementwiseMath.VectorBits}");
    }
}
