using System.Diagnostics;
using System.Runtime.InteropServices;
using L2E.Kernels.Cli;

using CancellationTokenSource interrupt = new();
TimeSpan patience = TimeSpan.FromSeconds(1);
long firstInterrupt = 0;
using PosixSignalRegistration registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
{
    // The first interrupt lets the command print what it has; a later one ends the process as usual. Programs that start others
    // pass the same interrupt on to them, so that it may come twice.
    if (firstInterrupt == 0)
        firstInterrupt = Stopwatch.GetTimestamp();
    signal.Cancel = Stopwatch.GetElapsedTime(firstInterrupt) < patience;
    interrupt.Cancel();
});
return CommandLine.Run(args, Console.Out, Console.Error, interrupt.Token);
