namespace L2E.Kernels;

/// <summary>Work that a <see cref="WorkerTeam"/> does, one chunk a call.</summary>
public interface IWorkerAction
{
    /// <summary>Does one chunk.</summary>
    /// <param name="chunk">Index of the chunk, from 0.</param>
    /// <param name="worker">Index of the worker that runs it, below <see cref="WorkerTeam.Count"/>: it selects scratch, never results.</param>
    void Invoke(int chunk, int worker);
}
