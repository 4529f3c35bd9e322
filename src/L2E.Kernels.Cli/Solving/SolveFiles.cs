using L2E.Kernels.Cli.Input;
using L2E.Kernels.Cli.Output;

namespace L2E.Kernels.Cli.Solving;

/// <summary>The files that a run was asked to leave, opened before it begins.</summary>
internal sealed class SolveFiles : IDisposable
{
    private readonly List<OutputFile> opened = [];
    private readonly OutputFile? trace, plot, certificate;

    public SolveFiles((string Option, string? Path) trace, (string Option, string? Path) plot, (string Option, string? Path) certificate)
    {
        try
        {
            this.trace = Open(trace);
            this.plot = Open(plot);
            this.certificate = Open(certificate);
        }
        catch (InputException)
        {
            Dispose();
            throw;
        }
    }

    public void Write(SolveRequest request, SolveOutcome outcome, RunTrace record)
    {
        trace?.Complete(stream => TraceCsv.Write(stream, record, outcome));
        plot?.Complete(stream => ConvergencePlot.Write(stream, record, request, outcome));
        CertificateRun run = CertificateRun.Of(request.Problem, request.Options);
        certificate?.Complete(stream => CertificateFile.Write(stream, outcome.Result.Certificate, record, run));
    }

    public void Dispose()
    {
        foreach (OutputFile file in opened)
            file.Dispose();
    }

    private OutputFile? Open((string Option, string? Path) target)
    {
        if (target.Path is null)
            return null;
        OutputFile file = new(target.Option, target.Path);
        opened.Add(file);
        return file;
    }
}
