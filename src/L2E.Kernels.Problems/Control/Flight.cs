namespace L2E.Kernels.Problems;

/// <summary>
/// The path of an unmanned aircraft over hills and between threats: 10 waypoints in spherical steps.
/// </summary>
/// <remarks>
/// <para>
/// The map is 1,000 m by 1,000 m, from (100, 100) to (900, 900). Waypoint j = 1 ... 10 lies a step (r, e, a) from the one before:
/// <c>X_j = X_(j-1) + r cos e cos a</c>, <c>Y_j = Y_(j-1) + r cos e sin a</c>, both clipped to the map, <c>Z_j = Z_(j-1) + r sin e</c>,
/// with Z the height above the ground, 150 m at start and end. The variables are, waypoint by waypoint, u in [0, 1]: r = 2 u D / 10 with D
/// the straight distance, elevation e = (u - 1/2) pi/2, azimuth a = pi/4 + (u - 1/2) pi/2, which is towards the end +- 45 degrees.
/// Between waypoints the path is straight; its altitude is Z plus the terrain's at the waypoints.
/// </para>
/// <para>
/// The cost is <c>5 length + threats + 10 sum over waypoints of |Z - 150| + turns + climbs + contacts</c> in metres and degrees. Each leg
/// has with each threat, a cylinder of radius R with no top: nothing where it passes the axis at more than R + 11 m; 1e4 at less than
/// R + 1 m; between them R + 11 m minus the distance. A turn is the angle between two legs seen from above, a climb the difference of
/// their angles of climb, each counted in full where it is over 45 degrees; a leg without length from above has neither. A leg
/// that touches the ground, at its end or at one of 8 points inside of it, costs 1e4.
/// </para>
/// <para>
/// The terrain is the sum of 12 Gaussian hills of 40 to 140 m, 60 to 160 m wide (one standard deviation), over ground of height 0. The
/// instance draws them and the threats: 15 where it is odd, 30 where it is even, with radii of 30 to 60 m and 15 to 40 m, none nearer than
/// 60 m to start or end. The minimum is not known; it is at least 5 D = 5,657. NaN in, NaN out.
/// </para>
/// <para>
/// Source: M. D. Phung and Q. P. Ha, <i>Safety-enhanced UAV path planning with spherical vector-based particle swarm optimization</i>,
/// Applied Soft Computing 107 (2021), whose infinite costs are 1e4 here and whose map is a measured one.
/// </para>
/// </remarks>
[Objective(
    "uav", Lower = 0, Upper = 1, Dimension = 3 * WaypointCount,
    Summary = "Path of an aircraft over hills, 10 waypoints; 15 threats where the instance is odd, else 30.")]
public readonly partial struct Flight
{
    /// <summary>Number of waypoints.</summary>
    public const int WaypointCount = 10;

    private const int HillCount = 12, FewThreats = 15, ManyThreats = 30;
    private const int PointsInLeg = 8;
    private const double MapSize = 1000, First = 100, Last = 900, Height = 150;
    private const double Distance = (Last - First) * 1.4142135623730951;
    private const double LengthWeight = 5, HeightWeight = 10, CollisionCost = 1e4;
    private const double CraftSize = 1, DangerZone = 10;
    private const double LargestTurn = 45, DegreesPerRadian = 180 / Math.PI;
    private const double Clearance = 60;

    private readonly double[] hillX, hillY, hillHeight, hillWidth;
    private readonly double[] threatX, threatY, threatRadius;

    private Flight(int threats, ref PhiloxSequence random)
    {
        hillX = new double[HillCount];
        hillY = new double[HillCount];
        hillHeight = new double[HillCount];
        hillWidth = new double[HillCount];
        for (int i = 0; i < HillCount; i++)
        {
            (hillX[i], hillY[i]) = (random.NextUniform(0, MapSize), random.NextUniform(0, MapSize));
            (hillHeight[i], hillWidth[i]) = (random.NextUniform(40, 140), random.NextUniform(60, 160));
        }

        threatX = new double[threats];
        threatY = new double[threats];
        threatRadius = new double[threats];
        (double least, double most) = threats == FewThreats ? (30, 60) : (15, 40);
        for (int i = 0; i < threats;)
        {
            (threatX[i], threatY[i]) = (random.NextUniform(0, MapSize), random.NextUniform(0, MapSize));
            threatRadius[i] = random.NextUniform(least, most);
            double clearance = threatRadius[i] + Clearance;
            bool isClear = double.Hypot(threatX[i] - First, threatY[i] - First) > clearance
                && double.Hypot(threatX[i] - Last, threatY[i] - Last) > clearance;
            i += isClear ? 1 : 0;
        }
    }

    /// <summary>Makes an instance: draws its terrain and threats.</summary>
    /// <param name="instance">30 variables, instance at least 0, not rotated.</param>
    /// <exception cref="ArgumentException">The dimension is not 30, the instance is negative, or a rotation is asked for.</exception>
    public static Flight Create(ObjectiveInstance instance)
    {
        ObjectiveGuard.CheckInstance(instance, Description, isFixed: true);
        Guard.AtLeast(instance.Instance, 0);
        PhiloxSequence random = new((ulong)instance.Instance, ProblemStreams.FlightScene);
        return new Flight(instance.Instance % 2 == 1 ? FewThreats : ManyThreats, ref random);
    }

    /// <summary>Number of threats.</summary>
    public int Threats => threatRadius.Length;

    /// <summary>A threat: its axis and radius, metres.</summary>
    /// <param name="index">Which, from 0.</param>
    public (double X, double Y, double Radius) GetThreat(int index) => (threatX[index], threatY[index], threatRadius[index]);

    /// <summary>The height of the terrain, metres.</summary>
    /// <param name="x">Place on the map, metres.</param>
    /// <param name="y">Place on the map, metres.</param>
    public double GetTerrain(double x, double y)
    {
        double altitude = 0;
        for (int i = 0; i < HillCount; i++)
        {
            double offsetX = (x - hillX[i]) / hillWidth[i], offsetY = (y - hillY[i]) / hillWidth[i];
            altitude += hillHeight[i] * Math.Exp(-0.5 * (offsetX * offsetX + offsetY * offsetY));
        }

        return altitude;
    }

    internal double Evaluate(ReadOnlySpan<double> u)
    {
        double x = First, y = First, height = Height, altitude = Height + GetTerrain(First, First);
        double legX = 0, legY = 0, flat = 0, climb = 0, cost = 0;
        for (int j = 0; j <= WaypointCount; j++)
        {
            double nextX = Last, nextY = Last, nextHeight = Height;
            if (j < WaypointCount)
            {
                double step = 2 * Distance / WaypointCount * u[3 * j];
                double elevation = Math.PI / 2 * (u[3 * j + 1] - 0.5), azimuth = Math.PI / 2 * u[3 * j + 2];
                nextX = Math.Clamp(x + step * Math.Cos(elevation) * Math.Cos(azimuth), 0, MapSize);
                nextY = Math.Clamp(y + step * Math.Cos(elevation) * Math.Sin(azimuth), 0, MapSize);
                nextHeight = height + step * Math.Sin(elevation);
                cost += HeightWeight * Math.Abs(nextHeight - Height);
            }

            double nextAltitude = nextHeight + GetTerrain(nextX, nextY);
            double nextLegX = nextX - x, nextLegY = nextY - y, rise = nextAltitude - altitude;
            double nextFlat = nextLegX * nextLegX + nextLegY * nextLegY;
            double nextClimb = nextFlat > 0 ? DegreesPerRadian * Math.Atan2(rise, Math.Sqrt(nextFlat)) : 0;
            cost += LengthWeight * Math.Sqrt(nextFlat + rise * rise);
            if (flat > 0 && nextFlat > 0)
            {
                cost += CountBeyond(DegreesPerRadian * Math.Abs(
                    Math.Atan2(legX * nextLegY - legY * nextLegX, legX * nextLegX + legY * nextLegY)));
                cost += CountBeyond(Math.Abs(nextClimb - climb));
            }

            cost += GetThreatCost(x, y, nextLegX, nextLegY, nextFlat);
            cost += GetContactCost(x, y, altitude, nextLegX, nextLegY, rise, nextHeight);
            x = nextX;
            y = nextY;
            height = nextHeight;
            altitude = nextAltitude;
            legX = nextLegX;
            legY = nextLegY;
            flat = nextFlat;
            climb = nextClimb;
        }

        return cost;
    }

    private static double CountBeyond(double angle) => angle > LargestTurn ? angle : 0;

    private double GetThreatCost(double x, double y, double legX, double legY, double flat)
    {
        double cost = 0;
        for (int k = 0; k < threatRadius.Length; k++)
        {
            double toX = threatX[k] - x, toY = threatY[k] - y;
            // The place on the leg that is nearest to the axis; a leg without length is its one place.
            double part = flat > 0 ? Math.Clamp((toX * legX + toY * legY) / flat, 0, 1) : 0;
            double awayX = toX - part * legX, awayY = toY - part * legY;
            double distance = Math.Sqrt(awayX * awayX + awayY * awayY), collision = threatRadius[k] + CraftSize;
            cost += distance < collision ? CollisionCost : Math.Max(0, collision + DangerZone - distance);
        }

        return cost;
    }

    private double GetContactCost(double x, double y, double altitude, double legX, double legY, double rise, double endHeight)
    {
        double lowest = endHeight;
        for (int s = 1; s <= PointsInLeg; s++)
        {
            double part = s / (PointsInLeg + 1.0);
            lowest = Math.Min(lowest, altitude + part * rise - GetTerrain(x + part * legX, y + part * legY));
        }

        return lowest <= 0 ? CollisionCost : 0;
    }
}
