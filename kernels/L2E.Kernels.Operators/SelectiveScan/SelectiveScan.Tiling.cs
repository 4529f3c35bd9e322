namespace L2E.Kernels.Operators;

public static partial class SelectiveScan
{
    /// <summary>
    /// From so many states on the recurrence is most of the work, and is done apart from what comes before and after it; with fewer a
    /// scan is as fast as memory, if that is read and written row by row.
    /// </summary>
    private const int StatesOfLongRecurrence = 8;

    /// <summary>How the channels of a group are dealt into tiles and pieces of them, and time into blocks.</summary>
    private readonly struct Tiling
    {
        private const int PairOfRegisters = 32, PieceElements = 4096, BlockElements = 512, RowElements = 65536;

        public Tiling(in SelectiveScanShape shape, int workers)
        {
            int width = Math.Clamp(PieceElements / shape.States, 2 * PairOfRegisters, 16 * PairOfRegisters);
            int needed = Math.Max(1, Math.Min(width, shape.ChannelsPerGroup));
            PieceWidth = (needed + PairOfRegisters - 1) / PairOfRegisters * PairOfRegisters;
            int pieces = 1;
            if (shape.States < StatesOfLongRecurrence)
            {
                int tiles = DivideUp(workers, Math.Max(1, shape.Batch * shape.Groups));
                int share = DivideUp(DivideUp(Math.Max(1, shape.ChannelsPerGroup), PieceWidth), tiles);
                pieces = Math.Min(share, RowElements / (shape.States * PieceWidth));
            }

            Width = pieces * PieceWidth;
            BlockLength = Math.Max(1, Math.Min(BlockElements / PieceWidth, shape.Length));
            TilesPerGroup = DivideUp(shape.ChannelsPerGroup, Width);
            Stride = Width + CacheLine.Floats;
            WorkspaceLength = CacheLine.Slack + 2 * Stride * (shape.States + BlockLength) + 2 * BlockLength * shape.EvenStates + pieces;
        }

        /// <summary>
        /// Channels whose factors are made in the same way, and that a step is done for at once: consecutive in memory, a multiple of two
        /// of the widest registers. A and the states of a piece take, as far as the limits allow, a first-level cache of 32 KiB.
        /// It depends on the shape alone, as results do on how factors are made.
        /// </summary>
        public int PieceWidth { get; }

        /// <summary>
        /// Channels of a tile, one worker's for all of a sequence: with few states as many pieces as a second-level cache holds and other
        /// workers can spare, as memory streams along rows; else one.
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

        private static int DivideUp(int dividend, int divisor) => (dividend + divisor - 1) / divisor;
    }
}
