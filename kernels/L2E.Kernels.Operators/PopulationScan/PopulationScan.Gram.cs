using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class PopulationScan
{
    /// <summary>
    /// Inner products over coordinates of four rows with two, in registers. The lanes are summed when all coordinates are through;
    /// until then a product is <see cref="CacheLine.Floats"/> floats of scratch, of which a narrower register uses the first.
    /// </summary>
    private struct Gram<TLanes>
        where TLanes : unmanaged, ILanes<TLanes>
    {
        private TLanes left0, left1, left2, left3, right0, right1, right2, right3;

        /// <summary>
        /// Adds the products of rows <paramref name="rows"/>..+3 and <paramref name="columns"/>..+1 of every panel of a tile to
        /// <c>sums[0..3, 0..1]</c>.
        /// </summary>
        /// <param name="rows">First of four rows of the first panel.</param>
        /// <param name="rowStep">Floats from a panel of the rows to the next.</param>
        /// <param name="columns">First of two rows of the first panel.</param>
        /// <param name="columnStep">Floats from a panel of the columns to the next.</param>
        /// <param name="panels">Number of panels.</param>
        /// <param name="sums">The lanes of the first product.</param>
        /// <param name="stride">Products from one row of them to the next.</param>
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public static void Accumulate(
            float* rows, int rowStep, float* columns, int columnStep, int panels, float* sums, int stride)
        {
            int panelWidth = PanelRegisters * TLanes.Count;
            Gram<TLanes> gram = default;
            for (int panel = 0; panel < panels; panel++)
            {
                for (int k = 0; k < panelWidth; k += TLanes.Count)
                {
                    TLanes left = TLanes.Load(columns + k), right = TLanes.Load(columns + panelWidth + k);
                    Add(ref gram.left0, ref gram.right0, TLanes.Load(rows + k), left, right);
                    Add(ref gram.left1, ref gram.right1, TLanes.Load(rows + panelWidth + k), left, right);
                    Add(ref gram.left2, ref gram.right2, TLanes.Load(rows + 2 * panelWidth + k), left, right);
                    Add(ref gram.left3, ref gram.right3, TLanes.Load(rows + 3 * panelWidth + k), left, right);
                }

                rows += rowStep;
                columns += columnStep;
            }

            int step = stride * CacheLine.Floats;
            AddTo(sums, gram.left0, gram.right0);
            AddTo(sums + step, gram.left1, gram.right1);
            AddTo(sums + 2 * step, gram.left2, gram.right2);
            AddTo(sums + 3 * step, gram.left3, gram.right3);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Add(ref TLanes leftSum, ref TLanes rightSum, TLanes row, TLanes left, TLanes right)
        {
            leftSum = TLanes.MultiplyAdd(row, left, leftSum);
            rightSum = TLanes.MultiplyAdd(row, right, rightSum);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void AddTo(float* sums, TLanes left, TLanes right)
        {
            (TLanes.Load(sums) + left).Store(sums);
            (TLanes.Load(sums + CacheLine.Floats) + right).Store(sums + CacheLine.Floats);
        }
    }
}
