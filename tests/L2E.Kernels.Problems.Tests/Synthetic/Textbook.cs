namespace L2E.Kernels.Problems.Tests.Synthetic;

/// <summary>The synthetic functions as textbooks print them, of the placed coordinates y.</summary>
internal static class Textbook
{
    public static readonly string[] Names =
    [
        "sphere", "ellipsoid", "rosenbrock", "rastrigin", "ackley", "griewank", "levy", "schwefel", "styblinski-tang", "zakharov",
        "weierstrass",
    ];

    public static double ShiftRadius(string name) => name switch { "rosenbrock" => 1, "schwefel" => 0, _ => 4 };

    public static double Evaluate(string name, double[] y)
    {
        int d = y.Length;
        switch (name)
        {
            case "sphere":
                return y.Sum(v => v * v);
            case "ellipsoid":
                return y.Select((v, i) => Math.Pow(10, d == 1 ? 0 : 6.0 * i / (d - 1)) * v * v).Sum();
            case "rosenbrock":
            {
                double[] u = [.. y.Select(v => v + 1)];
                return Enumerable.Range(0, d - 1).Sum(i => 100 * Math.Pow(u[i + 1] - u[i] * u[i], 2) + Math.Pow(u[i] - 1, 2));
            }

            case "rastrigin":
                return y.Sum(v => v * v) + 10 * (d - y.Sum(v => Math.Cos(2 * Math.PI * v)));
            case "ackley":
            {
                double[] u = [.. y.Select(v => 6.4 * v)];
                return 20 - 20 * Math.Exp(-0.2 * Math.Sqrt(u.Average(v => v * v))) + Math.E
                    - Math.Exp(u.Average(v => Math.Cos(2 * Math.PI * v)));
            }

            case "griewank":
            {
                double[] u = [.. y.Select(v => 120 * v)];
                double product = 1;
                for (int i = 1; i <= d; i++)
                    product *= Math.Cos(u[i - 1] / Math.Sqrt(i));
                return u.Sum(v => v * v) / 4000 + 1 - product;
            }

            case "levy":
            {
                double[] w = [.. y.Select(v => 1 + v / 2)];
                double sum = Math.Pow(Math.Sin(Math.PI * w[0]), 2);
                for (int i = 0; i < d - 1; i++)
                    sum += Math.Pow(w[i] - 1, 2) * (1 + 10 * Math.Pow(Math.Sin(Math.PI * w[i] + 1), 2));
                return sum + Math.Pow(w[^1] - 1, 2) * (1 + Math.Pow(Math.Sin(2 * Math.PI * w[^1]), 2));
            }

            case "schwefel":
            {
                double[] u = [.. y.Select(v => 100 * v)];
                double[] z = [.. u.Select(v => Math.Max(-500, Math.Min(500, v)))];
                return 418.9828872724338 * d - z.Sum(v => v * Math.Sin(Math.Sqrt(Math.Abs(v))))
                    + 0.1 * u.Zip(z, (a, b) => (a - b) * (a - b)).Sum();
            }

            case "styblinski-tang":
            {
                double m = StyblinskiTangMinimiser();
                static double Term(double u) => (Math.Pow(u, 4) - 16 * u * u + 5 * u) / 2;
                return y.Sum(v => Term(v + m) - Term(m));
            }

            case "zakharov":
            {
                double s = y.Select((v, i) => 0.5 * (i + 1) * v).Sum();
                return y.Sum(v => v * v) + Math.Pow(s, 2) + Math.Pow(s, 4);
            }

            case "weierstrass":
            {
                double sum = 0;
                for (int k = 0; k <= 20; k++)
                {
                    double a = Math.Pow(0.5, k), b = Math.Pow(3, k);
                    sum += y.Sum(v => a * Math.Cos(2 * Math.PI * b * (v / 10 + 0.5))) - d * a * Math.Cos(Math.PI * b);
                }

                return sum;
            }

            default:
                throw new ArgumentException(name);
        }
    }

    /// <summary>The lowest root of 4 u^3 - 32 u + 5, by Newton's method.</summary>
    private static double StyblinskiTangMinimiser()
    {
        double u = -3;
        for (int i = 0; i < 20; i++)
            u -= (4 * u * u * u - 32 * u + 5) / (12 * u * u - 32);
        return u;
    }
}
