using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class PopulationScan
{
    /// <summary>
    /// Rows that are needed next. Memory is asked for them along the rows, a few lines at a time between the arithmetic: a processor
    /// fetches on its own what follows in a row, but not a few lines each of many rows, in which order they are used.
    /// </summary>
    /// <param name="start">The first of the rows; they need not be there when there are none.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="width">Floats of a row.</param>
    /// <param name="rows">How many there are.</param>
    private struct RowsAhead(float* start, nint stride, int width, int rows)
    {
        private readonly int lines = (width + CacheLine.Floats - 1) / CacheLine.Floats;
        private float* row = start;
        private int asked, left = width > 0 ? rows : 0;

        /// <summary>Cache lines of all rows.</summary>
        public readonly int Lines => rows * lines;

        /// <summary>Asks for some more of them.</summary>
        // Not inlined: its loop counts in registers then, not in this structure.
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public void Ask(int count)
        {
            while (count > 0 && left > 0)
            {
                int end = Math.Min(asked + count, lines);
                count -= end - asked;
                for (int i = asked; i < end; i++)
                    CacheLine.PrefetchSecondLevel(row + i * CacheLine.Floats);
                asked = end;
                if (asked < lines)
                    return;
                asked = 0;
                row += stride;
                left--;
            }
        }
    }
}
