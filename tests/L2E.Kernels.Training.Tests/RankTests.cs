using L2E.Kernels.TestUtilities;

namespace L2E.Kernels.Training.Tests;

/// <summary>A training by several ranks; here they are threads.</summary>
[Collection(nameof(Alone))]
public sealed class RankTests
{
    public static TheoryData<GradientEstimator> Estimators => SmallTraining.Estimators;

    [Theory]
    [MemberData(nameof(Estimators))]
    public void The_result_and_a_checkpoint_do_not_depend_on_the_number_of_ranks(GradientEstimator estimator)
    {
        TrainingConfiguration configuration = SmallTraining.With(estimator);
        using Trainer alone = new(configuration);
        TrainingStep[] steps = [.. Enumerable.Range(0, 9).Select(_ => alone.Step())];
        TrainingPoint point = alone.Validate();
        byte[] checkpoint = Save(alone);

        // More ranks than runs among them.
        foreach (int count in (int[])[1, 2, 4, 8])
        {
            ThreadRanks.Run(count, ranks =>
            {
                using Trainer trainer = new(configuration, threads: 1, evolutionOperator: null, ranks);
                Assert.Equal(steps, Enumerable.Range(0, 9).Select(_ => trainer.Step()));
                Assert.Equal(point, trainer.Validate());
                Assert.Equal(alone.Parameters.ToArray(), trainer.Parameters.ToArray());
                trainer.Collect();
                if (ranks.Rank == 0)
                    Assert.Equal(checkpoint, Save(trainer));
            });
        }
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void A_training_goes_on_with_another_number_of_ranks(GradientEstimator estimator)
    {
        TrainingConfiguration configuration = SmallTraining.With(estimator);
        using Trainer alone = new(configuration);
        for (int i = 0; i < 10; i++)
            alone.Step();

        byte[] checkpoint = [];
        ThreadRanks.Run(3, ranks =>
        {
            using Trainer trainer = new(configuration, threads: 1, evolutionOperator: null, ranks);
            for (int i = 0; i < 6; i++)
                trainer.Step();
            trainer.Collect();
            if (ranks.Rank == 0)
                checkpoint = Save(trainer);
        });
        ThreadRanks.Run(2, ranks =>
        {
            using Trainer trainer = new(configuration, threads: 2, evolutionOperator: null, ranks);
            trainer.Load(new MemoryStream(checkpoint));
            for (int i = 0; i < 4; i++)
                trainer.Step();
            Assert.Equal(alone.Parameters.ToArray(), trainer.Parameters.ToArray());
        });
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void With_evolution_strategies_ranks_exchange_scalars_alone(GradientEstimator estimator)
    {
        TrainingConfiguration configuration = SmallTraining.With(estimator);
        ThreadRanks.Run(2, ranks =>
        {
            using Trainer trainer = new(configuration, threads: 1, evolutionOperator: null, ranks);
            trainer.Step();
            // Three losses of each of a rank's three runs, and those of all back.
            const int Losses = 9 * sizeof(double) + 18 * sizeof(double);
            int gradients = (3 + 1) * trainer.Parameters.Length * sizeof(float);
            Assert.Equal(estimator == GradientEstimator.Pes ? Losses : Losses + gradients, ((ThreadRanks)ranks).Bytes);
        });
    }

    [Theory]
    [MemberData(nameof(Estimators))]
    public void A_step_with_ranks_allocates_nothing(GradientEstimator estimator) => ThreadRanks.Run(1, ranks =>
    {
        using Trainer trainer = new(SmallTraining.With(estimator) with { Iterations = 1000 }, 1, evolutionOperator: null, ranks);
        Assert.Equal(0, Allocations.OnThisThread(() =>
        {
            for (int i = 0; i < 5; i++)
                trainer.Step();
        }));
    });

    private static byte[] Save(Trainer trainer)
    {
        using MemoryStream stream = new();
        trainer.Save(stream);
        return stream.ToArray();
    }

    /// <summary>Ranks that are threads of this process.</summary>
    private sealed class ThreadRanks : IRankExchange
    {
        private readonly byte[][] shared;
        private readonly Barrier barrier;

        private ThreadRanks(int rank, byte[][] shared, Barrier barrier) => (Rank, this.shared, this.barrier) = (rank, shared, barrier);

        public int Rank { get; }

        public int Count => shared.Length;

        /// <summary>Bytes that this rank gave and got.</summary>
        public long Bytes { get; private set; }

        public static void Run(int count, Action<IRankExchange> work)
        {
            byte[][] shared = new byte[count][];
            using Barrier barrier = new(count);
            if (count == 1)
            {
                work(new ThreadRanks(0, shared, barrier));
                return;
            }

            Exception? failure = null;
            Thread[] threads =
            [
                .. Enumerable.Range(0, count).Select(rank => new Thread(() =>
                {
                    try
                    {
                        work(new ThreadRanks(rank, shared, barrier));
                    }
                    catch (Exception exception)
                    {
                        failure ??= exception;
                    }
                    finally
                    {
                        // Nobody waits for a rank that has failed.
                        barrier.RemoveParticipant();
                    }
                })),
            ];
            foreach (Thread thread in threads)
                thread.Start();
            foreach (Thread thread in threads)
                thread.Join();
            Assert.Null(failure);
        }

        public void Gather(ReadOnlySpan<byte> own, Span<byte> all)
        {
            Bytes += own.Length;
            if (Count == 1)
            {
                own.CopyTo(all);
                return;
            }

            shared[Rank] = own.ToArray();
            barrier.SignalAndWait();
            for (int rank = 0; rank < Count && Rank == 0; rank++)
                shared[rank].CopyTo(all[(rank * own.Length)..]);
            barrier.SignalAndWait();
        }

        public void Broadcast(Span<byte> values)
        {
            Bytes += values.Length;
            if (Count == 1)
                return;
            if (Rank == 0)
                shared[0] = values.ToArray();
            barrier.SignalAndWait();
            shared[0].CopyTo(values);
            barrier.SignalAndWait();
        }
    }
}
