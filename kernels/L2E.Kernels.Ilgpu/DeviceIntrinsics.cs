using System.Reflection;
using ILGPU;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;
using ILGPU.IR.Values;
using L2E.Kernels.Operators;

namespace L2E.Kernels.Ilgpu;

/// <summary>
/// Tells ILGPU's back ends what the functions of <see cref="DeviceMath"/> are. A context that compiles kernels without that writes calls
/// of functions that nobody defines, and nothing says so before a driver links them.
/// </summary>
public static class DeviceIntrinsics
{
    /// <summary>Makes the functions known to all that the context compiles.</summary>
    /// <param name="builder">The context's builder.</param>
    /// <returns>The same builder.</returns>
    public static Context.Builder EnableDeviceMath(this Context.Builder builder)
    {
        IntrinsicImplementationManager intrinsics = builder.GetIntrinsicManager();
        MethodInfo method = new Func<float, float, float, float>(DeviceMath.MultiplyAdd).Method;
        // ILGPU finds the writers by their names. Its CPU accelerator runs the method itself.
        Type writers = typeof(DeviceIntrinsics);
        intrinsics.RegisterMethod(
            method, new CLIntrinsic(writers, nameof(WriteOpenClMultiplyAdd), IntrinsicImplementationMode.GenerateCode));
        intrinsics.RegisterMethod(
            method, new PTXIntrinsic(writers, nameof(WritePtxMultiplyAdd), IntrinsicImplementationMode.GenerateCode));
        return builder;
    }

    private static void WriteOpenClMultiplyAdd(CLBackend backend, CLCodeGenerator generator, Value value)
    {
        MethodCall call = (MethodCall)value;
        CLCodeGenerator.Variable[] arguments = [generator.Load(call[0]), generator.Load(call[1]), generator.Load(call[2])];
        using CLCodeGenerator.StatementEmitter statement = generator.BeginStatement(generator.Allocate(call));
        statement.AppendCommand("fma");
        statement.BeginArguments();
        foreach (CLCodeGenerator.Variable argument in arguments)
            statement.AppendArgument(argument);
        statement.EndArguments();
    }

    private static void WritePtxMultiplyAdd(PTXBackend backend, PTXCodeGenerator generator, Value value)
    {
        MethodCall call = (MethodCall)value;
        PTXCodeGenerator.PrimitiveRegister[] arguments =
            [generator.LoadPrimitive(call[0]), generator.LoadPrimitive(call[1]), generator.LoadPrimitive(call[2])];
        PTXCodeGenerator.HardwareRegister result = generator.AllocateHardware(call);
        using PTXCodeGenerator.CommandEmitter command = generator.BeginCommand("fma.rn.f32");
        command.AppendArgument(result);
        foreach (PTXCodeGenerator.PrimitiveRegister argument in arguments)
            command.AppendArgument(argument);
    }
}
