using ILGPU.IR.Intrinsics;

namespace L2E.Kernels.Operators;

/// <summary>Functions that ILGPU has no name for; L2E.Kernels.Ilgpu tells its back ends what they are on a device.</summary>
public static class DeviceMath
{
    /// <summary><c>left * right + addend</c>, rounded once; NaN and infinities as IEEE 754 has them.</summary>
    /// <param name="left">A factor.</param>
    /// <param name="right">The other.</param>
    /// <param name="addend">What is added to the product.</param>
    [IntrinsicImplementation]
    public static float MultiplyAdd(float left, float right, float addend) => MathF.FusedMultiplyAdd(left, right, addend);
}
