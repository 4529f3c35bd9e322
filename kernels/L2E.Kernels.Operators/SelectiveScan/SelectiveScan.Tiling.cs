namespace L2E.Kernels.Operators;

public static partial class SelectiveScan
{
    /// <summary>How the channels of a group are dealt into tiles, and time into blocks.</summary>
    private readonly struct Tiling
    {
        private const int PairOfRegisters = 32, TileElements = 2048, BlockElements = 256;

        public Tiling(in SelectiveScanShape shape)
        {
            int width = Math.Clamp(TileElements / shape.States, 2 * PairOfRegisters, 16 * PairOfRegisters);
            int needed = Math.Max(1, Math.Min(width, shape.ChannelsPerGroup));
            Width = (needed + PairOfRegisters - 1) / PairOfRegisters * PairOfRegisters;
            BlockLength = Math.Max(1, Math.Min(BlockElements / Width, shape.Length));
            TilesPerGroup = (shape.ChannelsPerGroup + Width - 1) / Width;
            Stride = Width + CacheLine.Floats;
            WorkspaceLength = CacheLine.Slack + 2 * Stride * (shape.States + BlockLength) + 2 * BlockLength * shape.EvenStates;
        }

        /// <summary>
        /// Channels done together: consecutive in memory, a multiple of two of the widest registers. A and the states of a tile
        /// take, as far as the limits allow, half of a first-level cache of 32 KiB; wide rows keep memory streaming where there are few
        /// states.
        /// </summary>
        public int Width { get; }

        /// <summary>
        /// Steps whose sizes and inputs are computed together, ahead of the recurrence. Few, as the lines of the next block that are
        /// asked for meanwhile lie a power of two apart in many a sequence, and would drive each other out of the first-level cache.
        /// </summary>
        public int BlockLength { get; }

        /// <summary>
        /// From one row of scratch to the next. No power of two: a load from a multiple of 4 KiB behind a store that is under way waits
        /// for it.
        /// </summary>
        public int Stride { get; }

        public int TilesPerGroup { get; }

        /// <summary>Floats of scratch for one tile.</summary>
        public int WorkspaceLength { get; }
    }
}
