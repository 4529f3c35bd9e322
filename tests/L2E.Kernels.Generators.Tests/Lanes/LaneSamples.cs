using System.Reflection;
using L2E.Kernels.Generators.Tests.Harness;

namespace L2E.Kernels.Generators.Tests.Lanes;

/// <summary>Objectives whose vector code takes different ways, and their own methods, which are the oracle.</summary>
internal static class LaneSamples
{
    /// <summary>The least dimension that all of them take.</summary>
    public const int MinDimension = 2;

    public const string Source = """
        [Objective("rastrigin", Lower = -5, Upper = 5)]
        static partial class Rastrigin
        {
            public static double Evaluate(ReadOnlySpan<double> x)
            {
                double sum = 0;
                for (int i = 0; i < x.Length; i++)
                    sum += x[i] * x[i] - 10 * Math.Cos(2 * Math.PI * x[i]) + 10;
                return sum;
            }
        }

        [Objective("factors", Lower = -5, Upper = 10)]
        public static partial class Factors
        {
            public static double Evaluate(ReadOnlySpan<double> x)
            {
                double sum = 3, squares = 0;
                for (int i = 0; i + 1 < x.Length; i++)
                {
                    double a = x[i + 1] - x[i] * x[i];
                    sum += 100 * a * a + 0.5 * x[i] * x[i] + Math.Abs(a);
                    squares += 7 * x[i] * x[i];
                }

                return sum + squares;
            }
        }

        [Objective("rosenbrock", Lower = -5, Upper = 5)]
        static partial class Rosenbrock
        {
            public static float Evaluate(ReadOnlySpan<float> x)
            {
                float sum = 0;
                for (int i = 0; i + 1 < x.Length; i++)
                {
                    float a = x[i + 1] - x[i] * x[i], b = 1 - x[i];
                    sum += 100 * a * a + b * b;
                }
                return sum;
            }
        }

        [Objective("ackley", Lower = -5, Upper = 5)]
        static partial class Ackley
        {
            public static double Evaluate(ReadOnlySpan<double> x)
            {
                double squares = 0, waves = 0;
                foreach (double value in x)
                {
                    squares += value * value;
                    waves += Math.Cos(2 * Math.PI * value);
                }
                return 20 + Math.E - 20 * Math.Exp(-0.2 * Math.Sqrt(squares / x.Length)) - Math.Exp(waves / x.Length);
            }
        }

        [Objective("levy", Lower = -5, Upper = 5)]
        static partial class Levy
        {
            public static double Evaluate(ReadOnlySpan<double> x)
            {
                int last = x.Length - 1;
                double sine = Math.Sin(0.5 * Math.PI * x[0]);
                double sum = sine * sine;
                for (int i = 0; i < last; i++)
                {
                    double half = 0.5 * x[i];
                    sine = Math.Sin(Math.PI * half + 1);
                    sum += half * half * (1 + 10 * sine * sine);
                }
                sine = Math.Sin(Math.PI * x[last]);
                return sum + 0.25 * x[last] * x[last] * (1 + sine * sine);
            }
        }

        [Objective("griewank", Lower = -5, Upper = 5)]
        static partial class Griewank
        {
            public static double Evaluate(ReadOnlySpan<double> x)
            {
                double squares = 0, product = 1;
                for (int i = 0; i < x.Length; i++)
                {
                    squares += x[i] * x[i];
                    product *= Math.Cos(x[i] / Math.Sqrt(i + 1));
                }
                return squares / 4000 + 1 - product;
            }
        }

        [Objective("weierstrass", Lower = -5, Upper = 5)]
        static partial class Weierstrass
        {
            public static double Evaluate(ReadOnlySpan<double> x)
            {
                double sum = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    double amplitude = 2, frequency = 1;
                    for (int k = 0; k < 6; k++)
                    {
                        double sine = Math.Sin(frequency * x[i]);
                        sum += amplitude * sine * sine;
                        amplitude *= 0.5;
                        frequency *= 3;
                    }
                }
                return sum;
            }
        }

        // Float coordinates, double sums.
        [Objective("mixed", Lower = -5, Upper = 5)]
        static partial class Mixed
        {
            public static double Evaluate(ReadOnlySpan<float> x)
            {
                double sum = 1;
                float largest = x[0];
                for (int i = x.Length - 1; i >= 0; i--)
                {
                    float square = x[i] * x[i] + 0.1f;
                    sum += (double)square * x[i] + MathF.Sqrt(square);
                    largest = MathF.Max(largest, square);
                }
                return sum + largest;
            }
        }

        [Objective("extremes", Lower = -5, Upper = 5)]
        static partial class Extremes
        {
            public static double Evaluate(ReadOnlySpan<double> x)
            {
                double most = double.NegativeInfinity, least = 3, sum = 0;
                for (int i = 1; i < x.Length; i++)
                {
                    most = Math.Max(Math.Abs(x[i] - x[i - 1]), most);
                    least = Math.Min(least, x[i]);
                    if (x[i] > 0)
                        sum -= x[i] * i;
                    else if (x[i] < -1)
                        sum += x[i] * x[i];
                }
                return most - least + sum;
            }
        }

        // Data, scratch, a matrix.
        [Objective("rotated", Lower = -5, Upper = 5)]
        readonly partial struct Rotated
        {
            private readonly double[] shift, matrix;
            private readonly float weight;

            private Rotated(int dimension)
            {
                shift = new double[dimension];
                matrix = new double[dimension * dimension];
                for (int i = 0; i < matrix.Length; i++)
                    matrix[i] = (i * 7919 % 13 - 6) / 8.0;
                for (int i = 0; i < dimension; i++)
                    shift[i] = i % 3 - 1;
                weight = 0.75f;
            }

            public static Rotated Create(ObjectiveInstance instance) => new(instance.Dimension);

            public double Evaluate(ReadOnlySpan<double> x, Span<double> scratch)
            {
                for (int i = 0; i < x.Length; i++)
                    scratch[i] = x[i] - shift[i];
                double sum = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    double turned = 0;
                    for (int j = 0; j < x.Length; j++)
                        turned += matrix[i * x.Length + j] * scratch[j];
                    sum += weight * turned * turned;
                }
                return sum;
            }

            private int GetScratchLength(int dimension) => dimension;
        }

        // Nothing of these can be split between coordinates.
        [Objective("recurrence", Lower = -5, Upper = 5)]
        static partial class Recurrence
        {
            public static double Evaluate(ReadOnlySpan<double> x, Span<double> scratch)
            {
                double state = 0.5, best = 0;
                scratch[0] = x[0];
                for (int i = 1; i < x.Length; i++)
                {
                    scratch[i] = 0.5 * scratch[i - 1] + Math.Tanh(x[i]);
                    state = 0.9 * state + scratch[i] * x[x.Length - 1 - i];
                    if (state > best)
                        best = state;
                    else if (double.IsNaN(state))
                        state = 4;
                    else
                    {
                        double part = state - 1;
                        for (int k = 0; k < i % 3; k++)
                            part = Math.Atan2(part, k + 1);
                        state = part;
                    }
                }
                return best + state;
            }

            private static int GetScratchLength(int dimension) => dimension;
        }

        [Objective("float-recurrence", Lower = -5, Upper = 5)]
        static partial class FloatRecurrence
        {
            public static float Evaluate(ReadOnlySpan<float> x)
            {
                float state = 1;
                for (int i = 0; i < x.Length; i++)
                    state = x[i] > 0.5f ? 0.5f * state + x[i] : state - 0.25f * MathF.Exp(-x[i] * x[i]);
                return state;
            }
        }

        [Objective("mixed-recurrence", Lower = -5, Upper = 5)]
        static partial class MixedRecurrence
        {
            public static double Evaluate(ReadOnlySpan<float> x)
            {
                float state = 1;
                double sum = 0;
                for (int i = 0; i < x.Length; i++)
                {
                    state = 0.7f * state + x[i] / 3;
                    sum += (double)state * state;
                }
                return sum;
            }
        }

        [Objective("straight", Lower = -5, Upper = 5)]
        static partial class Straight
        {
            public static double Evaluate(ReadOnlySpan<double> x) =>
                Math.Pow(x[0], 2) + Math.Pow(Math.Abs(x[1]), 1.5) + Math.Pow(x[0], 3) - Math.Cbrt(x[1]) + (x[0] > x[1] ? 1 : Math.Floor(x[0]));
        }

        [Objective("functions", Lower = -5, Upper = 5)]
        static partial class Functions
        {
            public static double Evaluate(ReadOnlySpan<double> x)
            {
                double sum = 0;
                for (int i = 0; i < x.Length - 1; i++)
                {
                    double y = x[i];
                    sum += Math.Tan(0.2 * y) + Math.Tanh(y) + Math.Sinh(0.5 * y) + Math.Cosh(0.5 * y) + Math.Atan(y) + Math.Atan2(y, x[i + 1])
                        + Math.Asin(0.1 * y) + Math.Acos(0.1 * y) + Math.Log(1 + y * y) + Math.Round(y) + Math.Ceiling(y) + Math.Truncate(y)
                        + Math.Clamp(y, -1, 2) + Math.Pow(1.5 + Math.Abs(y), 0.1 * y) + Math.Pow(y, 4);
                }
                return sum;
            }
        }
        """;

    private static readonly Lazy<GeneratedAssembly> assembly = new(() => GeneratorHost.Run(Source).Load());

    public delegate double DoubleRow(ReadOnlySpan<double> x);

    public delegate double DoubleScratchRow(ReadOnlySpan<double> x, Span<double> scratch);

    public delegate float FloatRow(ReadOnlySpan<float> x);

    public delegate double FloatToDoubleRow(ReadOnlySpan<float> x);

    public static GeneratedAssembly Assembly => assembly.Value;

    public static TheoryData<string> Names =>
    [
        "rastrigin", "rosenbrock", "ackley", "levy", "griewank", "weierstrass", "mixed", "extremes", "rotated", "recurrence",
        "float-recurrence", "mixed-recurrence", "straight", "functions",
    ];

    /// <summary>The relative error that vector code may have: sums of floats are in another order.</summary>
    public static double GetTolerance(string name) => name is "rosenbrock" or "float-recurrence" ? 1e-5 : 1e-12;

    /// <summary>Evaluates one row by the user's own method.</summary>
    public static double Evaluate<TObjective>(TObjective objective, ReadOnlySpan<double> row)
        where TObjective : struct, IObjective
    {
        Type type = typeof(TObjective);
        bool isBinding = type.Name == "Binding";
        MethodInfo method = (isBinding ? type.DeclaringType! : type)
            .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Single(candidate => candidate.Name == "Evaluate" && candidate.ReturnType != typeof(void));
        object? target = isBinding ? null : objective;
        bool takesFloat = method.GetParameters()[0].ParameterType == typeof(ReadOnlySpan<float>);
        if (!takesFloat)
        {
            return method.GetParameters().Length == 1
                ? method.CreateDelegate<DoubleRow>(target)(row)
                : method.CreateDelegate<DoubleScratchRow>(target)(row, new double[row.Length]);
        }

        float[] floats = new float[row.Length];
        for (int i = 0; i < floats.Length; i++)
            floats[i] = (float)row[i];
        return method.ReturnType == typeof(float)
            ? method.CreateDelegate<FloatRow>(target)(floats)
            : method.CreateDelegate<FloatToDoubleRow>(target)(floats);
    }
}
