using System.Globalization;

namespace L2E.Kernels.Cli.Input;

/// <summary>The operator's parameters, as an option names them.</summary>
internal static class WeightsOption
{
    private const string RandomPrefix = "random:";

    /// <summary>The parameters; null for <c>none</c>.</summary>
    /// <exception cref="InputException">The seed is no number, or the file is no weights file.</exception>
    public static OperatorWeights? Read(string option, string value)
    {
        if (value == "none")
            return null;
        if (value == "default")
            return OperatorWeights.Default;
        if (value.StartsWith(RandomPrefix, StringComparison.Ordinal))
        {
            return ulong.TryParse(value.AsSpan(RandomPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
                ? OperatorWeights.Random(seed)
                : throw new InputException(option, "random:SEED with a whole number for SEED", Quoted.Text(value));
        }

        try
        {
            return OperatorWeights.Load(value);
        }
        catch (InvalidDataException exception)
        {
            throw new InputException($"--{exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw InputFile.Unreadable(option, value, exception);
        }
    }
}
