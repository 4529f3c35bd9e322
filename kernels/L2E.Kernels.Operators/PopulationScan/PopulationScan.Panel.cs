using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class PopulationScan
{
    /// <summary>
    /// Rows of a few registers that lie together, <see cref="PanelRegisters"/> registers each; what there is less of in the tensor is
    /// filled up with zeros.
    /// </summary>
    private static class Panel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static void Gather<TLanes>(float* source, nint stride, int rows, int width, float* panel)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int panelWidth = PanelRegisters * TLanes.Count;
            for (int i = 0; i < rows; i++)
            {
                if (width == panelWidth)
                {
                    for (int k = 0; k < panelWidth; k += TLanes.Count)
                        TLanes.Load(source + k).Store(panel + k);
                }
                else
                {
                    new ReadOnlySpan<float>(source, width).CopyTo(new Span<float>(panel, width));
                    new Span<float>(panel + width, panelWidth - width).Clear();
                }

                source += stride;
                panel += panelWidth;
            }
        }

        public static void Scatter<TLanes>(float* panel, int rows, int width, float* destination, nint stride)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            for (int i = 0; i < rows; i++)
            {
                float* row = panel + i * PanelRegisters * TLanes.Count;
                new ReadOnlySpan<float>(row, width).CopyTo(new Span<float>(destination + i * stride, width));
            }
        }

        /// <summary>The states after a block from those before it, which may lie in the same place.</summary>
        /// <param name="matrices">The block's.</param>
        /// <param name="gathered">The block's rows.</param>
        /// <param name="before">The states before it.</param>
        /// <param name="isFirst">Whether these are zero, and not read.</param>
        /// <param name="after">Destination.</param>
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public static void AdvanceStates<TLanes>(
            BlockMatrices matrices, float* gathered, float* before, bool isFirst, float* after)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int step = GroupRows * PanelRegisters * TLanes.Count, groups = Padded(matrices.States) / GroupRows;
            for (int i = 0; i < groups; i++)
            {
                int n = i * GroupRows;
                Group<TLanes> group = default;
                if (!isFirst)
                    group.AddScaled(matrices.Retention + n, before);
                group.Add(matrices.Input + n * BlockRows, BlockRows, gathered, BlockRows);
                group.Store(after, PanelRegisters * TLanes.Count, GroupRows, aroundCaches: false);
                before += step;
                after += step;
            }
        }
    }
}
