using L2E.Kernels.Plotting;
using L2E.Kernels.Training;

namespace L2E.Kernels.Cli.Learning;

/// <summary>The curves of a training.</summary>
internal static class TrainingPlot
{
    public static void Write(Stream destination, Trainer trainer, HeldOutCurve? heldOut)
    {
        List<ChartSeries> series =
        [
            new("training families, other draws", [.. trainer.Curve.Select(point => new ChartPoint(point.Iteration, point.Validation))]),
        ];
        if (heldOut is not null)
            series.Add(new ChartSeries("held out", [.. heldOut.Points]));
        SvgChart chart = new(
            $"training, {trainer.Configuration.Estimator}, seed {trainer.Configuration.Seed}", new ChartAxis("steps"),
            new ChartAxis("change of the value in whole runs, decades"), series);
        chart.Write(destination);
    }
}
