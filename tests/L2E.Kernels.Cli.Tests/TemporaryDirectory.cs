namespace L2E.Kernels.Cli.Tests;

/// <summary>A directory for one test, removed after it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("l2e-");

    public string this[string name] => Path.Combine(directory.FullName, name);

    /// <summary>Names of the files in it.</summary>
    public string[] Files => [.. directory.EnumerateFiles().Select(file => file.Name).Order()];

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>Completes when there is a file of that name.</summary>
    public async Task WaitForAsync(string name, CancellationToken cancellation)
    {
        while (!File.Exists(this[name]))
            await Task.Delay(20, cancellation);
    }

    public void Dispose() => directory.Delete(recursive: true);
}
