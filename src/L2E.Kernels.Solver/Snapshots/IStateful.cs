namespace L2E.Kernels;

/// <summary>A part of a run whose state a snapshot holds.</summary>
internal interface IStateful
{
    /// <summary>
    /// Passes every field that changes during a run through <paramref name="state"/>, in a fixed order: one method for both directions.
    /// What an iteration computes anew before it reads it need not pass.
    /// </summary>
    void Transfer(StateTransfer state);
}
