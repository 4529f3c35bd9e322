using CommunityToolkit.HighPerformance;

namespace L2E.Kernels.Generators.Tests.Harness;

/// <summary>
/// What a kernel of ILGPU uses, in the names of ILGPU, on arrays: the package is not there everywhere. A kernel is written once for all
/// objectives, as a launcher would write it: the population lies coordinate by coordinate, and so does the scratch.
/// </summary>
internal static class IlgpuStandIn
{
    public const string Source = """
        namespace ILGPU
        {
            public readonly struct ArrayView<T>(T[] array) where T : unmanaged
            {
                public ref T this[long index] => ref array[index];
            }
        }

        namespace Launcher
        {
            public struct Elements<T>(ILGPU.ArrayView<T> view, int start, int stride) : IDeviceArray<T>
                where T : unmanaged
            {
                public T this[int index]
                {
                    get => view[start + (long)index * stride];
                    set => view[start + (long)index * stride] = value;
                }
            }

            public static class Kernels
            {
                public static void Evaluate<TObjective>(
                    int index, ILGPU.ArrayView<float> population, int dimension, int count, ILGPU.ArrayView<float> data,
                    ILGPU.ArrayView<int> layout, ILGPU.ArrayView<float> scratch, ILGPU.ArrayView<float> fitness)
                    where TObjective : struct, IDeviceObjective =>
                    fitness[index] = TObjective.Evaluate(
                        new Elements<float>(population, index, count), dimension, new Elements<float>(data, 0, 1),
                        new Elements<int>(layout, 0, 1), new Elements<float>(scratch, index, count));
            }

            public struct Launch(IDeviceBinding binding, double[,] candidates) : IDeviceObjectiveVisitor<float[]>
            {
                public float[] Visit<TObjective>() where TObjective : struct, IDeviceObjective
                {
                    int count = candidates.GetLength(0), dimension = candidates.GetLength(1);
                    float[] population = new float[count * dimension], fitness = new float[count];
                    for (int i = 0; i < count; i++)
                    {
                        for (int j = 0; j < dimension; j++)
                            population[j * count + i] = (float)candidates[i, j];
                    }

                    float[] data = new float[binding.DataLength], scratch = new float[count * binding.GetScratchLength(dimension)];
                    int[] layout = new int[binding.LayoutLength];
                    Array.Fill(scratch, float.NaN);
                    binding.WriteData(data, layout);
                    for (int i = 0; i < count; i++)
                    {
                        Kernels.Evaluate<TObjective>(
                            i, new(population), dimension, count, new(data), new(layout), new(scratch), new(fitness));
                    }

                    return fitness;
                }
            }

            public static class Host
            {
                public static float[] Run(object binding, double[,] candidates)
                {
                    Launch launch = new((IDeviceBinding)binding, candidates);
                    return ((IDeviceBinding)binding).Visit<Launch, float[]>(ref launch);
                }
            }
        }
        """;

    /// <summary>Runs the device code of an objective for each candidate.</summary>
    public static float[] Run(GeneratedAssembly assembly, string name, double[,] candidates)
    {
        Func<object, double[,], float[]> host = assembly.GetType("Launcher.Host").GetMethod("Run")!
            .CreateDelegate<Func<object, double[,], float[]>>();
        return assembly.Create<Visitor, float[]>(
            name, new ObjectiveInstance(candidates.GetLength(1)), new Visitor(candidates, host));
    }

    private readonly struct Visitor(double[,] candidates, Func<object, double[,], float[]> host) : IObjectiveVisitor<float[]>
    {
        public float[] Visit<TObjective>(TObjective objective)
            where TObjective : struct, IObjective => host(objective, candidates);
    }
}
