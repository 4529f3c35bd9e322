using L2E.Kernels.Comparison.Methods;
using L2E.Kernels.Comparison.Runs;
using L2E.Kernels.Devices;

namespace L2E.Kernels.Cli.Comparing;

/// <summary>A comparison as it was asked for, checked.</summary>
/// <param name="Methods">The methods.</param>
/// <param name="Plan">Every run.</param>
/// <param name="Directory">Where its files go.</param>
/// <param name="IsResumed">Whether the files that are there are to be gone on with.</param>
/// <param name="Threads">How many runs at once.</param>
/// <param name="Command">The command in its full length, that the report states.</param>
/// <param name="Notes">What is to be said about the plan.</param>
/// <param name="Device">What evaluates the problems, the request's to be disposed of with; null for the CPU.</param>
internal sealed record CompareRequest(
    IReadOnlyList<IMethod> Methods, IReadOnlyList<RunKey> Plan, string Directory, bool IsResumed, int Threads, string Command,
    IReadOnlyList<string> Notes, Device? Device) : IDisposable
{
    public void Dispose() => Device?.Dispose();
}
