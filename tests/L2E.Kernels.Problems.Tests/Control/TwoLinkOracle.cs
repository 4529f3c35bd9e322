namespace L2E.Kernels.Problems.Tests.Control;

/// <summary>
/// Two equal links in a plane, from their energies: the mass matrix from the velocities of the centres of mass, the forces of inertia from
/// its differences (the symbols of Christoffel), gravity from differences of the potential energy. States are (a, b, a', b').
/// </summary>
internal sealed class TwoLinkOracle(double length, double mass, double inertia, double gravity, double friction)
{
    private const double Difference = 1e-4;

    public double[] Step(double[] state, double[] torque, double time)
    {
        double[] k1 = GetRates(state, torque), k2 = GetRates(Add(state, k1, time / 2), torque);
        double[] k3 = GetRates(Add(state, k2, time / 2), torque), k4 = GetRates(Add(state, k3, time), torque);
        return [.. state.Select((value, i) => value + time * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]) / 6)];
    }

    private static double[] Add(double[] state, double[] rates, double time) => [.. state.Zip(rates, (s, r) => s + time * r)];

    private double[] GetRates(double[] state, double[] torque)
    {
        double[] angles = state[..2], speeds = state[2..], force = new double[2];
        double[,] matrix = GetMass(angles);
        for (int i = 0; i < 2; i++)
        {
            force[i] = torque[i] - friction * speeds[i] - Differentiate(angles, i, GetPotential);
            for (int j = 0; j < 2; j++)
            {
                for (int k = 0; k < 2; k++)
                {
                    double turning = Differentiate(angles, k, q => GetMass(q)[i, j]);
                    double pulling = Differentiate(angles, i, q => GetMass(q)[j, k]);
                    force[i] -= (turning - pulling / 2) * speeds[j] * speeds[k];
                }
            }
        }

        double determinant = matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0];
        return
        [
            speeds[0], speeds[1], (matrix[1, 1] * force[0] - matrix[0, 1] * force[1]) / determinant,
            (matrix[0, 0] * force[1] - matrix[1, 0] * force[0]) / determinant,
        ];
    }

    /// <summary>Fourth-order central differences.</summary>
    private static double Differentiate(double[] angles, int index, Func<double[], double> function)
    {
        double At(double steps)
        {
            double[] moved = [.. angles];
            moved[index] += steps * Difference;
            return function(moved);
        }

        return (8 * (At(1) - At(-1)) - (At(2) - At(-2))) / (12 * Difference);
    }

    private double GetPotential(double[] angles) =>
        -mass * gravity * (length / 2 * Math.Cos(angles[0]) + length * Math.Cos(angles[0]) + length / 2 * Math.Cos(angles[0] + angles[1]));

    private double[,] GetMass(double[] angles)
    {
        // Velocities of the two centres, x and y, and of the two rotations, for each unit velocity of a joint.
        double a = angles[0], ab = angles[0] + angles[1];
        (double X, double Y, double Turn)[] first = [(length / 2 * Math.Cos(a), length / 2 * Math.Sin(a), 1), (0, 0, 0)];
        (double X, double Y, double Turn)[] second =
        [
            (length * Math.Cos(a) + length / 2 * Math.Cos(ab), length * Math.Sin(a) + length / 2 * Math.Sin(ab), 1),
            (length / 2 * Math.Cos(ab), length / 2 * Math.Sin(ab), 1),
        ];
        double[,] matrix = new double[2, 2];
        for (int i = 0; i < 2; i++)
            for (int j = 0; j < 2; j++)
                foreach ((double X, double Y, double Turn)[] link in ((double X, double Y, double Turn)[][])[first, second])
                    matrix[i, j] += mass * (link[i].X * link[j].X + link[i].Y * link[j].Y) + inertia * link[i].Turn * link[j].Turn;
        return matrix;
    }
}
