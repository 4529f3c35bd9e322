using L2E.Kernels.Cli.Input;

namespace L2E.Kernels.Cli.Output;

/// <summary>
/// A file that appears whole or not at all. A temporary file beside it is opened at once, so that a path which cannot be
/// written is found before the work whose result it is to hold; it takes the file's name when it is complete.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string option, path, temporaryPath;
    private readonly FileStream temporary;

    /// <summary>Opens the temporary file for the path that <paramref name="option"/> names.</summary>
    /// <exception cref="InputException">The path cannot be written.</exception>
    public OutputFile(string option, string path)
    {
        this.option = option;
        this.path = path;
        try
        {
            string full = Path.GetFullPath(path);
            // Moving a file there would replace the device.
            if (full.StartsWith("/dev/", StringComparison.Ordinal))
                throw new InputException(option, "the path of a regular file", Quoted.Text(path));
            if (Directory.Exists(full))
                throw new InputException(option, "the path of a file", $"{Quoted.Text(path)}, which is a directory");
            temporaryPath = $"{full}.{Environment.ProcessId}.tmp";
            // Writers have buffers of their own; without a second one here, closing the file cannot fail.
            temporary = new FileStream(temporaryPath, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unwritable(exception);
        }
    }

    /// <summary>Writes the contents and gives the file its name.</summary>
    /// <exception cref="InputException">The disk is full, or the directory is gone.</exception>
    public void Complete(Action<Stream> write)
    {
        try
        {
            write(temporary);
            temporary.Dispose();
            File.Move(temporaryPath, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(exception);
        }
    }

    /// <summary>Closes the temporary file and removes it, unless it has become the file.</summary>
    public void Dispose()
    {
        temporary.Dispose();
        if (File.Exists(temporaryPath))
            File.Delete(temporaryPath);
    }

    private InputException Unwritable(Exception exception) =>
        new(option, "a path that can be written", exception is DirectoryNotFoundException
            ? $"{Quoted.Text(path)}, whose directory does not exist"
            : $"{Quoted.Text(path)}: {exception.Message}");
}
