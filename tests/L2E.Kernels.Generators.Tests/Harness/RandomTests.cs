using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace L2E.Kernels.Generators.Tests.Harness;

/// <summary>Random tests: the same cases in every run, or those of the seed in the environment variable <c>L2E_RANDOM_SEED</c>.</summary>
internal static class RandomTests
{
    public static Config Configure(int cases) => Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(Seed, gamma: 1);

    private static ulong Seed => ulong.Parse(Environment.GetEnvironmentVariable("L2E_RANDOM_SEED") ?? "1", CultureInfo.InvariantCulture);
}
