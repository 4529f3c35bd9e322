namespace L2E.Kernels.TestUtilities.Oracles;

/// <summary>A number and its derivative in one direction: forward-mode differentiation in double.</summary>
public readonly record struct Dual(double Value, double Slope = 0)
{
    public static implicit operator Dual(double value) => new(value);

    public static Dual operator +(Dual a, Dual b) => new(a.Value + b.Value, a.Slope + b.Slope);

    public static Dual operator -(Dual a, Dual b) => new(a.Value - b.Value, a.Slope - b.Slope);

    public static Dual operator -(Dual a) => new(-a.Value, -a.Slope);

    public static Dual operator *(Dual a, Dual b) => new(a.Value * b.Value, a.Slope * b.Value + a.Value * b.Slope);

    public static Dual operator /(Dual a, Dual b) => new(a.Value / b.Value, (a.Slope - a.Value / b.Value * b.Slope) / b.Value);

    public static Dual Exp(Dual x) => new(Math.Exp(x.Value), Math.Exp(x.Value) * x.Slope);

    public static Dual Log(Dual x) => new(Math.Log(x.Value), x.Slope / x.Value);

    public static Dual Sqrt(Dual x) => new(Math.Sqrt(x.Value), 0.5 / Math.Sqrt(x.Value) * x.Slope);

    public static Dual Tanh(Dual x) => new(Math.Tanh(x.Value), (1 - Math.Pow(Math.Tanh(x.Value), 2)) * x.Slope);

    public static Dual Sin(Dual x) => new(Math.Sin(x.Value), Math.Cos(x.Value) * x.Slope);

    public static Dual Cos(Dual x) => new(Math.Cos(x.Value), -Math.Sin(x.Value) * x.Slope);

    public static Dual Abs(Dual x) => x.Value < 0 ? -x : x;

    public static Dual Max(Dual a, Dual b) => a.Value >= b.Value ? a : b;

    public static Dual Clamp(Dual x, double lower, double upper) => x.Value < lower ? lower : x.Value > upper ? upper : x;

    public static Dual Sigmoid(Dual x) => 1 / (1 + Exp(-x));
}
