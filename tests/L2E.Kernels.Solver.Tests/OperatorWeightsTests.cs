using System.Security.Cryptography;
using L2E.Kernels.Operators;

namespace L2E.Kernels.Solver.Tests;

public sealed class OperatorWeightsTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"l2e-{Guid.NewGuid():N}.l2e");

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Weights_written_to_a_file_are_read_back_bit_for_bit()
    {
        OperatorWeights weights = OperatorWeights.FromParameters("x", OperatorWeights.Random(3).Parameters, "{\n  \"seed\": 3\n}");
        weights.Save(path);
        OperatorWeights read = OperatorWeights.Load(path);
        Assert.Equal(weights.Training, read.Training);
        Assert.Equal(weights.Parameters.ToArray(), read.Parameters.ToArray());
        Assert.Equal(Path.GetFileName(path), read.Label);
    }

    [Fact]
    public void Every_altered_byte_is_noticed()
    {
        OperatorWeights.Default.Save(path);
        byte[] file = File.ReadAllBytes(path);
        var random = new PhiloxSequence(1, 0);
        for (int trial = 0; trial < 200; trial++)
        {
            byte[] altered = [.. file];
            altered[random.NextInt32(file.Length)] ^= (byte)(1 << random.NextInt32(8));
            File.WriteAllBytes(path, altered);
            InvalidDataException error = Assert.Throws<InvalidDataException>(() => OperatorWeights.Load(path));
            Assert.StartsWith("weights: expected ", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(11)]
    [InlineData(100)]
    [InlineData(-1)]
    public void A_truncated_file_is_refused(int length)
    {
        OperatorWeights.Default.Save(path);
        byte[] file = File.ReadAllBytes(path);
        File.WriteAllBytes(path, file[..(length < 0 ? file.Length + length : length)]);
        Assert.Throws<InvalidDataException>(() => OperatorWeights.Load(path));
    }

    [Fact]
    public void Weights_of_another_network_are_refused()
    {
        OperatorWeights.Default.Save(path);
        byte[] file = File.ReadAllBytes(path);
        file.AsSpan().Replace((byte)'7', (byte)'8');
        SHA256.HashData(file.AsSpan(0, file.Length - SHA256.HashSizeInBytes), file.AsSpan(file.Length - SHA256.HashSizeInBytes));
        File.WriteAllBytes(path, file);
        string message = Assert.Throws<InvalidDataException>(() => OperatorWeights.Load(path)).Message;
        Assert.Contains("got those of the gate network: 4 + 8 features", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_something_else_is_refused()
    {
        File.WriteAllText(path, "not weights at all, but long enough to be read as a header of some kind");
        Assert.Contains("does not begin as one", Assert.Throws<InvalidDataException>(() => OperatorWeights.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_of_the_wrong_number_or_not_finite_are_refused()
    {
        Assert.Throws<ArgumentException>(() => OperatorWeights.FromParameters("x", new float[3]));
        float[] parameters = OperatorWeights.Default.Parameters.ToArray();
        parameters[7] = float.NaN;
        Assert.Equal(
            "parameters: expected finite values, got NaN at 7",
            Assert.Throws<ArgumentException>(() => OperatorWeights.FromParameters("x", parameters)).Message);
    }

    [Fact]
    public void The_untrained_operator_has_the_number_of_parameters_of_the_architecture() =>
        Assert.Equal((1071, 1071), (GateNetwork.ParameterCount, OperatorWeights.Default.Parameters.Length));
}
