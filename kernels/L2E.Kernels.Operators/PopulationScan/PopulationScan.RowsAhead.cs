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
        private float* row = start;
        private int place, left = width > 0 ? rows : 0;

        /// <summary>Cache lines of all rows.</summary>
        public readonly int Lines => rows * ((width + CacheLine.Floats - 1) / CacheLine.Floats);

        /// <summary>Asks for some more of them.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Ask(int lines)
        {
            for (; lines > 0 && left > 0; lines--)
            {
                CacheLine.PrefetchSecondLevel(row + place);
                place += CacheLine.Floats;
                if (place < width)
                    continue;
                place = 0;
                row += stride;
                left--;
            }
        }
    }
}
