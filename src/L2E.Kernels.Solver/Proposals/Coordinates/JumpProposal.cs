namespace L2E.Kernels;

/// <summary>
/// Long moves of single coordinates, for functions with many local minima along each of them; joined where they improve.
/// How well the joint change equals the sum of the single ones measures how separable the objective is. Where it is, what was seen
/// along a coordinate stays true, and the next places are where it leaves the most to hope for. Along <see cref="PrincipalAxes"/> the
/// coordinates are those, and separability is that in them.
/// </summary>
internal sealed class JumpProposal : IProposal
{
    private const int MoveCount = 4, AllMove = 0, BetterHalfMove = 1, RandomMove = 2, NoMove = -1;

    // Multiples of the golden ratio modulo 1 fill an interval evenly however many there are, so that repeated passes leave no
    // basin of a coordinate unvisited for long; independent targets would.
    private const double GoldenRatio = 0.6180339887498949;

    // Measured axes are never quite those in which the function would be exactly separable; and along coordinates two improvements that
    // add up are no evidence yet.
    private const double StrictnessOfCoordinates = 1000, StrictnessOfAxes = 10;
    private const int LeastOfCoordinates = 3, LeastOfAxes = 2;

    // What was seen along a coordinate is believed from here on, and tells something once there is as much of it.
    private const double SeparableEnough = 0.5;
    private const int LeastSamples = 7, FewestKept = 8, MostKept = 256;

    private readonly RunState run;
    private readonly CoordinateDeal deal;
    private readonly CoordinateProbes probes;
    private readonly CoordinateSamples samples;
    private readonly double[] change, offset, sorted, selected, firstTarget;
    private readonly double[] moveFitness = new double[MoveCount];
    private readonly double strictness;
    private readonly int leastImprovements;
    private readonly bool testsAdditivity;
    private PhiloxSequence random;
    private bool movesAsked;

    // The move that shows whether changes add up, by how much it should change the value, and the sum of the single changes' sizes.
    private int witness;
    private double foretold, foretoldSize;

    public JumpProposal(RunState run, PrincipalAxes? axes = null)
    {
        Name = axes is null ? ProposalNames.Jump : ProposalNames.AxisJump;
        strictness = axes is null ? StrictnessOfCoordinates : StrictnessOfAxes;
        leastImprovements = axes is null ? LeastOfCoordinates : LeastOfAxes;
        // Long moves along measured axes never add up well enough to be evidence, unless they improve.
        testsAdditivity = axes is null;
        this.run = run;
        int dimension = run.Box.Dimension;
        deal = new CoordinateDeal(dimension);
        probes = new CoordinateProbes(run, axes);
        samples = new CoordinateSamples(dimension, (int)Math.Clamp(run.Budget / (2 * dimension), FewestKept, MostKept));
        change = new double[dimension];
        offset = new double[dimension];
        sorted = new double[dimension];
        selected = new double[dimension];
        firstTarget = new double[dimension];
        Reset();
    }

    public string Name { get; }

    /// <summary>Largest number of coordinates of the next block.</summary>
    public int BlockSize { get; set; } = 1;

    /// <summary>0 for an objective whose coordinates interact, 1 for one that is a sum over coordinates.</summary>
    public double Separability { get; private set; }

    public void Reset()
    {
        random = new PhiloxSequence(run.Seed, RandomStream.Jump);
        deal.Reset();
        samples.Reset();
        for (int i = 0; i < firstTarget.Length; i++)
            firstTarget[i] = random.NextDouble();
        Separability = 0;
    }

    public void Begin()
    {
        probes.Begin(deal.Next((int)Math.Min(BlockSize, Math.Max(1, (run.Remaining - MoveCount) / 2)), ref random));
        movesAsked = false;
        ReadOnlySpan<int> block = probes.Coordinates;
        for (int k = 0; k < block.Length; k++)
        {
            int i = block[k];
            double position = probes.GetPosition(i);
            samples.PlaceElite(i, position);
            if (Separability > SeparableEnough && samples.GetCount(i) >= LeastSamples)
            {
                (double one, double other) = samples.FindEasiest(i, probes.GetPlace(0, i), probes.GetPlace(1, i));
                (probes.FirstOffsets[k], probes.SecondOffsets[k]) = (one - position, other - position);
                continue;
            }

            bool isFar = deal.Passes == 0 || random.NextDouble() < 0.8;
            double width = 0.5 * Math.Pow(10, -3 * random.NextDouble());
            double place = firstTarget[i] + 2.0 * deal.Passes * GoldenRatio;
            probes.FirstOffsets[k] = (isFar ? probes.GetPlace(Fraction(place), i) : Math.Min(position + width, 1)) - position;
            probes.SecondOffsets[k] = (isFar ? probes.GetPlace(Fraction(place + GoldenRatio), i) : Math.Max(position - width, 0)) - position;
        }
    }

    public int Ask(CandidateTile tile)
    {
        if (!probes.IsComplete)
            return probes.Ask(tile);
        if (movesAsked)
            return 0;
        movesAsked = true;
        FindImprovements();
        int count = probes.Coordinates.Length;
        double median = 0.5 * (sorted[(count - 1) / 2] + sorted[count / 2]), eighth = sorted[count / 8];
        ChooseWitness();
        for (int move = 0; move < MoveCount; move++)
        {
            if (move == witness && move != AllMove)
            {
                TakeAnyHalf();
            }
            else
            {
                for (int k = 0; k < count; k++)
                {
                    bool isTaken = move switch
                    {
                        AllMove => true,
                        BetterHalfMove => change[k] < median,
                        RandomMove => random.NextDouble() < 0.5,
                        _ => change[k] <= eighth,
                    };
                    selected[k] = isTaken ? offset[k] : 0;
                }
            }

            probes.WriteMove(selected, 1, tile.GetRow(move));
        }

        return MoveCount;
    }

    public void Tell(ReadOnlySpan<double> fitness, ReadOnlySpan<double> gradients)
    {
        if (movesAsked)
        {
            fitness.CopyTo(moveFitness);
            return;
        }

        probes.Tell(fitness);
        if (probes.IsComplete)
            FiniteFitness.Impute(probes.Fitness, run.Elite.Fitness);
    }

    public void End()
    {
        if (witness == NoMove)
            return;
        double error = Math.Abs(moveFitness[witness] - run.Elite.PreviousFitness - foretold) / foretoldSize;
        double agreement = Math.Max(0, 1 - strictness * error);
        Separability += 0.5 * ((double.IsNaN(agreement) ? 0 : agreement) - Separability);
    }

    /// <inheritdoc />
    public void Transfer(StateTransfer state)
    {
        deal.Transfer(state);
        probes.Transfer(state);
        samples.Transfer(state);
        state.Next(change.AsSpan());
        state.Next(firstTarget.AsSpan());
        state.Next(moveFitness.AsSpan());
        state.Next(ref random);
        movesAsked = state.Next(movesAsked);
        witness = state.NextIndex(witness, NoMove, MoveCount - 1);
        foretold = state.Next(foretold);
        foretoldSize = state.Next(foretoldSize);
        BlockSize = state.Next(BlockSize);
        Separability = state.Next(Separability);
    }

    private static double Fraction(double value) => value - Math.Floor(value);

    private void FindImprovements()
    {
        int count = probes.Coordinates.Length;
        double elite = run.Elite.Fitness;
        for (int k = 0; k < count; k++)
        {
            double first = probes.FirstFitness[k] - elite, second = probes.SecondFitness[k] - elite;
            int i = probes.Coordinates[k];
            double position = probes.GetPosition(i);
            samples.Add(i, position + probes.FirstOffsets[k], first);
            samples.Add(i, position + probes.SecondOffsets[k], second);
            change[k] = sorted[k] = Math.Min(first, second);
            offset[k] = !(change[k] < 0) ? 0 : first < second ? probes.FirstOffsets[k] : probes.SecondOffsets[k];
        }

        Ascending.Sort(sorted.AsSpan(0, count));
    }

    /// <summary>
    /// All improvements together show whether they add up, if there are enough of them. Where there are not, any changes do as well.
    /// </summary>
    private void ChooseWitness()
    {
        int count = probes.Coordinates.Length, improvements = 0;
        foretold = 0;
        for (int k = 0; k < count; k++)
        {
            if (change[k] < 0)
            {
                foretold += change[k];
                improvements++;
            }
        }

        foretoldSize = -foretold;
        if (improvements >= leastImprovements)
            witness = AllMove;
        else
            witness = testsAdditivity && count > LeastOfCoordinates ? RandomMove : NoMove;
    }

    /// <summary>Any half of the first probes together.</summary>
    private void TakeAnyHalf()
    {
        foretold = foretoldSize = 0;
        for (int k = 0; k < probes.Coordinates.Length; k++)
        {
            bool isTaken = random.NextDouble() < 0.5;
            double single = isTaken ? probes.FirstFitness[k] - run.Elite.Fitness : 0;
            selected[k] = isTaken ? probes.FirstOffsets[k] : 0;
            foretold += single;
            foretoldSize += Math.Abs(single);
        }
    }
}
