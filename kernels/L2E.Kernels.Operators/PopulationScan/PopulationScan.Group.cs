using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class PopulationScan
{
    /// <summary>Rows of a product that share the loads of what they are made from.</summary>
    private const int GroupRows = 4;

    /// <summary>Registers side by side in a row of a panel.</summary>
    private const int PanelRegisters = 3;

    private const int LargestPanelWidth = PanelRegisters * CacheLine.Floats;

    /// <summary>
    /// A piece of a matrix product in registers: <see cref="GroupRows"/> rows, as wide as a panel. Each loaded coefficient serves three
    /// products and each loaded register four, so that arithmetic and not loading sets the pace; twelve sums hide its latency and leave
    /// room in sixteen registers.
    /// </summary>
    private struct Group<TLanes>
        where TLanes : unmanaged, ILanes<TLanes>
    {
        private TLanes left0, left1, left2, left3, middle0, middle1, middle2, middle3, right0, right1, right2, right3;

        private static int PanelWidth => PanelRegisters * TLanes.Count;

        /// <summary>Adds <c>coefficients[r, k] source[k, :]</c> for every k below <paramref name="count"/>.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(float* coefficients, int coefficientStride, float* source, int count)
        {
            float* row1 = coefficients + coefficientStride, row2 = row1 + coefficientStride, row3 = row2 + coefficientStride;
            for (int k = 0; k < count; k++)
            {
                TLanes left = TLanes.Load(source), middle = TLanes.Load(source + TLanes.Count);
                TLanes right = TLanes.Load(source + 2 * TLanes.Count);
                Accumulate(ref left0, ref middle0, ref right0, coefficients + k, left, middle, right);
                Accumulate(ref left1, ref middle1, ref right1, row1 + k, left, middle, right);
                Accumulate(ref left2, ref middle2, ref right2, row2 + k, left, middle, right);
                Accumulate(ref left3, ref middle3, ref right3, row3 + k, left, middle, right);
                source += PanelWidth;
            }
        }

        /// <summary>
        /// Adds <c>coefficients[r, k] rows[k, :]</c> for every k up to r, and copies these rows into a panel on the way. What lies above
        /// the diagonal is no product with 0: a row that is not finite must not reach those before it.
        /// </summary>
        /// <param name="coefficients">The first of the triangle.</param>
        /// <param name="coefficientStride">Coefficients from one row to the next.</param>
        /// <param name="rows">The first of the rows.</param>
        /// <param name="stride">Floats from one row to the next.</param>
        /// <param name="panel">Where they are copied to; may be where they are.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void AddLowerTriangle(float* coefficients, int coefficientStride, float* rows, nint stride, float* panel)
        {
            float* row1 = coefficients + coefficientStride, row2 = row1 + coefficientStride, row3 = row2 + coefficientStride;
            TLanes left = TLanes.Load(rows), middle = TLanes.Load(rows + TLanes.Count), right = TLanes.Load(rows + 2 * TLanes.Count);
            StoreRow(left, middle, right, panel, aroundCaches: false);
            Accumulate(ref left0, ref middle0, ref right0, coefficients, left, middle, right);
            Accumulate(ref left1, ref middle1, ref right1, row1, left, middle, right);
            Accumulate(ref left2, ref middle2, ref right2, row2, left, middle, right);
            Accumulate(ref left3, ref middle3, ref right3, row3, left, middle, right);
            rows += stride;
            panel += PanelWidth;
            (left, middle, right) = (TLanes.Load(rows), TLanes.Load(rows + TLanes.Count), TLanes.Load(rows + 2 * TLanes.Count));
            StoreRow(left, middle, right, panel, aroundCaches: false);
            Accumulate(ref left1, ref middle1, ref right1, row1 + 1, left, middle, right);
            Accumulate(ref left2, ref middle2, ref right2, row2 + 1, left, middle, right);
            Accumulate(ref left3, ref middle3, ref right3, row3 + 1, left, middle, right);
            rows += stride;
            panel += PanelWidth;
            (left, middle, right) = (TLanes.Load(rows), TLanes.Load(rows + TLanes.Count), TLanes.Load(rows + 2 * TLanes.Count));
            StoreRow(left, middle, right, panel, aroundCaches: false);
            Accumulate(ref left2, ref middle2, ref right2, row2 + 2, left, middle, right);
            Accumulate(ref left3, ref middle3, ref right3, row3 + 2, left, middle, right);
            rows += stride;
            panel += PanelWidth;
            (left, middle, right) = (TLanes.Load(rows), TLanes.Load(rows + TLanes.Count), TLanes.Load(rows + 2 * TLanes.Count));
            StoreRow(left, middle, right, panel, aroundCaches: false);
            Accumulate(ref left3, ref middle3, ref right3, row3 + 3, left, middle, right);
        }

        /// <summary>Adds <c>factors[r] source[r, :]</c>.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void AddScaled(float* factors, float* source)
        {
            AddRow(ref left0, ref middle0, ref right0, factors, source);
            AddRow(ref left1, ref middle1, ref right1, factors + 1, source + PanelWidth);
            AddRow(ref left2, ref middle2, ref right2, factors + 2, source + 2 * PanelWidth);
            AddRow(ref left3, ref middle3, ref right3, factors + 3, source + 3 * PanelWidth);
        }

        /// <summary>Writes the first <paramref name="rows"/> rows.</summary>
        /// <param name="destination">Where the first row goes; a multiple of a register's size if it goes around the caches.</param>
        /// <param name="stride">Floats from one row to the next.</param>
        /// <param name="rows">1 or more.</param>
        /// <param name="aroundCaches">Whether nobody will read it soon.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Store(float* destination, nint stride, int rows, bool aroundCaches)
        {
            StoreRow(left0, middle0, right0, destination, aroundCaches);
            if (rows > 1)
                StoreRow(left1, middle1, right1, destination + stride, aroundCaches);
            if (rows > 2)
                StoreRow(left2, middle2, right2, destination + 2 * stride, aroundCaches);
            if (rows > 3)
                StoreRow(left3, middle3, right3, destination + 3 * stride, aroundCaches);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void AddRow(ref TLanes leftSum, ref TLanes middleSum, ref TLanes rightSum, float* coefficient, float* source) =>
            Accumulate(
                ref leftSum, ref middleSum, ref rightSum, coefficient, TLanes.Load(source), TLanes.Load(source + TLanes.Count),
                TLanes.Load(source + 2 * TLanes.Count));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Accumulate(
            ref TLanes leftSum, ref TLanes middleSum, ref TLanes rightSum, float* coefficient, TLanes left, TLanes middle, TLanes right)
        {
            TLanes factor = TLanes.Broadcast(*coefficient);
            TLanes.Accumulate(ref leftSum, factor, left);
            TLanes.Accumulate(ref middleSum, factor, middle);
            TLanes.Accumulate(ref rightSum, factor, right);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void StoreRow(TLanes left, TLanes middle, TLanes right, float* destination, bool aroundCaches)
        {
            if (aroundCaches)
            {
                left.StoreNonTemporal(destination);
                middle.StoreNonTemporal(destination + TLanes.Count);
                right.StoreNonTemporal(destination + 2 * TLanes.Count);
            }
            else
            {
                left.Store(destination);
                middle.Store(destination + TLanes.Count);
                right.Store(destination + 2 * TLanes.Count);
            }
        }
    }
}
