namespace L2E.Kernels.Problems.Tests.Synthetic;

/// <summary>The synthetic functions as textbooks print them, of the placed coordinates y.</summary>
internal static class Textbook
{
    private static readonly Dictionary<string, Func<double[], double>> functions = new()
    {
        ["sphere"] = y => y.Sum(v => v * v),
        ["ellipsoid"] = y => y.Select((v, i) => Math.Pow(10, y.Length == 1 ? 0 : 6.0 * i / (y.Length - 1)) * v * v).Sum(),
        ["rosenbrock"] = y => Rosenbrock([.. y.Select(v => v + 1)]),
        ["rastrigin"] = y => y.Sum(v => v * v) + 10 * (y.Length - y.Sum(v => Math.Cos(2 * Math.PI * v))),
        ["ackley"] = y => Ackley([.. y.Select(v => 6.4 * v)]),
        ["griewank"] = y => Griewank([.. y.Select(v => 120 * v)]),
        ["levy"] = y => Levy([.. y.Select(v => 1 + v / 2)]),
        ["schwefel"] = y => Schwefel([.. y.Select(v => 100 * v)]),
        ["styblinski-tang"] = StyblinskiTang,
        ["zakharov"] = Zakharov,
        ["weierstrass"] = y => Weierstrass([.. y.Select(v => v / 10)]),
        ["alpine"] = y => y.Sum(v => Math.Abs(v * Math.Sin(v) + 0.1 * v)),
        ["salomon"] = y => 1 - Math.Cos(2 * Math.PI * Math.Sqrt(y.Sum(v => v * v))) + 0.1 * Math.Sqrt(y.Sum(v => v * v)),
        ["dixon-price"] = y => DixonPrice([.. y.Select((v, i) => v + Math.Pow(2, -(Math.Pow(2, i + 1) - 2) / Math.Pow(2, i + 1)))]),
        ["quartic"] = y => y.Select((v, i) => (i + 1) * Math.Pow(v, 4)).Sum(),
        ["happy-cat"] = y => HappyCat([.. y.Select(v => v - 1)]),
        ["schaffer-f6"] = SchafferF6,
    };

    public static IEnumerable<string> Names => functions.Keys;

    public static int LeastDimension(string name) => name is "rosenbrock" or "dixon-price" or "schaffer-f6" ? 2 : 1;

    public static double ShiftRadius(string name) => name switch { "rosenbrock" => 1, "schwefel" => 0, _ => 4 };

    public static double Evaluate(string name, double[] y) => functions[name](y);

    private static double Rosenbrock(double[] u) =>
        Enumerable.Range(0, u.Length - 1).Sum(i => 100 * Math.Pow(u[i + 1] - u[i] * u[i], 2) + Math.Pow(u[i] - 1, 2));

    private static double Ackley(double[] u) =>
        20 - 20 * Math.Exp(-0.2 * Math.Sqrt(u.Average(v => v * v))) + Math.E - Math.Exp(u.Average(v => Math.Cos(2 * Math.PI * v)));

    private static double Griewank(double[] u)
    {
        double product = 1;
        for (int i = 1; i <= u.Length; i++)
            product *= Math.Cos(u[i - 1] / Math.Sqrt(i));
        return u.Sum(v => v * v) / 4000 + 1 - product;
    }

    private static double Levy(double[] w)
    {
        double sum = Math.Pow(Math.Sin(Math.PI * w[0]), 2);
        for (int i = 0; i < w.Length - 1; i++)
            sum += Math.Pow(w[i] - 1, 2) * (1 + 10 * Math.Pow(Math.Sin(Math.PI * w[i] + 1), 2));
        return sum + Math.Pow(w[^1] - 1, 2) * (1 + Math.Pow(Math.Sin(2 * Math.PI * w[^1]), 2));
    }

    private static double Schwefel(double[] u)
    {
        double[] z = [.. u.Select(v => Math.Max(-500, Math.Min(500, v)))];
        return 418.9828872724338 * u.Length - z.Sum(v => v * Math.Sin(Math.Sqrt(Math.Abs(v))))
            + 0.1 * u.Zip(z, (a, b) => (a - b) * (a - b)).Sum();
    }

    private static double StyblinskiTang(double[] y)
    {
        // The lowest root of the derivative, 4 u^3 - 32 u + 5, by Newton's method.
        double minimiser = -3;
        for (int i = 0; i < 20; i++)
            minimiser -= (4 * Math.Pow(minimiser, 3) - 32 * minimiser + 5) / (12 * Math.Pow(minimiser, 2) - 32);
        return y.Sum(v => Term(v + minimiser) - Term(minimiser));

        static double Term(double u) => (Math.Pow(u, 4) - 16 * u * u + 5 * u) / 2;
    }

    private static double DixonPrice(double[] u)
    {
        double sum = Math.Pow(u[0] - 1, 2);
        for (int i = 2; i <= u.Length; i++)
            sum += i * Math.Pow(2 * u[i - 1] * u[i - 1] - u[i - 2], 2);
        return sum;
    }

    private static double HappyCat(double[] u)
    {
        double squares = u.Sum(v => v * v);
        return Math.Pow(Math.Abs(squares - u.Length), 0.25) + (0.5 * squares + u.Sum()) / u.Length + 0.5;
    }

    private static double SchafferF6(double[] y) => y.Zip(y.Skip(1), (a, b) =>
    {
        double squared = a * a + b * b;
        return 0.5 + (Math.Pow(Math.Sin(Math.Sqrt(squared)), 2) - 0.5) / Math.Pow(1 + 0.001 * squared, 2);
    }).Sum();

    private static double Zakharov(double[] y)
    {
        double s = y.Select((v, i) => 0.5 * (i + 1) * v).Sum();
        return y.Sum(v => v * v) + Math.Pow(s, 2) + Math.Pow(s, 4);
    }

    private static double Weierstrass(double[] u)
    {
        double sum = 0;
        for (int k = 0; k <= 20; k++)
        {
            double a = Math.Pow(0.5, k), b = Math.Pow(3, k);
            sum += u.Sum(v => a * Math.Cos(2 * Math.PI * b * (v + 0.5))) - u.Length * a * Math.Cos(Math.PI * b);
        }

        return sum;
    }
}
