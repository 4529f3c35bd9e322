using System.ComponentModel;
using System.Diagnostics;
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

    /// <summary>What the assembler that comes with CUDA says of the PTX; it needs no GPU.</summary>
    [Fact]
    public void Ptx_is_assembled()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            foreach (string name in kernels.Select(kernel => kernel.Name))
            {
                string source = Path.Combine(folder, name + ".ptx");
                File.WriteAllText(source, LoweredKernel.Find(name, DeviceKind.Cuda).Text);
                using Process assembler = Start("ptxas", "-arch=sm_80", "-o", source + ".cubin", source);
                string errors = assembler.StandardError.ReadToEnd();
                assembler.WaitForExit();
                Assert.True(assembler.ExitCode == 0, $"{name}: {errors}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A sum over a loop: pointer (2), counter, end and sum are live in it, with the value that is loaded.</summary>
    [Fact]
    public void Registers_that_are_live_in_a_loop_are_counted_to_its_end()
    {
        const string Sum = """
            .visible .entry Sum(.param .align 8 .b8 _x[16], .param .b32 _count)
            {
            .reg .pred %p<2>;
            .reg .b32 %r<3>;
            .reg .b64 %rd<2>;
            .reg .f32 %f<3>;
            ld.param.b64 %rd1, [_x];
            ld.param.b32 %r2, [_count];
            mov.b32 %r1, 0;
            mov.f32 %f1, 0f00000000;
            L_1:
            ld.global.f32 %f2, [%rd1];
            add.rn.f32 %f1, %f1, %f2;
            add.s32 %r1, %r1, 1;
            setp.lt.s32 %p1, %r1, %r2;
            @%p1 bra L_1;
            st.global.f32 [%rd1], %f1;
            }
            """;

        Assert.Equal(6, PtxRegisters.Estimate(Sum));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_kernel_needs_no_more_registers_than_a_thread_of_CUDA_can_have(string name)
    {
        int registers = PtxRegisters.Estimate(LoweredKernel.Find(name, DeviceKind.Cuda).Text);

        Assert.InRange(registers, 4, 255);
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

    /// <summary>Starts a program; the test is skipped where it is not installed.</summary>
    private static Process Start(string program, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"This machine lacks {program}, the assembler of CUDA.");
            throw;
        }
    }

    private static LoweredTexts Lower(string name)
    {
        (string found, MethodInfo kernel) = kernels.Single(kernel => kernel.Name == name);
        return KernelLowering.Lower(found, kernel);
    }

    [GeneratedRegex(@"\b(?:ld|st)\.(?:volatile\.)?(\w+)")]
    private static partial Regex Access();
}
