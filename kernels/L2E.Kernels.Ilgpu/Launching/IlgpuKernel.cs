using System.Linq.Expressions;
using System.Reflection;
using ILGPU;
using ILGPU.Runtime;
using L2E.Kernels.Devices;

namespace L2E.Kernels.Ilgpu.Launching;

/// <summary>A kernel that ILGPU has compiled, and its arguments on their way from this library's form to ILGPU's.</summary>
internal sealed class IlgpuKernel : IDisposable
{
    private readonly Kernel kernel;
    private readonly KernelArgument[] arguments;
    private readonly Action<Kernel, AcceleratorStream, KernelConfig, KernelArgument[]> launch;

    public IlgpuKernel(Kernel kernel, MethodInfo method)
    {
        this.kernel = kernel;
        ParameterInfo[] parameters = method.GetParameters();
        arguments = new KernelArgument[parameters.Length];
        launch = CreateLaunch(kernel.Launcher!, parameters);
    }

    /// <summary>Launches it; what is allocated is ILGPU's.</summary>
    public void Launch(AcceleratorStream stream, KernelConfig size, ReadOnlySpan<KernelArgument> given)
    {
        given.CopyTo(arguments);
        launch(kernel, stream, size, arguments);
    }

    public void Dispose() => kernel.Dispose();

    /// <summary>
    /// ILGPU's launcher is a method that has the kernel's parameters, and its delegates are of types for 15 of them at most: here it is
    /// called with the elements of an array.
    /// </summary>
    private static Action<Kernel, AcceleratorStream, KernelConfig, KernelArgument[]> CreateLaunch(
        MethodInfo launcher, ParameterInfo[] parameters)
    {
        ParameterExpression kernel = Expression.Parameter(typeof(Kernel)), stream = Expression.Parameter(typeof(AcceleratorStream)),
            size = Expression.Parameter(typeof(KernelConfig)), arguments = Expression.Parameter(typeof(KernelArgument[]));
        IEnumerable<Expression> values = parameters.Select((parameter, index) => (Expression)Expression.Call(
            GetConversion(parameter.ParameterType), Expression.ArrayIndex(arguments, Expression.Constant(index))));
        return Expression.Lambda<Action<Kernel, AcceleratorStream, KernelConfig, KernelArgument[]>>(
            Expression.Call(launcher, [Expression.Convert(kernel, launcher.GetParameters()[0].ParameterType), stream, size, .. values]),
            kernel, stream, size, arguments).Compile();
    }

    private static MethodInfo GetConversion(Type type)
    {
        if (type.IsGenericType)
            return new Func<KernelArgument, ArrayView<float>>(ToView<float>).Method.GetGenericMethodDefinition()
                .MakeGenericMethod(type.GetGenericArguments());
        return type switch
        {
            _ when type == typeof(int) => new Func<KernelArgument, int>(ToInt).Method,
            _ when type == typeof(uint) => new Func<KernelArgument, uint>(ToUInt).Method,
            _ when type == typeof(ulong) => new Func<KernelArgument, ulong>(ToULong).Method,
            _ => new Func<KernelArgument, float>(ToFloat).Method,
        };
    }

    private static ArrayView<T> ToView<T>(KernelArgument argument)
        where T : unmanaged => argument.Handle == 0
        ? ArrayView<T>.Empty
        : new ArrayView<T>(Handle.Get<IlgpuMemory>(argument.Handle).Memory, 0, argument.Bits);

    private static int ToInt(KernelArgument argument) => (int)argument.Bits;

    private static uint ToUInt(KernelArgument argument) => (uint)argument.Bits;

    private static ulong ToULong(KernelArgument argument) => (ulong)argument.Bits;

    private static float ToFloat(KernelArgument argument) => BitConverter.Int32BitsToSingle((int)argument.Bits);
}
