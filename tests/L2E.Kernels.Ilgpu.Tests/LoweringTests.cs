using System.Reflection;
using System.Text.RegularExpressions;
using L2E.Kernels.Devices;
using L2E.Kernels.Ilgpu.Lowering;
using L2E.Kernels.Problems;

namespace L2E.Kernels.Ilgpu.Tests;

/// <summary>The lowered kernels that come with the library are what the lowering tool writes today.</summary>
public partial class LoweringTests
{
    private static readonly (string Name, MethodInfo Kernel)[] kernels =
        [.. OperatorKernels.All, .. ObjectiveKernels.Find(typeof(ObjectiveCatalogue).Assembly)];

    public static TheoryData<string> Names => [.. kernels.Select(kernel => kernel.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_kernel_of_the_library_is_what_is_lowered_afresh(string name)
    {
        LoweredTexts texts = Lower(name);

        Assert.Equal(texts.OpenCl, LoweredKernel.Find(name, DeviceKind.OpenCl).Text);
        Assert.Equal(texts.Ptx, LoweredKernel.Find(name, DeviceKind.Cuda).Text);
    }

    [Fact]
    public void Every_problem_with_device_code_has_a_kernel() => Assert.Equal(
        ObjectiveCatalogue.Objectives.Select(objective => objective.Name).Except(["acrobot", "cartpole", "pendulum", "reacher"])
            .Select(name => "evaluate-" + name).Order(),
        Names.Select(row => row.Data).Where(name => name.StartsWith("evaluate-", StringComparison.Ordinal)).Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Ptx_calls_nothing_and_says_of_every_access_which_memory_it_is_to(string name)
    {
        string ptx = LoweredKernel.Find(name, DeviceKind.Cuda).Text;

        Assert.DoesNotContain(".extern", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain("call", ptx, StringComparison.Ordinal);
        Assert.All(Access().Matches(ptx), access =>
            Assert.Contains(access.Groups[1].Value, (string[])["param", "global", "local", "shared"]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Both_languages_have_the_same_launch_signature(string name)
    {
        LoweredKernel openCl = LoweredKernel.Find(name, DeviceKind.OpenCl), ptx = LoweredKernel.Find(name, DeviceKind.Cuda);

        Assert.Equal((name, name), (openCl.Name, ptx.Name));
        Assert.Equal(openCl.Parameters, ptx.Parameters);
        Assert.Equal(kernels.Single(kernel => kernel.Name == name).Kernel.GetParameters().Length, ptx.Parameters.Count);
    }

    private static LoweredTexts Lower(string name)
    {
        (string found, MethodInfo kernel) = kernels.Single(kernel => kernel.Name == name);
        return KernelLowering.Lower(found, kernel);
    }

    [GeneratedRegex(@"\b(?:ld|st)\.(?:volatile\.)?(\w+)")]
    private static partial Regex Access();
}
