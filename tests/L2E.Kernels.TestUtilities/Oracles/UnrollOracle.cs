namespace L2E.Kernels.TestUtilities.Oracles;

/// <summary>
/// A window of the unrolled population in double, one scalar after the other as the text has it, with derivatives. Positions, displacements
/// and scales are in units of the box [lower, upper]^d.
/// </summary>
/// <param name="f">The objective, minimum 0.</param>
/// <param name="lower">Lower bound of every coordinate.</param>
/// <param name="upper">Upper bound of every coordinate.</param>
/// <param name="population">N, even.</param>
/// <param name="horizon">Planned number of generations.</param>
/// <param name="seed">Key of the random numbers.</param>
public sealed class UnrollOracle(
    Func<Dual[], Dual> f, double lower, double upper, int population, int horizon, ulong seed)
{
    private const double Rho = 0.9499f, Damping = 0.995;
    private const uint SignStream = 5, NoiseStream = 6;

    private readonly FixedValues constants = new();

    /// <summary>The loss of the first generations of a run from <paramref name="start"/>.</summary>
    public Dual Loss(Dual[] parameters, double[] start, int generations)
    {
        constants.Rewind();
        int d = start.Length, half = population / 2;
        double range = upper - lower, rate = (3 + Math.Log(d)) / (5 * Math.Sqrt(d)), drift = d <= 200 ? 4.0 / horizon : 0;
        double[] utilities = [.. Enumerable.Range(1, population).Select(r => Math.Max(0, Math.Log(population / 2.0 + 1) - Math.Log(r)))];
        utilities = [.. utilities.Select(u => u / utilities.Sum() - 1.0 / population)];

        Dual[] mu = [.. start.Select(x => (Dual)x)], s = [.. start.Select(_ => (Dual)0.2)], v = new Dual[d];
        Dual[][] averaged = [];
        Dual memory = 0, meanLog = 0, reference = 0;
        double success = 0, gain = 0, path = 0, best = double.PositiveInfinity;
        PhiloxSequence signs = new(seed, SignStream);
        for (int k = 0; ; k++)
        {
            // Sample.
            Dual[][] E = new Dual[half][];
            for (int h = 0; h < half; h++)
            {
                double sign = k == 0 ? 0 : signs.NextUInt32() < 0x80000000 ? 1 : -1;
                E[h] = new Dual[d];
                for (int i = 0; i < d; i++)
                {
                    double gauss = Math.Clamp(ExplorationNoiseOracle.Gauss(seed, (uint)k, NoiseStream, h, i), -6, 6);
                    E[h][i] = k == 0 ? gauss * s[i] : Dual.Sqrt(1 - memory) * gauss * s[i] + Dual.Sqrt(memory) * sign * averaged[h][i];
                }
            }

            Dual[][] D = [.. E, .. E.Select(row => row.Select(x => -x).ToArray())];
            Dual[] F = [.. D.Select(row => f([.. row.Select((x, i) => Dual.Clamp(mu[i] + range * x, lower, upper))]))];
            Dual centre = f(mu), total = 0;
            foreach (Dual value in F)
                total += value;
            Dual logValue = Dual.Log(0.85 * centre + 0.15 / population * total + 1e-7);
            if (k == 0)
                reference = constants.Of(Math.Log(centre.Value + 1e-7));
            if (k == generations)
                return 8 * Dual.Tanh((0.9 * logValue + 0.1 / generations * meanLog - reference) / 8);
            meanLog += logValue;

            // Ranks and features, constants.
            int[] order = [.. Enumerable.Range(0, population).OrderBy(i => F[i].Value).Select(i => (int)constants.Of(i))];
            double[] sorted = [.. order.Select(i => constants.Of(F[i].Value))];
            double mean = sorted.Average(), deviation = Math.Sqrt(sorted.Sum(x => (x - mean) * (x - mean)) / (population - 1));
            success = 0.8 * success + (sorted[0] < best ? 0.2 : 0);
            gain = 0.8 * gain + (k > 0 ? 0.2 * Math.Tanh(Math.Clamp((best - sorted[0]) / deviation, -3, 3)) : 0);
            best = Math.Min(best, sorted[0]);
            double t = Math.Min(1, (double)k / horizon);
            double[] global =
            [
                2 * t - 1, Math.Sqrt(t), Math.Clamp(Math.Log((double)population * horizon / d) / 3 - 1, -3, 3), Math.Log(population) - 2.8,
                Math.Tanh(path - 1), 2 * success - 1, gain,
            ];
            double[][] features = [.. order.Select((individual, rank) =>
            {
                double r = rank / (population - 1.0);
                double length = constants.Of(Math.Sqrt(D[individual].Select((x, i) => Math.Pow(x.Value / s[i].Value, 2)).Average()));
                double score = Math.Tanh(Math.Clamp((sorted[rank] - mean) / deviation, -3, 3));
                return (double[])[2 * r - 1, score, Math.Tanh(4 * (length - 1)), Math.Exp(-8 * r), .. global];
            })];

            // Gates and controls.
            GateNetworkDual gates = new(Rho, parameters, features);
            Dual[] g = gates.Global;
            Dual[] corrections = [.. gates.Individual.Select(output => 1.5 / population * Dual.Tanh(output[0]))];
            Dual meanCorrection = 0;
            foreach (Dual correction in corrections)
                meanCorrection += correction / population;

            // p, the second moment and q.
            Dual[] p = new Dual[d], moment = new Dual[d], G = new Dual[d];
            for (int rank = 0; rank < population; rank++)
            {
                for (int i = 0; i < d; i++)
                {
                    Dual x = D[order[rank]][i];
                    p[i] += (utilities[rank] + corrections[rank] - meanCorrection) * x;
                    moment[i] += utilities[rank] * x * x;
                }
            }

            double curvature = 0, squares = 0;
            for (int h = 0; h < half; h++)
            {
                double lengthSquared = E[h].Sum(x => x.Value * x.Value);
                curvature += (F[h] + F[h + half] - 2 * centre).Value / half;
                squares += lengthSquared / half;
                double slope = constants.Of((F[h] - F[h + half]).Value / 2 / lengthSquared);
                for (int i = 0; i < d; i++)
                    G[i] += slope * E[h][i];
            }

            curvature = constants.Of(Math.Max(0, curvature / squares));
            Dual proxy = -1.25 * Dual.Exp(0.8 * Dual.Tanh(g[6])) / (curvature + Norm(G) / (4 * Norm(s)));

            // Krasnosel'skii-Mann image of the better half.
            averaged = new Dual[half][];
            for (int rank = 0; rank < half; rank++)
            {
                Dual relaxation = 0.05 + 0.9 * Dual.Sigmoid(gates.Individual[rank][1]);
                averaged[rank] = [.. D[order[rank]].Select(x => (1 - relaxation) * x)];
                for (int j = 0; j <= rank; j++)
                {
                    for (int i = 0; i < d; i++)
                        averaged[rank][i] += relaxation * gates.Matrix[rank, j] * D[order[j]][i];
                }
            }

            memory = 0.5 * Dual.Sigmoid(g[4] - 3);

            // Move.
            Dual blend = Dual.Sigmoid(g[5] - 1.66), momentum = 0.9 * Dual.Sigmoid(g[3] - 3);
            Dual step = 0.74 * Dual.Exp(0.8 * Dual.Tanh(g[0])), scaleGain = 0.41 * rate * Dual.Exp(0.8 * Dual.Tanh(g[1]));
            double moved = 0;
            for (int i = 0; i < d; i++)
            {
                v[i] = momentum * v[i] + (1 - blend) * step * p[i] + blend * proxy * G[i];
                Dual advance = v[i] * (1 - momentum / 2);
                moved += Math.Pow(advance.Value / s[i].Value, 2);
                mu[i] = Dual.Clamp(mu[i] + range * advance, lower, upper);
                Dual growth = scaleGain * moment[i] / (s[i] * s[i]) + rate * 0.3 * Dual.Tanh(g[2]) - drift;
                s[i] = Dual.Clamp(s[i] * Dual.Exp(Dual.Clamp(growth, -0.7, 0.7)), 1e-15, 1);
            }

            path = constants.Of(0.8 * path + 0.2 * Math.Sqrt(moved) * Math.Sqrt((double)population / d));
            mu = [.. mu.Select(Damp)];
            s = [.. s.Select(Damp)];
            v = [.. v.Select(Damp)];
            averaged = [.. averaged.Select(row => row.Select(Damp).ToArray())];
            memory = Damp(memory);
        }
    }

    private static Dual Norm(Dual[] x)
    {
        Dual sum = 0;
        foreach (Dual value in x)
            sum += value * value;
        return Dual.Sqrt(sum);
    }

    /// <summary>The same value, with a part of it held fixed.</summary>
    private Dual Damp(Dual x) => Damping * x + (1 - Damping) * constants.Of(x.Value);
}
