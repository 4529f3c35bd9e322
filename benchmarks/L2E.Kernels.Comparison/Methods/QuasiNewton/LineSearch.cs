namespace L2E.Kernels.Comparison.Methods.QuasiNewton;

/// <summary>
/// The line search of J. J. More and D. J. Thuente, <i>Line search algorithms with guaranteed sufficient decrease</i>, ACM Transactions on
/// Mathematical Software 1994, with the constants of L-BFGS-B.
/// </summary>
internal sealed class LineSearch
{
    private const double Decrease = 1e-3, SlopeShare = 0.9, Narrow = 0.1;
    private const int MostSteps = 20;

    private readonly double value0, slope0, longest;
    private Trial best, other;
    private bool isBracketed, isFirstStage = true;
    private double width, previousWidth, shortestStep, longestStep;
    private int steps;

    /// <param name="value">The value at 0.</param>
    /// <param name="slope">The slope at 0, negative.</param>
    /// <param name="longest">The longest step, at least 1.</param>
    public LineSearch(double value, double slope, double longest)
    {
        (value0, slope0, this.longest) = (value, slope, longest);
        best = other = new Trial(0, value, slope);
        width = longest;
        previousWidth = 2 * width;
        longestStep = 1 + 4;
    }

    private readonly record struct Trial(double Step, double Value, double Slope)
    {
        // The value less the line of sufficient decrease: the function that the first stage minimises.
        public Trial Tilted(double slope) => new(Step, Value - Step * slope, Slope - slope);

        public Trial Untilted(double slope) => new(Step, Value + Step * slope, Slope + slope);
    }

    /// <summary>The step to evaluate next.</summary>
    public double Step { get; private set; } = 1;

    /// <summary>Takes value and slope at <see cref="Step"/>.</summary>
    /// <returns>Whether there is another step to evaluate; else the last one is the result.</returns>
    public bool Continue(double value, double slope)
    {
        double tilt = Decrease * slope0, line = value0 + Step * tilt;
        if (isFirstStage && value <= line && slope >= 0)
            isFirstStage = false;
        bool isDone = (value <= line && Math.Abs(slope) <= SlopeShare * -slope0)
            || (isBracketed && (Step <= shortestStep || Step >= longestStep || longestStep - shortestStep <= Narrow * longestStep))
            || (Step == longest && value <= line && slope <= tilt)
            || ++steps == MostSteps;
        if (isDone)
            return false;

        Trial trial = new(Step, value, slope);
        if (isFirstStage && value <= best.Value && value > line)
        {
            (best, other) = (best.Tilted(tilt), other.Tilted(tilt));
            Refine(trial.Tilted(tilt));
            (best, other) = (best.Untilted(tilt), other.Untilted(tilt));
        }
        else
        {
            Refine(trial);
        }

        if (isBracketed)
        {
            // Slow progress: halve.
            if (Math.Abs(other.Step - best.Step) >= 0.66 * previousWidth)
                Step = best.Step + 0.5 * (other.Step - best.Step);
            (previousWidth, width) = (width, Math.Abs(other.Step - best.Step));
            (shortestStep, longestStep) = (Math.Min(best.Step, other.Step), Math.Max(best.Step, other.Step));
        }
        else
        {
            (shortestStep, longestStep) = (Step + 1.1 * (Step - best.Step), Step + 4 * (Step - best.Step));
        }

        Step = Math.Clamp(Step, 0, longest);
        if (isBracketed && (Step <= shortestStep || Step >= longestStep || longestStep - shortestStep <= Narrow * longestStep))
            Step = best.Step;
        // A step of 0 is where the search began.
        return Step > 0;
    }

    // The safeguarded step of the paper, section 4; the four cases in its order.
    private void Refine(Trial trial)
    {
        double theta, scale, gamma, ratio, cubic, quadratic, next;
        bool turns = trial.Slope * Math.Sign(best.Slope) < 0;
        if (trial.Value > best.Value)
        {
            theta = 3 * (best.Value - trial.Value) / (trial.Step - best.Step) + best.Slope + trial.Slope;
            scale = Math.Max(Math.Abs(theta), Math.Max(Math.Abs(best.Slope), Math.Abs(trial.Slope)));
            gamma = scale * Math.Sqrt(Square(theta / scale) - best.Slope / scale * (trial.Slope / scale));
            gamma = trial.Step < best.Step ? -gamma : gamma;
            ratio = (gamma - best.Slope + theta) / (gamma - best.Slope + gamma + trial.Slope);
            cubic = best.Step + ratio * (trial.Step - best.Step);
            quadratic = best.Step + best.Slope / ((best.Value - trial.Value) / (trial.Step - best.Step) + best.Slope) / 2
                * (trial.Step - best.Step);
            next = Math.Abs(cubic - best.Step) < Math.Abs(quadratic - best.Step) ? cubic : cubic + (quadratic - cubic) / 2;
            isBracketed = true;
        }
        else if (turns)
        {
            theta = 3 * (best.Value - trial.Value) / (trial.Step - best.Step) + best.Slope + trial.Slope;
            scale = Math.Max(Math.Abs(theta), Math.Max(Math.Abs(best.Slope), Math.Abs(trial.Slope)));
            gamma = scale * Math.Sqrt(Square(theta / scale) - best.Slope / scale * (trial.Slope / scale));
            gamma = trial.Step > best.Step ? -gamma : gamma;
            ratio = (gamma - trial.Slope + theta) / (gamma - trial.Slope + gamma + best.Slope);
            cubic = trial.Step + ratio * (best.Step - trial.Step);
            quadratic = trial.Step + trial.Slope / (trial.Slope - best.Slope) * (best.Step - trial.Step);
            next = Math.Abs(cubic - trial.Step) > Math.Abs(quadratic - trial.Step) ? cubic : quadratic;
            isBracketed = true;
        }
        else if (Math.Abs(trial.Slope) < Math.Abs(best.Slope))
        {
            theta = 3 * (best.Value - trial.Value) / (trial.Step - best.Step) + best.Slope + trial.Slope;
            scale = Math.Max(Math.Abs(theta), Math.Max(Math.Abs(best.Slope), Math.Abs(trial.Slope)));
            gamma = scale * Math.Sqrt(Math.Max(0, Square(theta / scale) - best.Slope / scale * (trial.Slope / scale)));
            gamma = trial.Step > best.Step ? -gamma : gamma;
            ratio = (gamma - trial.Slope + theta) / (gamma + (best.Slope - trial.Slope) + gamma);
            cubic = ratio < 0 && gamma != 0
                ? trial.Step + ratio * (best.Step - trial.Step)
                : trial.Step > best.Step ? longestStep : shortestStep;
            quadratic = trial.Step + trial.Slope / (trial.Slope - best.Slope) * (best.Step - trial.Step);
            bool isCubicNearer = Math.Abs(cubic - trial.Step) < Math.Abs(quadratic - trial.Step);
            if (isBracketed)
            {
                next = isCubicNearer ? cubic : quadratic;
                double limit = trial.Step + 0.66 * (other.Step - trial.Step);
                next = trial.Step > best.Step ? Math.Min(limit, next) : Math.Max(limit, next);
            }
            else
            {
                next = Math.Clamp(isCubicNearer ? quadratic : cubic, Math.Min(shortestStep, longestStep), longestStep);
            }
        }
        else if (isBracketed)
        {
            theta = 3 * (trial.Value - other.Value) / (other.Step - trial.Step) + other.Slope + trial.Slope;
            scale = Math.Max(Math.Abs(theta), Math.Max(Math.Abs(other.Slope), Math.Abs(trial.Slope)));
            gamma = scale * Math.Sqrt(Square(theta / scale) - other.Slope / scale * (trial.Slope / scale));
            gamma = trial.Step > other.Step ? -gamma : gamma;
            ratio = (gamma - trial.Slope + theta) / (gamma - trial.Slope + gamma + other.Slope);
            next = trial.Step + ratio * (other.Step - trial.Step);
        }
        else
        {
            next = trial.Step > best.Step ? longestStep : shortestStep;
        }

        if (trial.Value > best.Value)
        {
            other = trial;
        }
        else
        {
            if (turns)
                other = best;
            best = trial;
        }

        Step = next;
    }

    private static double Square(double value) => value * value;
}
