using System.Runtime.InteropServices;
using L2E.Kernels.Cli;

using CancellationTokenSource interrupt = new();
using PosixSignalRegistration registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
{
    // The first interrupt lets the command print what it has; a second one ends the process as usual.
    signal.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
});
return CommandLine.Run(args, Console.Out, Console.Error, interrupt.Token);
