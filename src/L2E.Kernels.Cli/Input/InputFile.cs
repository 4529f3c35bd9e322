namespace L2E.Kernels.Cli.Input;

/// <summary>Reads the files that arguments name.</summary>
internal static class InputFile
{
    /// <summary>The whole text of a file.</summary>
    /// <exception cref="InputException">The file is not there or cannot be read.</exception>
    public static string ReadText(string argument, string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unreadable(argument, path, exception);
        }
    }

    /// <summary>The error for a file that could not be read.</summary>
    public static InputException Unreadable(string argument, string path, Exception exception) =>
        new(argument, "a file that can be read", exception switch
        {
            FileNotFoundException or DirectoryNotFoundException => $"{Quoted.Text(path)}, which does not exist",
            UnauthorizedAccessException when Directory.Exists(path) => $"{Quoted.Text(path)}, which is a directory",
            _ => $"{Quoted.Text(path)}: {exception.Message}",
        });
}
