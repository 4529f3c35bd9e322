using CommunityToolkit.HighPerformance;
using L2E.Kernels.Devices;

namespace L2E.Kernels.Comparison.Runs;

/// <summary>A <see cref="BlackBox"/> whose values a device computes, in float.</summary>
internal sealed class DeviceBlackBox : BlackBox, IDisposable
{
    private readonly DevicePopulationEvaluation evaluation;

    /// <summary>Prepares a run.</summary>
    /// <param name="device">The device; the caller's.</param>
    /// <param name="description">The objective's name and box.</param>
    /// <param name="objective">The objective.</param>
    /// <param name="settings">What the method is given.</param>
    /// <exception cref="ArgumentException">The objective has no device code, or the dimension or the budget is below 1.</exception>
    /// <exception cref="DeviceException">The objective's code does not compile, or the device has not enough memory.</exception>
    public DeviceBlackBox(Device device, ObjectiveDescription description, IObjective objective, RunSettings settings)
        : base(settings, description.Lower, description.Upper, objective.KnownOptimum)
    {
        if (objective is not IDeviceBinding binding)
            throw new ArgumentException($"device: expected cpu for {description.Name}, which has no device code, got a device");
        evaluation = new DevicePopulationEvaluation(
            device, LoweredKernel.Find($"evaluate-{description.Name}", device.Info.Kind), binding, settings.Dimension, MostRows);
    }

    // In float a step of 1e-9 would leave most points where they are.
    internal override double DifferenceStep => 3e-4;

    /// <inheritdoc />
    public void Dispose() => evaluation.Dispose();

    private protected override void EvaluateInside(ReadOnlySpan2D<double> points, Span<double> fitness) =>
        evaluation.Evaluate(points, fitness);
}
