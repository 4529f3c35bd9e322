using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace L2E.Kernels.Cli.Input;

/// <summary>A parameter space that was read from a file.</summary>
/// <param name="Space">The space.</param>
/// <param name="Digest">Begins the SHA-256 of the file's text: tells it from others.</param>
internal sealed record SpaceFile(ParameterSpace Space, string Digest)
{
    private const int DigestLength = 16;

    /// <summary>Reads the file that an option names.</summary>
    /// <exception cref="InputException">The file cannot be read, or is no space.</exception>
    public static SpaceFile Read(string option, string path)
    {
        string text = InputFile.ReadText(option, path);
        try
        {
            return new SpaceFile(
                ParameterSpace.Parse(text), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..DigestLength]);
        }
        catch (InvalidDataException exception)
        {
            throw new InputException($"{option}: {exception.Message} ({Quoted.Text(path)})");
        }
    }

    /// <summary>Reads a point from a file with a JSON object of values by name.</summary>
    /// <exception cref="InputException">The file cannot be read, or its values are not of this space.</exception>
    public double[] ReadStart(string option, string path)
    {
        List<string> names = [.. Space.Parameters.Select(static parameter => parameter.Name)];
        ParameterValue[] values = new ParameterValue[names.Count];
        double[] point = new double[Space.Dimension];
        try
        {
            using JsonDocument document = JsonDocument.Parse(InputFile.ReadText(option, path));
            foreach (JsonProperty member in document.RootElement.EnumerateObject())
            {
                int number = names.IndexOf(member.Name);
                if (number < 0)
                {
                    throw new InputException(
                        option, "names of the space's parameters", $"{Quoted.Text(member.Name)} in {Quoted.Text(path)}");
                }

                values[number] = ParameterValue.Read(member.Value);
            }

            Space.Encode(values, point);
            return point;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InputException(option, "one JSON object of values by name", $"{Quoted.Text(path)}: {exception.Message}");
        }
        catch (ArgumentException exception)
        {
            throw new InputException($"{option}: {exception.Message} ({Quoted.Text(path)})");
        }
    }
}
