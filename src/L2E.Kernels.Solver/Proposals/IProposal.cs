namespace L2E.Kernels;

/// <summary>
/// One way to make candidates. An iteration of the solver is one proposal: it begins, asks for evaluations in as many tiles
/// as it likes and is told the fitness of each; the engine offers the best point seen to the elite; the proposal ends by
/// learning from what came of it.
/// </summary>
internal interface IProposal : IStateful
{
    /// <summary>Name in a trace.</summary>
    string Name { get; }

    /// <summary>Starts an iteration from the present elite, which does not move before <see cref="End"/>.</summary>
    void Begin();

    /// <summary>Writes the next candidates, at most <see cref="CandidateTile.Height"/> of them.</summary>
    /// <returns>The number of candidates; 0 when the iteration needs no more.</returns>
    int Ask(CandidateTile tile);

    /// <summary>Whether the fitness of its candidates is to come with gradients.</summary>
    bool NeedsGradients => false;

    /// <summary>Takes the fitness of the candidates last asked for; +infinity for one that failed.</summary>
    /// <param name="fitness">One value a candidate.</param>
    /// <param name="gradients">Their gradients, <c>[count, dimension]</c>, NaN for one that failed; empty unless they are needed.</param>
    void Tell(ReadOnlySpan<double> fitness, ReadOnlySpan<double> gradients);

    /// <summary>Learns from the iteration, after the best point seen was offered to the elite.</summary>
    void End();

    /// <summary>Forgets everything, for a new run.</summary>
    void Reset();
}
