using System.Runtime.CompilerServices;

namespace L2E.Kernels.Operators;

public static unsafe partial class PopulationScan
{
    /// <summary>The matrices of a block the other way round, as the backward pass multiplies by them.</summary>
    private readonly struct TransposedMatrices
    {
        private readonly BlockMatrices matrices;
        private readonly float* mixing, input, output;

        /// <param name="scratch">Where they are written.</param>
        /// <param name="matrices">The block's.</param>
        /// <param name="rows">Individuals of the block.</param>
        public TransposedMatrices(float* scratch, BlockMatrices matrices, int rows)
        {
            this.matrices = matrices;
            int states = matrices.States;
            mixing = scratch;
            input = mixing + BlockRows * BlockRows;
            output = input + BlockRows * states;
            new Span<float>(scratch, BlockRows * (BlockRows + states + Padded(states))).Clear();
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j <= i; j++)
                    mixing[j * BlockRows + i] = matrices.Mixing[i * BlockRows + j];
            }

            Transposition.Transpose(matrices.Input, BlockRows, states, rows, input, states);
            Transposition.Transpose(matrices.Output, states, rows, states, output, BlockRows);
        }

        /// <summary><c>dD = mixing^T dy + input^T dstate</c>, with the cotangent of the states after the block.</summary>
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public void DifferentiateRows<TLanes>(int rows, float* cotangent, float* dstate, float* destination, nint stride)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int panelWidth = PanelRegisters * TLanes.Count;
            for (int j = 0; j < rows; j += GroupRows)
            {
                Group<TLanes> group = default;
                group.Add(input + j * matrices.States, matrices.States, dstate, matrices.States);
                group.Add(mixing + j * BlockRows + j, BlockRows, cotangent + j * panelWidth, rows - j);
                group.Store(destination + j * stride, stride, rows - j, aroundCaches: false);
            }
        }

        /// <summary><c>dstate = output^T dy + retention dstate</c>: the cotangent of the states before the block.</summary>
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        public void DifferentiateStates<TLanes>(int rows, float* cotangent, float* dstate)
            where TLanes : unmanaged, ILanes<TLanes>
        {
            int panelWidth = PanelRegisters * TLanes.Count;
            for (int n = 0; n < matrices.States; n += GroupRows)
            {
                Group<TLanes> group = default;
                group.AddScaled(matrices.Retention + n, dstate);
                group.Add(output + n * BlockRows, BlockRows, cotangent, rows);
                group.Store(dstate, panelWidth, GroupRows, aroundCaches: false);
                dstate += GroupRows * panelWidth;
            }
        }
    }
}
