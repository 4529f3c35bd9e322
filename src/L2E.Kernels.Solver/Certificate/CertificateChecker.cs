using System.Text.Json;

namespace L2E.Kernels;

/// <summary>
/// Checks a certificate from its trace alone, in double: the operator's rows are formed one by one from the recorded gates, the
/// recursion of the radius is run again, and every move of the elite is held against sufficient decrease. Shares no
/// arithmetic with the solver.
/// </summary>
public static class CertificateChecker
{
    // The theorem's constants; what the file states is checked against them, not the other way round.
    private const double Rho = 0.95, ProjectionTarget = 0.9499, RelaxationLow = 0.05, RelaxationHigh = 0.95, MemoryHigh = 0.5;
    private const double Averaged = 1 - RelaxationLow * (1 - Rho);

    // Gates and radii are floats; sums of doubles written and read back agree to far less.
    private const double FloatTolerance = 1e-5, DoubleTolerance = 1e-9;

    /// <summary>Checks every statement.</summary>
    /// <param name="document">The root of a certificate file.</param>
    /// <exception cref="InvalidDataException">The document is not a certificate, or something is missing or malformed.</exception>
    public static IReadOnlyList<CertificateFinding> Check(JsonElement document)
    {
        try
        {
            if (document.GetProperty("format").GetString() != CertificateFile.Format)
                throw new InvalidDataException($"format: expected \"{CertificateFile.Format}\"");
            if (document.GetProperty("version").GetInt32() != CertificateFile.Version)
                throw new InvalidDataException($"version: expected {CertificateFile.Version}, got {document.GetProperty("version")}");
            JsonElement certificate = document.GetProperty("certificate");
            List<CertificateFinding> findings = [];
            CheckElite(document, certificate, findings);
            CheckPopulation(document, certificate, findings);
            bool holds = findings.TrueForAll(finding => finding.Holds), stated = certificate.GetProperty("holds").GetBoolean();
            findings.Add(new CertificateFinding("the certificate holds", stated ? 1 : 0, holds ? 1 : 0, 1, holds && stated));
            return findings;
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"certificate: expected a complete certificate with its trace, got one that is malformed ({error.Message})");
        }
    }

    /// <summary>The largest absolute row sum of a generation's operator, formed entry by entry in double.</summary>
    /// <param name="gates">The gates of the generation.</param>
    public static double LargestRowSum(GateRecord gates)
    {
        ArgumentNullException.ThrowIfNull(gates);
        return LargestRowSum(Widen(gates.Delta), Widen(gates.Decay), Widen(gates.B), Widen(gates.C));

        static double[] Widen(float[] values) => Array.ConvertAll(values, value => (double)value);
    }

    private static void CheckElite(JsonElement document, JsonElement certificate, List<CertificateFinding> findings)
    {
        double diagonal = document.GetProperty("run").GetProperty("diagonal").GetDouble();
        double first = double.NaN, fitness = double.NaN, slope = double.NaN, path = 0, worstDecrease = 0;
        long moves = 0, evaluations = 0;
        bool isOrdered = true;
        foreach (JsonElement move in document.GetProperty("moves").EnumerateArray())
        {
            double value = move[1].GetDouble(), distance = move[2].GetDouble();
            isOrdered &= move[0].GetInt64() >= evaluations;
            evaluations = move[0].GetInt64();
            if (double.IsNaN(first))
            {
                first = value;
                slope = 1e-13 * (1 + Math.Abs(first)) / diagonal;
            }
            else
            {
                moves++;
                path += distance;
                // How much of the decrease that the distance calls for is missing; at most rounding of the fitness itself.
                worstDecrease = Math.Max(worstDecrease, value - (fitness - slope * distance));
                isOrdered &= value < fitness;
            }

            fitness = value;
        }

        double rounding = double.IsNaN(first) ? 0 : 4 * Math.BitIncrement(Math.Abs(first)) - 4 * Math.Abs(first);
        findings.Add(new CertificateFinding(
            "the elite moved only by sufficient decrease", 0, worstDecrease, rounding, isOrdered && worstDecrease <= rounding));
        double statedMoves = certificate.GetProperty("anchorUpdates").GetInt64();
        findings.Add(new CertificateFinding("moves of the elite", statedMoves, moves, double.PositiveInfinity, statedMoves == moves));
        double bound = double.IsNaN(first) ? 0 : (first - fitness) / slope;
        findings.Add(Compared("length of the elite's path", certificate, "pathLength", path, bound, DoubleTolerance));
        double statedBound = Number(certificate, "pathBound");
        findings.Add(new CertificateFinding(
            "bound of that length", statedBound, bound, double.PositiveInfinity, Agree(statedBound, bound, DoubleTolerance)));
    }

    private static void CheckPopulation(JsonElement document, JsonElement certificate, List<CertificateFinding> findings)
    {
        double contraction = 0, averaged = 0, relaxationMin = 1, relaxationMax = 0, memoryMax = 0, bound = 0, radius = 0, worstRadius = 0;
        long generations = 0;
        int restarts = 0, restart = -1;
        bool isOrdered = true;
        foreach (JsonElement generation in document.GetProperty("generations").EnumerateArray())
        {
            double memory = Number(generation, "memory"), noise = Number(generation, "noiseRadius");
            radius = Number(generation, "radius");
            int present = generation.GetProperty("restart").GetInt32();
            // A population starts without memory, or its radius would not be bounded by its own noise.
            isOrdered &= present == restart || (present > restart && memory == 0);
            restart = present;
            restarts = Math.Max(restarts, present);
            memoryMax = Math.Max(memoryMax, memory);
            bound = Math.Sqrt(memory) * Averaged * bound + Math.Sqrt(1 - memory) * noise;
            if (radius > 0)
                worstRadius = Math.Max(worstRadius, radius / bound);
            generations++;
            if (!generation.TryGetProperty("delta", out JsonElement delta))
                continue;
            if (radius > 0)
                averaged = Math.Max(averaged, Number(generation, "averagedRadius") / radius);
            foreach (JsonElement value in generation.GetProperty("relaxation").EnumerateArray())
            {
                relaxationMin = Math.Min(relaxationMin, value.GetDouble());
                relaxationMax = Math.Max(relaxationMax, value.GetDouble());
            }

            contraction = Math.Max(contraction, LargestRowSum(
                Numbers(delta), Numbers(generation.GetProperty("decay")), Numbers(generation.GetProperty("B")), Numbers(generation.GetProperty("C"))));
        }

        // The certificate states the bound that the solver computed for each row, which the sum itself may not exceed.
        double statedContraction = Number(certificate, "worstContraction");
        findings.Add(new CertificateFinding(
            "row sums of the operator", statedContraction, contraction, Rho,
            contraction <= Rho && contraction <= statedContraction * (1 + FloatTolerance) && statedContraction <= Rho));
        findings.Add(Compared("averaged steps", certificate, "worstAveraged", averaged, Averaged, FloatTolerance));
        double statedRelaxation = Number(certificate, "relaxationMin");
        findings.Add(new CertificateFinding(
            "smallest relaxation (the bound is from below)", statedRelaxation, relaxationMin, RelaxationLow,
            relaxationMin >= RelaxationLow * (1 - FloatTolerance) && Agree(statedRelaxation, relaxationMin, FloatTolerance)));
        findings.Add(new CertificateFinding(
            "largest relaxation", relaxationMax, relaxationMax, RelaxationHigh, relaxationMax <= RelaxationHigh * (1 + FloatTolerance)));
        findings.Add(new CertificateFinding("memory of the population", memoryMax, memoryMax, MemoryHigh, isOrdered && memoryMax <= MemoryHigh));
        findings.Add(Compared("final radius of the population", certificate, "finalRadius", radius, bound, FloatTolerance));
        double statedBound = Number(certificate, "radiusBound");
        findings.Add(new CertificateFinding(
            "bound of that radius, by the recursion", statedBound, bound, double.PositiveInfinity, Agree(statedBound, bound, FloatTolerance)));
        findings.Add(Compared("worst radius against its bound", certificate, "worstRadius", worstRadius, 1, FloatTolerance));
        double statedGenerations = certificate.GetProperty("generations").GetInt64();
        findings.Add(new CertificateFinding(
            "generations", statedGenerations, generations, double.PositiveInfinity, statedGenerations == generations));
        // The last restart may not have had a generation before the budget was spent.
        double statedRestarts = certificate.GetProperty("restarts").GetInt32(), limit = certificate.GetProperty("restartLimit").GetInt32();
        findings.Add(new CertificateFinding(
            "restarts", statedRestarts, restarts, limit, statedRestarts <= limit && statedRestarts - restarts is 0 or 1));
    }

    /// <summary>
    /// max_i sum_j |M_ij| after projection, M_ij = sum_n C_in exp(-decay_n (cum_i - cum_j)) delta_j B_jn formed entry by entry.
    /// </summary>
    private static double LargestRowSum(double[] delta, double[] decay, double[] B, double[] C)
    {
        int population = delta.Length, states = decay.Length;
        double[] rowSum = new double[population], rowBound = new double[population], column = new double[states];
        for (int j = 0; j < population; j++)
        {
            for (int n = 0; n < states; n++)
                column[n] = delta[j] * B[j * states + n];
            for (int i = j; i < population; i++)
            {
                double entry = 0, entryBound = 0;
                for (int n = 0; n < states; n++)
                {
                    if (i > j)
                        column[n] *= Math.Exp(-decay[n] * delta[i]);
                    entry += C[i * states + n] * column[n];
                    entryBound += Math.Abs(C[i * states + n] * column[n]);
                }

                rowSum[i] += Math.Abs(entry);
                rowBound[i] += entryBound;
            }
        }

        double largest = 0;
        for (int i = 0; i < population; i++)
            largest = Math.Max(largest, rowSum[i] * ProjectionTarget / Math.Max(ProjectionTarget, rowBound[i]));
        return largest;
    }

    private static CertificateFinding Compared(
        string statement, JsonElement certificate, string name, double recomputed, double bound, double tolerance)
    {
        double stated = Number(certificate, name);
        return new CertificateFinding(
            statement, stated, recomputed, bound, recomputed <= bound * (1 + tolerance) && Agree(stated, recomputed, tolerance));
    }

    private static bool Agree(double stated, double recomputed, double tolerance) =>
        Math.Abs(stated - recomputed) <= tolerance * Math.Max(Math.Abs(stated), Math.Abs(recomputed));

    private static double Number(JsonElement owner, string name)
    {
        JsonElement value = owner.GetProperty(name);
        return value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble();
    }

    private static double[] Numbers(JsonElement array)
    {
        double[] values = new double[array.GetArrayLength()];
        int i = 0;
        foreach (JsonElement value in array.EnumerateArray())
            values[i++] = value.GetDouble();
        return values;
    }
}
