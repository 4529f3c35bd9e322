using L2E.Kernels.Generators.Tests.Harness;

namespace L2E.Kernels.Generators.Tests.Gradients;

/// <summary>Gradients of programs with every kind of statement, against differences of the method's own values.</summary>
public class ProgramGradientTests
{
    private static readonly (string Name, string Members)[] programs =
    [
        ("sum", "double s = 0; for (int i = 0; i < x.Length; i++) s += x[i] * x[i] - 10 * Math.Cos(2 * Math.PI * x[i]); return s;"),
        ("norm", "double s = 0; for (int i = 0; i < x.Length; i++) s += x[i] * x[i]; return Math.Sqrt(s / x.Length) - Math.Exp(-s);"),
        ("product", "double p = 1; for (int i = 0; i < x.Length; i++) p *= Math.Cos(x[i] / Math.Sqrt(i + 1)); return p;"),
        ("product-of-two", """
            double p = 1, q = 2;
            for (int i = 0; i < x.Length; i++)
            {
                p *= 1 + 0.1 * x[i];
                q -= p * x[i];
                p += 0.01 * q * q;
            }
            return p / q;
            """),
        ("recurrence", """
            double a = x[0], b = 1;
            for (int i = 1; i < x.Length; i++)
            {
                double c = a * b + x[i];
                a = b;
                b = Math.Tanh(c);
            }
            return a * b;
            """),
        ("product-on-the-way", """
            double p = 1, s = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double a = Math.Sin(x[i]), b = a * x[i];
                s += p * b;
                p *= 1 + 0.1 * b * Math.Cos(0.3 * x[i]);
                s += Math.Cos(p * p) * a;
            }
            return s + p;
            """),
        ("products-side-by-side", """
            double p = 1, q = 1;
            for (int i = x.Length - 1; i > 0; i--)
            {
                p *= 1 - 0.2 * Math.Sin(x[i] * x[i - 1]);
                q *= 1.1 + 0.2 * Math.Cos(x[i] - x[i - 1]);
            }
            return p - 3 * p * q;
            """),
        ("recurrence-of-costly-terms", """
            double v = 0.5, s = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double term = 2 + Math.Sin(x[i]), start = v;
                v = 0.5 * v * v / (1 + v * v) + 0.25 * term;
                double gain = v - start;
                s += Math.Cos(gain) * term;
            }
            return s * v;
            """),
        ("few-inside-of-many", """
            double s = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double amplitude = 1, product = 1;
                for (int k = 0; k < 5; k++)
                {
                    double sine = Math.Sin((k + 1) * x[i]);
                    s += amplitude * sine * sine;
                    amplitude *= 0.5;
                    product *= 1 + 0.2 * sine;
                }
                s += product;
            }
            return s;
            """),
        ("neighbours", """
            double s = 0;
            for (int i = 1; i + 1 < x.Length; i++)
            {
                double d = x[i - 1] - 2 * x[i] + x[i + 1];
                s += d * d * x[i];
            }
            return s;
            """),
        ("strides", "double s = 0; for (int i = 0; i < x.Length; i += 3) s = s * x[i] + Math.Sin(s + x[i]); return s;"),
        ("down", "double s = 1; for (int i = x.Length - 1; i >= 0; i--) s = 1 / (2 + s * x[i]); return s;"),
        ("down-in-strides", "double s = 1; for (int i = x.Length - 1; i > 0; i -= 2) s = x[i - 1] + s * x[i]; return s * s;"),
        ("no-iterations", """
            double s = x[0];
            for (int i = 5; i < 5; i++) s *= x[i];
            for (int i = 0; i > x.Length; i -= 2) s *= s;
            for (int k = 3; k < 2; k += 4) s *= s;
            return s * s;
            """),
        ("triangle", """
            double s = 0;
            for (int i = 0; i < x.Length; i++) for (int j = 0; j < i; j++) s += Math.Exp(-x[i] * x[j]) * (i + j);
            return s * s;
            """),
        ("triangle-product", """
            double s = 0;
            for (int i = x.Length - 1; i >= 0; i--)
            {
                double p = 1;
                for (int j = i; j < x.Length; j += 2)
                {
                    p *= x[j] + 2;
                    s += p * p;
                }
                s *= Math.Sin(p);
            }
            return s;
            """),
        ("band", """
            double s = 1;
            for (int i = 0; i < x.Length; i++)
                for (int j = Math.Max(0, i - 1); j < Math.Min(x.Length, i + 2); j++)
                    s *= 1 + 0.1 * x[i] * x[j];
            return s;
            """),
        ("three-deep", """
            double s = 0;
            for (int i = 0; i < 3; i++)
            {
                double a = x[i];
                for (int j = i; j < 4; j++)
                {
                    double b = a * x[j];
                    for (int k = 0; k <= j; k++)
                    {
                        a = 0.5 * a + Math.Sin(b + x[k]);
                        s += a * b;
                    }
                }
                s *= a;
            }
            return s;
            """),
        ("halves", """
            double s = 1;
            for (int i = 0; i < x.Length / 2; i++)
                for (int j = i % 2; j < x.Length / 2; j++)
                    s = Math.Sqrt(3 + Math.Sin(s) * x[2 * i] * x[j]);
            return s;
            """),
        ("products-of-counters", """
            double s = 1;
            for (int i = 0; i < 3; i++) for (int j = 0; j < i * i; j++) s = Math.Cos(s * x[i]) + x[j];
            return s;
            """),
        ("choice", """
            double s = 0;
            for (int i = 0; i < x.Length; i++) s += x[i] > 0 ? Math.Log(1 + x[i]) : x[i] * x[i];
            return s * (x[0] < 0 ? x[1] : 2 * x[1]);
            """),
        ("simple-choice", """
            double s = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double r = i % 2 == 0 ? 3 * x[i] * x[i] : -x[i];
                s += r * r;
            }
            return s;
            """),
        ("branches", """
            double s = 0;
            for (int i = 0; i < x.Length; i++)
            {
                if (x[i] > 0.1 && i > 0)
                {
                    double t = x[i - 1] * x[i];
                    s += t * t;
                }
                else if (x[i] < -0.2 || x[0] > 9) s *= Math.Exp(x[i]);
                else
                {
                    s -= x[i];
                    s = s * s;
                }
            }
            return s;
            """),
        ("extreme", """
            double best = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double e = Math.Exp(-(x[i] - 0.1 * i) * (x[i] - 0.1 * i));
                best = Math.Max(best, (i + 1) * e);
            }
            return best * best;
            """),
        ("early-return", """
            double s = x[0] * x[1];
            if (s < -0.05) return s * s * s;
            for (int i = 0; i < x.Length; i++)
            {
                s += x[i] * s;
            }
            if (s > 0.5) return Math.Sin(s);
            return s * x[2];
            """),
        ("compound", """
            double s = x[0];
            s *= s;
            s -= x[1] / s;
            s /= 2 + x[2] * x[2];
            s += s * x[1];
            double t = s;
            s = x[0];
            s *= t + s;
            return s - t;
            """),
        ("reused-temporary", """
            double t = Math.Sin(x[0]), s = t * t;
            for (int i = 0; i < x.Length; i++)
            {
                t = Math.Cos(x[i]);
                s += t * x[i];
                t *= t;
                s -= t;
            }
            t = x[1];
            return s * t;
            """),
        ("condition-of-a-sum", """
            double s = 0;
            for (int i = 0; i < x.Length; i++)
            {
                if (Math.Sin(s) > 0.3) s -= x[i] * x[i];
                else s += 1 + x[i] * x[i] * x[i];
            }
            return s;
            """),
        ("loop-in-a-branch", """
            double s = 1;
            if (x[0] > -5)
            {
                double p = 1;
                for (int i = 0; i < x.Length; i++)
                {
                    p *= x[i] + 1.5;
                    s += p;
                }
                s = Math.Log(1 + s * s);
            }
            else
            {
                s = x[0];
            }
            return s;
            """),
        ("two-results", """
            double s = 0, c = 0;
            for (int i = 0; i < x.Length; i++)
            {
                s += Math.Sin(3 * x[i]);
                c += Math.Cos(3 * x[i]);
            }
            return Math.Sqrt(s * s + c * c + 1) / (1 + Math.Abs(s));
            """),
        ("unused", """
            double s = 0, unused = 1;
            for (int i = 0; i < x.Length; i++)
            {
                unused *= Math.Exp(x[i]);
                s += x[i];
                if (unused > 1e9) s -= 1;
            }
            return s + Math.Floor(unused) * 0;
            """),
        ("dead-initial-value", """
            double t = 0, u = 1, s = 0;
            for (int i = 0; i < x.Length; i++)
            {
                t = x[i] * x[i];
                u = 3;
                s += t * t * u;
            }
            for (int i = 0; i < 2; i++) u += t;
            return s;
            """),
        ("constant", "double s = 0; for (int i = 0; i < x.Length; i++) s += i; return s + Math.Floor(0.001 + x[0] * 0);"),
        ("one-coordinate", "return x[^1];"),
        ("integers", """
            int n = x.Length;
            double s = 0;
            for (int i = 0; i < n; i++) s += (double)i / n * x[n - 1 - i] * x[i];
            return s * n;
            """),
        ("pattern", """
            if (double.IsNaN(x[0]) || x[1] is > 7 or < -7) return double.NaN;
            double s = 0;
            foreach (double v in x) s += v * v * v;
            return s;
            """),
        ("helpers", """
            double s = 0;
            for (int i = 0; i + 1 < x.Length; i++) s += Bend(x[i], x[i + 1]) * Bend(s, 0.5);
            return Last(x, s);
            }
            static double Bend(double a, double b)
            {
            double t = a * a;
            t = b - t;
            return t > 0 ? t * t : Math.Exp(t);
            }
            static double Last(ReadOnlySpan<double> z, double s)
            {
            for (int i = 0; i < z.Length; i++) s += s * z[i] * Weight(i);
            return s;
            }
            static double Weight(int i)
            {
            return 1.0 / (i + 3);
            """),
    ];

    private static readonly (string Name, string Members)[] scratchPrograms =
    [
        ("shift", """
            for (int i = 0; i < x.Length; i++) z[i] = x[i] - 0.5;
            double s = 0;
            for (int i = 0; i < x.Length; i++) s += z[i] * z[i] * z[i];
            return s;
            """),
        ("in-place", """
            for (int i = 0; i < x.Length; i++) z[i] = x[i];
            for (int i = 0; i < x.Length; i++) z[i] = Math.Exp(z[i]) * x[0];
            for (int i = 0; i < x.Length; i++)
            {
                z[i] *= z[i];
                z[i] += 1;
            }
            double s = 0;
            for (int i = 0; i < x.Length; i++) s += Math.Sqrt(z[i]);
            return s;
            """),
        ("prefix", """
            z[0] = x[0];
            for (int i = 1; i < x.Length; i++) z[i] = z[i - 1] * Math.Cos(x[i]) + x[i];
            return z[x.Length - 1] * z[1];
            """),
        ("waves", """
            for (int i = 0; i < x.Length; i++) z[i] = x[i];
            for (int k = 0; k < 4; k++) for (int i = 1; i + 1 < x.Length; i++) z[i] = Math.Tanh(z[i - 1] - z[i] * z[i + 1]);
            double s = 1;
            for (int i = 0; i < x.Length; i++) s *= 1 + z[i];
            return s;
            """),
        ("overwritten", """
            for (int i = 0; i < x.Length; i++) z[i] = x[i] * x[i];
            double s = 0;
            for (int i = 0; i < x.Length; i++)
            {
                s += z[i] * x[0];
                z[i] = 3;
                s *= z[i] + x[i];
            }
            for (int i = 0; i < x.Length; i++) z[i] = s;
            return z[2] * z[1];
            """),
        ("matrix", """
            for (int i = 0; i < x.Length; i++)
            {
                double row = 0;
                for (int j = 0; j < x.Length; j++) row += (1.0 / (1 + i + 2 * j)) * x[j];
                z[i] = row;
            }
            double s = 0;
            for (int i = 0; i < x.Length; i++) s += Math.Sin(z[i]) * z[i];
            return s;
            """),
        ("branch", """
            for (int i = 0; i < x.Length; i++)
            {
                if (x[i] > 0) z[i] = x[i] * x[i];
                else z[i] = -x[i];
            }
            double s = 0;
            for (int i = 0; i < x.Length; i++) if (z[i] > 0.7 && z[0] > -3) s += z[i] * z[0];
            else s -= z[i] * s;
            return s;
            """),
        ("choice", """
            for (int i = 0; i < x.Length; i++) z[i] = 2 * x[i];
            double s = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double t = z[i] < 0 ? z[i] * z[i] : i > 0 ? z[i - 1] : z[0];
                s += t * t;
                z[i] = t;
            }
            return s * z[1];
            """),
        ("helpers", """
            Map(x, z);
            double s = Sum(z);
            Map(x, z);
            for (int i = 0; i < x.Length; i++) z[i] *= s;
            return Sum(z);
            }
            static void Map(ReadOnlySpan<double> x, Span<double> z)
            {
            for (int i = 0; i < x.Length; i++) z[i] = Math.Sin(x[i]) + i;
            }
            static double Sum(ReadOnlySpan<double> z)
            {
            double s = 0;
            for (int i = 0; i < z.Length; i++) s += z[i] * z[i];
            return s;
            """),
    ];

    private static readonly Lazy<GeneratedAssembly> assembly = new(() => GeneratorHost.Run(
    [
        .. programs.Select(program => Write(program.Name, program.Members, "")),
        .. scratchPrograms.Select(program => Write("scratch-" + program.Name, program.Members, ", Span<double> z")),
    ]).Load());

    public static TheoryData<string> Names =>
        [.. programs.Select(program => program.Name), .. scratchPrograms.Select(program => "scratch-" + program.Name)];

    /// <summary>In fewer coordinates than a vector holds, and in more than two of them.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_equals_differences_of_the_value(string name)
    {
        double worst = Math.Max(Worst(6, count: 8), Worst(19, count: 2));

        Assert.True(worst < 1e-6, $"{worst}");

        double Worst(int dimension, int count) => assembly.Value.Create<DifferenceCheck, double>(
            name, new ObjectiveInstance(dimension, 1), new DifferenceCheck(GetPoints(name, dimension, count), radius: 0.004));
    }

    [Fact]
    public void Data_of_the_objective_counts_as_constant()
    {
        double worst = GeneratorHost.Run("""
            [Objective("data", Lower = -1, Upper = 1)]
            readonly partial struct WithData
            {
                private const double Factor = 3;
                private static readonly double[] frequencies = [1, 2.5, 4];
                private readonly double[] shift;
                private readonly float[] matrix;
                private readonly double exponent;
                private readonly int count;
                private WithData(int dimension) => (shift, matrix, exponent, count) = (
                    [.. Enumerable.Range(0, dimension).Select(i => 0.1 * i - 2)],
                    [.. Enumerable.Range(0, dimension * dimension).Select(i => 0.01f * i)], 1.5, 3);
                private ReadOnlySpan<double> Shift => shift;
                public double Evaluate(ReadOnlySpan<double> x, Span<double> scratch)
                {
                    for (int i = 0; i < x.Length; i++)
                    {
                        scratch[i] = 0;
                        for (int j = 0; j < x.Length; j++)
                            scratch[i] += matrix[i * x.Length + j] * (x[j] - Shift[j]);
                    }
                    double sum = 0;
                    for (int k = 0; k < count; k++)
                        for (int i = 0; i < shift.Length; i++)
                            sum += Math.Sin(frequencies[k] * scratch[i]) * Math.Pow(x[i] - shift[i], exponent) / Factor;
                    return sum;
                }
                private static int GetScratchLength(int dimension) => dimension;
                public static WithData Create(ObjectiveInstance instance) => new(instance.Dimension);
            }
            """.Insert(0, "using System.Linq;\n")).Load().Create<DifferenceCheck, double>(
                "data", new ObjectiveInstance(6, 1), new DifferenceCheck(GetPoints("data")));

        Assert.True(worst < 1e-7, $"{worst}");
    }

    [Theory]
    [InlineData("float", "float")]
    [InlineData("double", "float")]
    [InlineData("float", "double")]
    public void Values_change_between_float_and_double_as_in_the_source(string result, string element)
    {
        GeneratedAssembly mixed = GeneratorHost.Run(Source("mixed", result, element), Source("all-double", "double", "double")).Load();

        GradientObservation actual = Observe("mixed"), expected = Observe("all-double");
        for (int i = 0; i < actual.Gradients.Length; i++)
        {
            Assert.Equal(expected.Fitness[i], actual.Fitness[i], 1e-5);
            Assert.All(actual.Gradients[i].Zip(expected.Gradients[i]), pair => Assert.Equal(pair.Second, pair.First, 2e-5));
        }

        GradientObservation Observe(string name) => mixed.Create<GradientBatch, GradientObservation>(
            name, new ObjectiveInstance(6, 1), new GradientBatch(GetPoints("mixed")));

        static string Source(string name, string result, string element) => $$"""
            [Objective("{{name}}", Lower = -1, Upper = 1)]
            static partial class C{{name.Replace("-", "")}}
            {
                public static {{result}} Evaluate(ReadOnlySpan<{{element}}> x, Span<{{element}}> scratch)
                {
                    double wide = 0;
                    float narrow = 1;
                    for (int i = 0; i < x.Length; i++)
                    {
                        scratch[i] = x[i] * x[i];
                        wide += Math.Sin((double)x[i]) * narrow;
                        narrow *= (float)(1 + 0.5 * scratch[i]);
                    }
                    return ({{result}})(wide * wide / narrow);
                }
                private static int GetScratchLength(int dimension) => dimension;
            }
            """;
    }

    /// <summary>Points whose coordinates are odd multiples of 1/16, off the switches of the branches.</summary>
    private static double[,] GetPoints(string name, int dimension = 6, int count = 8)
    {
        Random random = new(name.Sum(letter => letter));
        double[,] points = new double[count, dimension];
        for (int i = 0; i < points.Length; i++)
            points[i / dimension, i % dimension] = (2 * random.Next(16) - 15) / 16.0;
        return points;
    }

    private static string Write(string name, string members, string scratch) => $$"""
        [Objective("{{name}}", Lower = -1, Upper = 1)]
        static partial class P{{name.Replace("-", "")}}
        {
            public static double Evaluate(ReadOnlySpan<double> x{{scratch}})
            {
                {{members}}
            }

            private static int GetScratchLength(int dimension) => dimension;
        }
        """;
}
