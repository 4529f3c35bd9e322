using System.Numerics.Tensors;
using L2E.Kernels.Comparison.Runs;

namespace L2E.Kernels.Comparison.Methods.QuasiNewton;

/// <summary>
/// L-BFGS-B (R. H. Byrd, P. Lu, J. Nocedal, C. Zhu, <i>A limited memory algorithm for bound constrained optimization</i>, SIAM Journal on
/// Scientific Computing 1995; subspace step of J. L. Morales and J. Nocedal 2011) with forward differences, which cost one evaluation a
/// coordinate. Begun anew from random points until the evaluations are spent.
/// </summary>
public sealed class BoundedQuasiNewton : IMethod
{
    /// <inheritdoc />
    public string Name => "l-bfgs-fd";

    /// <inheritdoc />
    public string Description => "L-BFGS-B with forward differences (Byrd, Lu, Nocedal, Zhu 1995), random restarts.";

    /// <inheritdoc />
    public void Minimise(BlackBox box)
    {
        RandomPoints points = new(box);
        double[] start = box.Start.ToArray();
        while (!box.IsSpent)
        {
            new Descent(box, start).Run();
            points.Next(start);
        }
    }

    /// <summary>One descent to a local minimum.</summary>
    private sealed class Descent
    {
        private const double Curvature = 2.220446049250313e-16;

        private readonly BlackBox box;
        private readonly DifferenceGradient difference;
        private readonly LimitedMemory memory;
        private readonly BoundedStep bounded;
        private double[] x, gradient, nextX, nextGradient;
        private readonly double[] direction, change, gradientChange;
        private double value;

        public Descent(BlackBox box, ReadOnlySpan<double> start)
        {
            int n = box.Dimension;
            this.box = box;
            difference = new DifferenceGradient(box);
            memory = new LimitedMemory(n);
            bounded = new BoundedStep(memory, box.Lower, box.Upper, n);
            x = start.ToArray();
            (gradient, nextX, nextGradient) = (new double[n], new double[n], new double[n]);
            (direction, change, gradientChange) = (new double[n], new double[n], new double[n]);
        }

        public void Run()
        {
            value = difference.Evaluate(x, gradient);
            bool isFirst = true;
            while (!box.IsSpent && double.IsFinite(value))
            {
                bounded.FindDirection(x, gradient, direction);
                bool hasMoved = Search(isFirst);
                isFirst = false;
                if (hasMoved)
                    continue;
                // A model that leads nowhere is forgotten; the steepest descent that leads nowhere is the end.
                if (memory.Count == 0)
                    return;
                memory.Clear();
            }
        }

        /// <summary>Searches along the direction, and moves.</summary>
        /// <returns>False when the value did not become smaller.</returns>
        private bool Search(bool isFirst)
        {
            double slope = TensorPrimitives.Dot<double>(gradient, direction);
            if (!(slope < 0))
                return false;
            LineSearch search = new(value, slope, isFirst ? 1 : LongestStep());
            double nextValue;
            do
            {
                TensorPrimitives.MultiplyAdd(direction, search.Step, x, nextX);
                SearchRange.Clip(nextX, box.Lower, box.Upper, nextX);
                nextValue = difference.Evaluate(nextX, nextGradient);
            }
            while (!box.IsSpent && search.Continue(nextValue, TensorPrimitives.Dot<double>(nextGradient, direction)));
            if (!(nextValue < value))
                return false;

            TensorPrimitives.Subtract<double>(nextX, x, change);
            TensorPrimitives.Subtract<double>(nextGradient, gradient, gradientChange);
            if (TensorPrimitives.Dot<double>(change, gradientChange) > -Curvature * search.Step * slope)
                memory.Add(change, gradientChange);
            (x, nextX, gradient, nextGradient, value) = (nextX, x, nextGradient, gradient, nextValue);
            return true;
        }

        // How far the direction leads inside the box.
        private double LongestStep()
        {
            double longest = 1e10;
            for (int i = 0; i < x.Length; i++)
            {
                double room = direction[i] > 0 ? box.Upper - x[i] : box.Lower - x[i];
                if (direction[i] != 0)
                    longest = Math.Min(longest, room / direction[i]);
            }

            // The point of a full step lies in the box; rounding may say otherwise.
            return Math.Max(1, longest);
        }
    }
}
