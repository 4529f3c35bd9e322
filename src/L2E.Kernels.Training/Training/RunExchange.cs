using System.Runtime.InteropServices;

namespace L2E.Kernels.Training;

/// <summary>
/// What ranks that train together tell each other of their runs. Run i is computed by rank i modulo their number, and what is summed is
/// summed in the order of the runs: the result does not depend on the number of ranks.
/// </summary>
internal sealed class RunExchange
{
    private readonly IRankExchange ranks;
    private readonly TrainingRun[] runs;
    private readonly double[] losses, ownValues, allValues;
    private readonly float[] ownGradients, allGradients;

    /// <param name="ranks">The ranks.</param>
    /// <param name="runs">The runs of the training.</param>
    /// <param name="valueCount">The most single values that <see cref="Share"/> will be given.</param>
    public RunExchange(IRankExchange ranks, TrainingRun[] runs, int valueCount)
    {
        this.ranks = ranks;
        this.runs = runs;
        losses = new double[runs.Length * TrainingRun.LossCount];
        ownValues = new double[Math.Max(ShareOf(runs.Length) * TrainingRun.LossCount, ShareOf(valueCount))];
        allValues = new double[ranks.Count * ownValues.Length];
        ownGradients = new float[ShareOf(runs.Length) * runs[0].Gradient.Length];
        allGradients = new float[ranks.Rank == 0 ? ranks.Count * ownGradients.Length : 0];
    }

    /// <summary>Whether gradients come to this rank.</summary>
    public bool IsFirst => ranks.Rank == 0;

    /// <summary>Whether this rank computes what has an index.</summary>
    public bool Owns(int index) => index % ranks.Count == ranks.Rank;

    /// <summary>Gives every rank the losses of all runs: all that evolution strategies need, as perturbations come from seeds.</summary>
    public void ShareLosses()
    {
        for (int i = 0; i < runs.Length; i++)
            runs[i].Losses.CopyTo(losses.AsSpan(i * TrainingRun.LossCount));
        Share(losses, TrainingRun.LossCount);
        for (int i = 0; i < runs.Length; i++)
            losses.AsSpan(i * TrainingRun.LossCount, TrainingRun.LossCount).CopyTo(runs[i].Losses);
    }

    /// <summary>Gives every rank all of some values.</summary>
    /// <param name="values">Those of items that this rank owns are read, the others written; <c>[items, width]</c>.</param>
    /// <param name="width">Values of an item.</param>
    public void Share(Span<double> values, int width)
    {
        int items = values.Length / width, share = ShareOf(items) * width;
        Span<double> own = ownValues.AsSpan(0, share), all = allValues.AsSpan(0, share * ranks.Count);
        for (int item = ranks.Rank; item < items; item += ranks.Count)
            values.Slice(item * width, width).CopyTo(own[(item / ranks.Count * width)..]);
        ranks.Gather(MemoryMarshal.AsBytes(own), MemoryMarshal.AsBytes(all));
        ranks.Broadcast(MemoryMarshal.AsBytes(all));
        for (int item = 0; item < items; item++)
            all.Slice(item % ranks.Count * share + item / ranks.Count * width, width).CopyTo(values[(item * width)..]);
    }

    /// <summary>Brings the gradients of all runs to rank 0.</summary>
    public void GatherGradients()
    {
        int length = runs[0].Gradient.Length;
        for (int i = ranks.Rank; i < runs.Length; i += ranks.Count)
            runs[i].Gradient.CopyTo(ownGradients, i / ranks.Count * length);
        ranks.Gather(MemoryMarshal.AsBytes(ownGradients.AsSpan()), MemoryMarshal.AsBytes(allGradients.AsSpan()));
        for (int i = 0; i < runs.Length && IsFirst; i++)
        {
            int start = i % ranks.Count * ownGradients.Length + i / ranks.Count * length;
            allGradients.AsSpan(start, length).CopyTo(runs[i].Gradient);
        }
    }

    /// <summary>Gives every rank what rank 0 made of the gradients.</summary>
    public void Broadcast(Span<float> gradient) => ranks.Broadcast(MemoryMarshal.AsBytes(gradient));

    /// <summary>Brings where all runs stand to rank 0. Allocates.</summary>
    public void Collect()
    {
        ReadOnlyMemory<byte>[] states = new ReadOnlyMemory<byte>[runs.Length];
        int[] own = [0], all = new int[ranks.Count];
        for (int i = ranks.Rank; i < runs.Length; i += ranks.Count)
        {
            states[i] = StateTransfer.Write(runs[i]);
            own[0] = Math.Max(own[0], states[i].Length);
        }

        ranks.Gather(MemoryMarshal.AsBytes(own.AsSpan()), MemoryMarshal.AsBytes(all.AsSpan()));
        foreach (int length in all)
            own[0] = Math.Max(own[0], length);
        ranks.Broadcast(MemoryMarshal.AsBytes(own.AsSpan()));
        // As long as the longest, behind its own length.
        byte[] packet = new byte[sizeof(int) + own[0]], packets = new byte[IsFirst ? ranks.Count * packet.Length : 0];
        for (int first = 0; first < runs.Length; first += ranks.Count)
        {
            int mine = first + ranks.Rank;
            ReadOnlyMemory<byte> state = mine < runs.Length ? states[mine] : default;
            BitConverter.TryWriteBytes(packet, state.Length);
            state.Span.CopyTo(packet.AsSpan(sizeof(int)));
            ranks.Gather(packet, packets);
            for (int i = first; i < Math.Min(first + ranks.Count, runs.Length) && IsFirst; i++)
            {
                ReadOnlyMemory<byte> received = packets.AsMemory((i - first) * packet.Length, packet.Length);
                StateTransfer.Read(runs[i], received.Slice(sizeof(int), BitConverter.ToInt32(received.Span)));
            }
        }
    }

    private int ShareOf(int count) => (count + ranks.Count - 1) / ranks.Count;
}
