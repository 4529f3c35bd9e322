using System.Globalization;
using System.Text;

namespace L2E.Kernels.Cli.Solving;

/// <summary>The record of a run as comma-separated values, one line an iteration.</summary>
internal static class TraceCsv
{
    public static void Write(Stream destination, RunTrace trace, SolveOutcome outcome)
    {
        using StreamWriter writer = new(destination, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.WriteLine("evaluations,proposal,best,amplitude,trust,scale,radius");
        foreach (TracePoint point in trace.Points)
        {
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{point.Evaluations},{point.Proposal},{outcome.Told(point.Best)},{point.Amplitude},{point.Trust},{point.Scale}," +
                $"{point.Radius}"));
        }
    }
}
