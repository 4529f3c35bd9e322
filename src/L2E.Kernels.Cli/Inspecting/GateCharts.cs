using L2E.Kernels.Plotting;

namespace L2E.Kernels.Cli.Inspecting;

/// <summary>Pictures of an operator's gates along a run.</summary>
internal static class GateCharts
{
    private const int Phases = 4;
    private static readonly string[] phaseNames = ["first quarter", "second quarter", "third quarter", "last quarter"];

    /// <summary>The charts by the names of their files.</summary>
    /// <param name="label">Label of the parameters.</param>
    /// <param name="run">A run with a generation at least.</param>
    public static IEnumerable<(string File, SvgChart Chart)> Create(string label, InspectedRun run)
    {
        IReadOnlyList<GenerationRecord> generations = run.Generations;
        ConvergenceCertificate certificate = run.Result.Certificate;
        yield return ("step-size.svg", ByRank(
            label, "step size of the scan, delta", generations, gates => [.. gates.Delta.Select(value => (double)value)]));
        yield return ("input-gates.svg", ByRank(
            label, "input gates, root mean square of B", generations, gates => OverStates(gates.B, gates.Decay.Length)));
        yield return ("output-gates.svg", ByRank(
            label, "output gates, root mean square of C", generations, gates => OverStates(gates.C, gates.Decay.Length)));
        yield return ("relaxation.svg", ByRank(
            label, "relaxation", generations, gates => [.. gates.Relaxation.Select(value => (double)value)]));
        yield return ("contraction.svg", new SvgChart(
            $"{label}: contraction", new ChartAxis("evaluations"), new ChartAxis("share of what the theorem allows"),
            [
                new($"row sums of the operator, of {certificate.ContractionBound}", Along(
                    generations, record => CertificateChecker.LargestRowSum(record.Gates!) / certificate.ContractionBound)),
                new($"averaged step, of {certificate.AveragedBound}", Along(
                    generations, record => record.AveragedRadius / record.Radius / certificate.AveragedBound)),
            ]));
        yield return ("blend.svg", new SvgChart(
            $"{label}: blend", new ChartAxis("evaluations"), new ChartAxis("share"),
            [
                new("proxy-gradient step in the anchor's move", Along(generations, record => record.Blend)),
                new("averaged displacements in the next ones", Along(generations, record => record.Memory)),
            ]));
    }

    private static List<ChartPoint> Along(IReadOnlyList<GenerationRecord> generations, Func<GenerationRecord, double> figure) =>
        [.. generations.Select(record => new ChartPoint(record.Evaluations, figure(record)))];

    /// <summary>A gate against rank, the mean over the generations of each quarter of the run.</summary>
    private static SvgChart ByRank(
        string label, string gate, IReadOnlyList<GenerationRecord> generations, Func<GateRecord, double[]> values)
    {
        // Restarts may have larger populations: ranks are shares of them, put into as many places as the first one has.
        int places = generations[0].Gates!.Delta.Length;
        double[,] sums = new double[Phases, places];
        int[,] counts = new int[Phases, places];
        long end = generations[^1].Evaluations;
        foreach (GenerationRecord record in generations)
        {
            int phase = (int)Math.Min(Phases - 1, Phases * record.Evaluations / end);
            double[] byRank = values(record.Gates!);
            for (int rank = 0; rank < byRank.Length; rank++)
            {
                int place = (int)((long)rank * places / byRank.Length);
                sums[phase, place] += byRank[rank];
                counts[phase, place]++;
            }
        }

        return new SvgChart(
            $"{label}: {gate}", new ChartAxis("rank, 0 for the best individual, 1 for the worst"), new ChartAxis(gate),
            [
                .. from phase in Enumerable.Range(0, Phases)
                   where counts[phase, 0] > 0
                   select new ChartSeries(phaseNames[phase],
                   [
                       .. from place in Enumerable.Range(0, places)
                          select new ChartPoint(place / Math.Max(1.0, places - 1), sums[phase, place] / counts[phase, place]),
                   ]),
            ]);
    }

    private static double[] OverStates(float[] gates, int states) =>
        [.. gates.Chunk(states).Select(row => Math.Sqrt(row.Average(value => (double)value * value)))];
}
