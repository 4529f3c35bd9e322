namespace L2E.Kernels.Operators.Tests;

/// <summary>A long sequence may be fed in pieces, the state of one into the next.</summary>
public class SelectiveScanStreamingTests
{
    private const int Channels = 197, States = 5, Groups = 1;

    public static MatrixTheoryData<int[], bool, bool> Cases => new(
        [[40], [1, 39], [39, 1], [16, 16, 8], [7, 20, 13], [.. Enumerable.Repeat(1, 40)]],
        [true, false],
        [true, false]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pieces_of_float_give_the_bits_of_one_call(int[] pieces, bool reverse, bool progression) =>
        AssertSame(pieces, reverse, progression, x => x);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pieces_of_half_give_the_bits_of_one_call(int[] pieces, bool reverse, bool progression) =>
        AssertSame(pieces, reverse, progression, x => (Half)x);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pieces_of_bfloat16_give_the_bits_of_one_call(int[] pieces, bool reverse, bool progression) =>
        AssertSame(pieces, reverse, progression, x => (BFloat16)x);

    private static void AssertSame<T>(int[] pieces, bool reverse, bool progression, Converter<float, T> store)
        where T : unmanaged
    {
        SelectiveScanShape whole = new(1, pieces.Sum(), Channels, States, Groups);
        SelectiveScanCase data = new(whole, true, progression);
        T[] u = Array.ConvertAll(data.U, store), delta = Array.ConvertAll(data.Delta, store), z = Array.ConvertAll(data.Z, store);
        T[] B = Array.ConvertAll(data.B, store), C = Array.ConvertAll(data.C, store);
        T[] expected = new T[u.Length], y = new T[u.Length];
        float[] last = new float[Channels * States], state = [.. data.InitialState];
        float[] workspace = new float[SelectiveScan.GetWorkspaceLength(whole)];
        SelectiveScan.Forward(whole, Slice(0, whole.Length, data.InitialState), expected, last, default, workspace);

        int done = 0;
        foreach (int length in pieces)
        {
            int start = reverse ? whole.Length - done - length : done;
            SelectiveScan.Forward(
                whole with { Length = length }, Slice(start, length, state), y.AsSpan(start * Channels, length * Channels), state, default,
                workspace);
            done += length;
        }

        Assert.Equal(expected, y);
        Assert.Equal(last, state);

        SelectiveScanInputs<T> Slice(int start, int length, ReadOnlySpan<float> initialState) => new()
        {
            U = u.AsSpan(start * Channels, length * Channels),
            Delta = delta.AsSpan(start * Channels, length * Channels),
            A = data.A,
            B = B.AsSpan(start * States, length * States),
            C = C.AsSpan(start * States, length * States),
            D = data.D,
            Z = z.AsSpan(start * Channels, length * Channels),
            DeltaBias = data.DeltaBias,
            InitialState = initialState,
            Softplus = true,
            Reverse = reverse,
        };
    }
}
