using System.Runtime.InteropServices;
using System.Text.Json;
using L2E.Kernels.Benchmarks.Workloads;
using L2E.Kernels.Operators;

namespace L2E.Kernels.Benchmarks.Timing;

/// <summary>What one thread of this machine can do.</summary>
/// <param name="Copy">Bytes a second of a copy through the caches, read and written counted.</param>
/// <param name="CopyNonTemporal">The same with stores around the caches.</param>
/// <param name="Triad">Bytes a second of <c>a = b + s c</c> through the caches.</param>
/// <param name="TriadNonTemporal">The same with stores around the caches.</param>
/// <param name="PolynomialExponentials">Exponentials a second of the shortest loop.</param>
/// <param name="LibraryExponentials">Exponentials a second of this library's function.</param>
/// <param name="MultiplyAdds">Fused multiply-adds a second, in registers.</param>
internal sealed record MachineSpeed(
    double Copy, double CopyNonTemporal, double Triad, double TriadNonTemporal, double PolynomialExponentials, double LibraryExponentials,
    double MultiplyAdds)
{
    /// <summary>The bandwidth that bounds an operator: the better copy.</summary>
    public double Bandwidth => Math.Max(Copy, CopyNonTemporal);

    /// <summary>The exponentials a second that bound an operator: the better loop.</summary>
    public double Exponentials => Math.Max(PolynomialExponentials, LibraryExponentials);

    /// <summary>The least time that a call can take: for its memory or for its exponentials, whichever is longer.</summary>
    public double Bound(Cost cost) => Math.Max(cost.Bytes / Bandwidth, cost.Exponentials / Exponentials);

    /// <summary>Measures it, every loop in turn.</summary>
    public static MachineSpeed Measure(StreamArrays arrays, int rounds)
    {
        ExponentialLoop loop = new();
        loop.Check();
        MultiplyAddLoop multiplyAdds = new();
        multiplyAdds.Check();
        Interleaved times = Interleaved.Measure(
            rounds, arrays.Copy, arrays.CopyNonTemporal, arrays.Triad, arrays.TriadNonTemporal, loop.Polynomial, loop.Library,
            multiplyAdds.Run);
        return new MachineSpeed(
            arrays.CopyBytes / times.Seconds(0), arrays.CopyBytes / times.Seconds(1), arrays.TriadBytes / times.Seconds(2),
            arrays.TriadBytes / times.Seconds(3), ExponentialLoop.Length / times.Seconds(4), ExponentialLoop.Length / times.Seconds(5),
            MultiplyAddLoop.Length / times.Seconds(6));
    }

    public void Print(TextWriter output)
    {
        output.WriteLine(
            $"{Processor}, {ElementwiseMath.VectorBits}-bit vectors, {RuntimeInformation.FrameworkDescription}, commit {Commit}");
        output.WriteLine(
            $"one thread: copy {Copy / 1e9:F1} GB/s ({CopyNonTemporal / 1e9:F1} with non-temporal stores), " +
            $"triad {Triad / 1e9:F1} GB/s ({TriadNonTemporal / 1e9:F1} with non-temporal stores), " +
            $"exp {PolynomialExponentials / 1e9:F2} G/s ({LibraryExponentials / 1e9:F2} by ElementwiseMath.Exp), " +
            $"multiply-add {MultiplyAdds / 1e9:F1} G/s");
    }

    /// <summary>Writes a member named machine.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject("machine");
        json.WriteString("processor", Processor);
        json.WriteNumber("vectorBits", ElementwiseMath.VectorBits);
        json.WriteString("runtime", RuntimeInformation.FrameworkDescription);
        json.WriteString("commit", Commit);
        json.WriteNumber("copyBytesPerSecond", Copy);
        json.WriteNumber("copyNonTemporalBytesPerSecond", CopyNonTemporal);
        json.WriteNumber("triadBytesPerSecond", Triad);
        json.WriteNumber("triadNonTemporalBytesPerSecond", TriadNonTemporal);
        json.WriteNumber("exponentialsPerSecond", PolynomialExponentials);
        json.WriteNumber("libraryExponentialsPerSecond", LibraryExponentials);
        json.WriteNumber("multiplyAddsPerSecond", MultiplyAdds);
        json.WriteEndObject();
    }

    private static string Processor =>
        File.Exists("/proc/cpuinfo")
        && File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':') + 1)..].Trim()
            : $"{RuntimeInformation.ProcessArchitecture}";

    // The compiler appends the commit to the version, behind a plus.
    private static string Commit =>
        System.Reflection.CustomAttributeExtensions
            .GetCustomAttribute<System.Reflection.AssemblyInformationalVersionAttribute>(typeof(MachineSpeed).Assembly)
            ?.InformationalVersion.Split('+') is [_, { Length: >= 10 } commit, ..]
            ? commit[..10]
            : "unknown";
}
