namespace L2E.Kernels;

/// <summary>The proposal that descends from the elite: by probes of coordinates, or by gradients.</summary>
internal interface ILocalProposal : IProposal
{
    /// <summary>How far it looks, in units of the box.</summary>
    double Amplitude { get; }

    /// <summary>How well its model predicts, in [-1, 1].</summary>
    double Trust { get; }

    /// <summary>Whether a quasi-Newton move was the best of one of its last iterations.</summary>
    bool QuasiNewtonWonLately { get; }

    /// <summary>The number of coordinates that jumps should take at a time.</summary>
    int BlockSize { get; }

    /// <summary>The population moved the elite by <paramref name="distance"/> (root mean square).</summary>
    void FollowPopulation(double distance);
}
