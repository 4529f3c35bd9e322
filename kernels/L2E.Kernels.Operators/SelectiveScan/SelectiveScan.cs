namespace L2E.Kernels.Operators;

/// <summary>
/// The selective scan of Mamba (S6): a diagonal linear recurrence whose step size, input gate and output gate depend on the step.
/// </summary>
/// <remarks>
/// <para>
/// Per channel c in group g, with <c>step_t = softplus(delta_t + delta_bias)</c> (or without softplus):
/// <c>h_t = exp(step_t A) h_(t-1) + step_t u_t B_t</c>, <c>y_t = sum_n C_tn h_tn</c>, then <c>+ D u_t</c> where D is given and
/// <c>* z_t sigmoid(z_t)</c> where z is given. <see cref="SelectiveScanInputs{T}"/> has the shapes. Time runs from
/// the first row of a sequence to the last, or back where the inputs say so.
/// </para>
/// <para>
/// Domain: <c>step A &lt;= 0</c> for a stable recurrence; other values are computed by the same formulas and may overflow. NaN and
/// infinities propagate to the steps of their channel at and after theirs. Nothing is allocated. Source: A. Gu and T. Dao,
/// <i>Mamba: linear-time sequence modeling with selective state spaces</i>, arXiv 2312.00752, section 3.
/// </para>
/// </remarks>
public static partial class SelectiveScan
{
    /// <summary>Channels whose saved states lie in one piece: a pair of the widest registers.</summary>
    private const int SavedWidth = 32;

    /// <summary>Floats of scratch that <see cref="Forward"/> needs.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="workers">Workers of the team that it runs on, 1 or more; 1 without a team.</param>
    /// <exception cref="ArgumentException">A size or the number of workers is out of range.</exception>
    public static int GetWorkspaceLength(SelectiveScanShape shape, int workers = 1)
    {
        shape.Validate();
        Guard.AtLeast(workers, 1);
        return Guard.Product("workspace", "workers * floats of a worker", workers, new Tiling(shape, workers).WorkspaceLength);
    }

    /// <summary>
    /// Floats that <see cref="Forward"/> saves for <see cref="Backward"/>: the states at every max(16, states)-th step, no more than
    /// batch * (length + states + 16) * channels.
    /// </summary>
    /// <param name="shape">Sizes.</param>
    /// <exception cref="ArgumentException">A size is out of range, or the length exceeds the range of int.</exception>
    public static int GetSavedStateLength(SelectiveScanShape shape)
    {
        shape.Validate();
        return Guard.Product("savedState", "batch * chunks * channels * states", shape.Batch, shape.Chunks, shape.Channels, shape.States);
    }
}
