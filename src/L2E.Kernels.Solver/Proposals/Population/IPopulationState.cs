namespace L2E.Kernels;

/// <summary>
/// What of a population is as long as the dimension: anchor and scales, the displacements of a generation and their averaged image. It does
/// the work that grows with the dimension, in the memory of the host or of a device. Displacements and scales are in units of the box.
/// </summary>
/// <remarks>
/// What is asked for by a span or a property is known when the generation's candidates have been evaluated, at no further cost; asked for
/// earlier, a device is read once more.
/// </remarks>
internal interface IPopulationState : IStateful
{
    /// <summary>Mean of the scales.</summary>
    double MeanScale { get; }

    /// <summary>Largest norm of the averaged displacements.</summary>
    double AveragedRadius { get; }

    /// <summary>Length of the anchor's last step, each coordinate in units of its scale.</summary>
    double MovedLength { get; }

    /// <summary>Puts the anchor at a point.</summary>
    /// <param name="point">The point, <c>[dimension]</c>, inside the box.</param>
    void Place(ReadOnlySpan<double> point);

    /// <summary>Gives all coordinates one scale, and forgets the last steps.</summary>
    void Spread(double scale);

    /// <summary>Draws the displacements of a generation: <c>sqrt(1 - memory) noise + sqrt(memory) sign averaged</c>.</summary>
    /// <param name="pairs">One displacement for each antithetic pair.</param>
    /// <param name="generation">Counts the generations of the run.</param>
    /// <param name="memory">Share of the averaged displacements.</param>
    /// <param name="signs">1 or -1 for each pair; not read without memory.</param>
    void Draw(int pairs, uint generation, double memory, ReadOnlySpan<float> signs);

    /// <summary>
    /// Writes candidate <paramref name="index"/>: the anchor with a displacement, with its mirror image, and last the anchor itself.
    /// </summary>
    void WriteCandidate(int index, Span<double> candidate);

    /// <summary>Evaluates the first candidates where they are, which on the host is nobody's business but the objective's.</summary>
    /// <param name="fitness">Destination (=), one value for each.</param>
    /// <exception cref="NotSupportedException">The state is on the host.</exception>
    void Evaluate(Span<double> fitness);

    /// <summary>Squared norms of the generation's displacements, one for each pair.</summary>
    /// <param name="noise">Those of their noise.</param>
    /// <param name="whole">Those of the displacements.</param>
    /// <param name="scaled">Those of the displacements in units of the scales; empty where they are not wanted.</param>
    void Measure(Span<double> noise, Span<double> whole, Span<double> scaled);

    /// <summary>The recombined step, its second moment and the proxy gradient.</summary>
    void Recombine(ReadOnlySpan<float> stepWeights, ReadOnlySpan<float> momentWeights, ReadOnlySpan<float> gradientWeights);

    /// <summary>The averaged contractive image of the first half of the individuals by rank.</summary>
    /// <param name="gates">The operator of the generation.</param>
    /// <param name="order">The individuals by rank.</param>
    void Average(PopulationGates gates, ReadOnlySpan<int> order);

    /// <summary>Moves the anchor and adapts the scales by what was recombined.</summary>
    void Move(in PopulationMove move);

    /// <summary>Whether no scale reaches the smallest of a population that still searches.</summary>
    bool HasCollapsed();
}

/// <summary>Makes the state of a population; null where it is to be on the host.</summary>
/// <param name="run">The run: its box, and the seed of the noise.</param>
/// <param name="pairs">The most antithetic pairs.</param>
internal delegate IPopulationState? PopulationStateMaker(RunState run, int pairs);
