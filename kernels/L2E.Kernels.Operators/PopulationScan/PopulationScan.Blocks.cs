using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class PopulationScan
{
    /// <summary>Individuals that are mixed by matrix products; the states carry what came before them.</summary>
    private const int BlockRows = 16;

    private static int BlockCount(PopulationScanShape shape) => (int)(((long)shape.Population + BlockRows - 1) / BlockRows);

    /// <summary>Floats of the matrices of all blocks.</summary>
    private static int CoefficientLength(PopulationScanShape shape) => BlockCount(shape) * BlockMatrices.Length(shape);

    /// <summary>A number of rows, of states or of individuals, filled up to whole groups.</summary>
    private static int Padded(int rows) => (rows + GroupRows - 1) / GroupRows * GroupRows;

    /// <summary>
    /// The matrices of one block of individuals, with h the states before it: <c>y = mixing D + output h</c>,
    /// <c>h' = input D + retention h</c> after it, with a diagonal retention. <c>PopulationScan.md</c> has the formulas.
    /// </summary>
    private readonly struct BlockMatrices(float* coefficients, PopulationScanShape shape, int block)
    {
        private readonly float* start = coefficients + block * Length(shape);

        public int States { get; } = shape.States;

        /// <summary>[BlockRows, BlockRows]; what lies above the diagonal is undefined and never read.</summary>
        public float* Mixing => start;

        /// <summary>[BlockRows, states]</summary>
        public float* Output => Mixing + BlockRows * BlockRows;

        /// <summary>[padded states, BlockRows], 0 in the rows that fill up.</summary>
        public float* Input => Output + BlockRows * States;

        /// <summary>[padded states], 0 where they fill up.</summary>
        public float* Retention => Input + Padded(States) * BlockRows;

        public static int Length(PopulationScanShape shape) =>
            BlockRows * BlockRows + BlockRows * shape.States + Padded(shape.States) * (BlockRows + 1);
    }

    /// <summary>
    /// The matrices of all blocks: the recurrence itself, run over the unit vectors of a block's individuals, one a lane, and of the
    /// states.
    /// </summary>
    private readonly struct BlockKernel(
        PopulationScanShape shape, float* keep, float* enter, float* C, float* coefficients) : ILanesKernel
    {
        public void Run<TLanes>()
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int block = 0; block < BlockCount(shape); block++)
            {
                BlockMatrices matrices = new(coefficients, shape, block);
                new Span<float>(matrices.Input, Padded(shape.States) * (BlockRows + 1)).Clear();
                new Span<float>(matrices.Retention, shape.States).Fill(1);
                int first = block * BlockRows, rows = Math.Min(BlockRows, shape.Population - first);
                for (int i = 0; i < rows; i++)
                {
                    int gates = (first + i) * shape.States;
                    Respond<TLanes>(matrices, i, gates);
                    if (shape.States <= Lanes128.Count)
                        Enter<Lanes128>(matrices, i, gates);
                    else
                        Enter<TLanes>(matrices, i, gates);
                }
            }
        }

        /// <summary>What individuals before i left in the states, and through them in the output of individual i.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Respond<TLanes>(BlockMatrices matrices, int i, int gates)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int j = 0; j < i; j += TLanes.Count)
            {
                float* response = matrices.Input + j;
                TLanes sum = TLanes.Broadcast(0);
                for (int n = 0; n < shape.States; n++)
                {
                    TLanes state = TLanes.Broadcast(keep[gates + n]) * TLanes.Load(response);
                    state.Store(response);
                    sum = TLanes.MultiplyAdd(TLanes.Broadcast(C[gates + n]), state, sum);
                    response += BlockRows;
                }

                // The places on and above the diagonal get what is not meant: the first is written next, the others are never read.
                sum.Store(matrices.Mixing + i * BlockRows + j);
            }
        }

        /// <summary>Individual i itself, and what it lets through of the states before the block.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Enter<TLanes>(BlockMatrices matrices, int i, int gates)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            TLanes own = TLanes.Broadcast(0);
            for (int n = 0; n < shape.States; n += TLanes.Count)
            {
                int count = shape.States - n;
                TLanes leaving = Lanes.Load<TLanes>(C + gates + n, count);
                own = TLanes.MultiplyAdd(leaving, Lanes.Load<TLanes>(enter + gates + n, count), own);
                TLanes retained = Lanes.Load<TLanes>(keep + gates + n, count) * Lanes.Load<TLanes>(matrices.Retention + n, count);
                Lanes.Store(retained, matrices.Retention + n, count);
                Lanes.Store(leaving * retained, matrices.Output + i * shape.States + n, count);
            }

            matrices.Mixing[i * BlockRows + i] = TLanes.Sum(own);
            for (int n = 0; n < shape.States; n++)
                matrices.Input[n * BlockRows + i] = enter[gates + n];
        }
    }
}
