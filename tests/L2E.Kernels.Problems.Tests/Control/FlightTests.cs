using System.Numerics;

namespace L2E.Kernels.Problems.Tests.Control;

public class FlightTests
{
    [Fact]
    public void The_cost_is_that_of_an_independent_evaluation_leg_by_leg()
    {
        HashSet<(bool Collides, bool Touches)> kinds = [];
        for (int instance = 0; instance < 40; instance++)
        {
            Flight flight = Flight.Create(new ObjectiveInstance(30, instance));
            Problem problem = Problem.Make("uav", 30, instance);
            for (int seed = 0; seed < 20; seed++)
            {
                // From near the straight path to all of the box, level and falling.
                double radius = (seed % 4 + 1) * 0.125, fall = seed % 3 * 0.1;
                double[] u = Points.Uniform(30, 0.5 - radius, 0.5 + radius, 100 * instance + seed);
                for (int j = 0; j < 10; j++)
                    u[3 * j + 1] = Math.Max(0, u[3 * j + 1] - fall);
                (double expected, int collisions, int contacts) = Oracle(flight, u);
                Assert.Equal(expected, problem.Evaluate(u), 1e-9 * expected);
                kinds.Add((collisions > 0, contacts > 0));
            }
        }

        // Free paths, paths through threats, paths that touch the ground, and paths with both.
        Assert.Equal(4, kinds.Count);
    }

    [Fact]
    public void No_path_costs_less_than_five_times_the_straight_way()
    {
        for (int instance = 0; instance < 20; instance++)
        {
            Problem problem = Problem.Make("uav", 30, instance);
            for (int seed = 0; seed < 20; seed++)
                Assert.InRange(problem.Evaluate(Points.Uniform(30, 0.5 - 0.02 * seed, 0.5 + 0.02 * seed, seed)), 4000 * Math.Sqrt(2), 1e7);
        }
    }

    [Fact]
    public void Scenes_follow_from_the_instance_with_15_threats_where_it_is_odd_and_30_where_it_is_even()
    {
        for (int instance = 0; instance < 60; instance++)
        {
            Flight flight = Flight.Create(new ObjectiveInstance(30, instance)), again = Flight.Create(new ObjectiveInstance(30, instance));
            Assert.Equal(instance % 2 == 1 ? 15 : 30, flight.Threats);
            for (int k = 0; k < flight.Threats; k++)
            {
                (double x, double y, double radius) = flight.GetThreat(k);
                Assert.Equal((x, y, radius), again.GetThreat(k));
                Assert.True(instance % 2 == 1 ? radius is >= 30 and <= 60 : radius is >= 15 and <= 40);
                Assert.True(double.Hypot(x - 100, y - 100) > radius + 60 && double.Hypot(x - 900, y - 900) > radius + 60);
            }

            Assert.Equal(flight.GetTerrain(300, 400), again.GetTerrain(300, 400));
        }
    }

    [Fact]
    public void Terrain_is_smooth_and_as_high_as_hills()
    {
        for (int instance = 0; instance < 20; instance++)
        {
            Flight flight = Flight.Create(new ObjectiveInstance(30, instance));
            double[] heights =
                [.. from x in Enumerable.Range(0, 50) from y in Enumerable.Range(0, 50) select flight.GetTerrain(20 * x, 20 * y)];
            Assert.InRange(heights.Max(), 40, 12 * 140);
            Assert.All(heights, height => Assert.True(height > 0));
            Assert.InRange(Math.Abs(flight.GetTerrain(500, 500) - flight.GetTerrain(500.01, 500)), 0, 0.2);
        }
    }

    private static (double Cost, int Collisions, int Contacts) Oracle(Flight flight, double[] u)
    {
        double diagonal = 800 * Math.Sqrt(2);
        List<(Vector3D Above, double Height)> path = [(new(100, 100, 150 + flight.GetTerrain(100, 100)), 150)];
        for (int j = 0; j < 10; j++)
        {
            double radius = 0.2 * diagonal * u[3 * j], elevation = (u[3 * j + 1] - 0.5) * Math.PI / 2;
            double azimuth = Math.PI / 4 + (u[3 * j + 2] - 0.5) * Math.PI / 2;
            double x = path[^1].Above.X + radius * Math.Cos(elevation) * Math.Cos(azimuth);
            double y = path[^1].Above.Y + radius * Math.Cos(elevation) * Math.Sin(azimuth);
            (x, y) = (Math.Min(1000, Math.Max(0, x)), Math.Min(1000, Math.Max(0, y)));
            double height = path[^1].Height + radius * Math.Sin(elevation);
            path.Add((new(x, y, height + flight.GetTerrain(x, y)), height));
        }

        path.Add((new(900, 900, 150 + flight.GetTerrain(900, 900)), 150));
        double length = 0, threats = 0, angles = 0;
        int collisions = 0, contacts = 0;
        for (int leg = 0; leg < 11; leg++)
        {
            Vector3D from = path[leg].Above, to = path[leg + 1].Above, way = to - from;
            length += way.Length;
            for (int k = 0; k < flight.Threats; k++)
            {
                (double x, double y, double radius) = flight.GetThreat(k);
                double distance = DistanceToSegment(new Complex(x, y), new Complex(from.X, from.Y), new Complex(to.X, to.Y));
                if (distance < radius + 1)
                    collisions++;
                else if (distance < radius + 11)
                    threats += radius + 11 - distance;
            }

            bool touches = path[leg + 1].Height <= 0;
            for (int s = 1; s <= 8; s++)
            {
                Vector3D place = from + (s / 9.0) * way;
                touches |= place.Z <= flight.GetTerrain(place.X, place.Y);
            }

            contacts += touches ? 1 : 0;
            if (leg == 0)
                continue;
            Vector3D before = from - path[leg - 1].Above;
            double turn = Math.Abs(Math.IEEERemainder(before.Azimuth - way.Azimuth, 2 * Math.PI)) * 180 / Math.PI;
            double climb = Math.Abs(before.Climb - way.Climb) * 180 / Math.PI;
            angles += (turn > 45 ? turn : 0) + (climb > 45 ? climb : 0);
        }

        double heights = path.Skip(1).Take(10).Sum(waypoint => Math.Abs(waypoint.Height - 150));
        return (5 * length + threats + 10 * heights + angles + 1e4 * (collisions + contacts), collisions, contacts);
    }

    private static double DistanceToSegment(Complex point, Complex from, Complex to)
    {
        Complex along = (point - from) / (to - from);
        return along.Real <= 0 ? (point - from).Magnitude
            : along.Real >= 1 ? (point - to).Magnitude
            : Math.Abs(along.Imaginary) * (to - from).Magnitude;
    }

    private readonly record struct Vector3D(double X, double Y, double Z)
    {
        public double Length => Math.Sqrt(X * X + Y * Y + Z * Z);

        public double Azimuth => Math.Atan2(Y, X);

        public double Climb => Math.Atan(Z / Math.Sqrt(X * X + Y * Y));

        public static Vector3D operator +(Vector3D a, Vector3D b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

        public static Vector3D operator -(Vector3D a, Vector3D b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

        public static Vector3D operator *(double factor, Vector3D a) => new(factor * a.X, factor * a.Y, factor * a.Z);
    }
}
