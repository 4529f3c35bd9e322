using System.Text.Json;
using L2E.Kernels.Cli.Input;
using L2E.Kernels.Devices;

namespace L2E.Kernels.Cli.Checking;

/// <summary>A file that this library's results can be held against.</summary>
internal static class CheckedFile
{
    /// <summary>Recomputes what the file states, and compares.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="device">What computes; null for the CPU.</param>
    /// <exception cref="InputException">
    /// The device cannot do it, the file cannot be read, or is of no known format, or something in it is missing or malformed.
    /// </exception>
    public static CheckReport Check(string path, Device? device)
    {
        string file = Quoted.OneLine(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(InputFile.ReadText("FILE", path));
            ReferenceNode root = new(file, "", document.RootElement);
            if (root.TryFind("operator", out ReferenceNode name))
            {
                return name.Text() switch
                {
                    "selective-scan" => device is null ? SelectiveScanCheck.Check(root) : DeviceScanCheck.Check(root, device),
                    "contractive-scan" =>
                        device is null ? ContractiveScanCheck.Check(root) : DeviceContractiveScanCheck.Check(root, device),
                    var other => throw name.Error("selective-scan or contractive-scan", Quoted.Text(other)),
                };
            }

            // What has no operator is computed in double, which devices are not asked for.
            string where = device is null ? "" : ", on the CPU";
            if (root.TryFind("suite", out ReferenceNode suite))
            {
                CheckReport report = suite.Text() == "bbob" ? BbobCheck.Check(root) : throw suite.Error("bbob", Quoted.Text(suite.Text()));
                return report with { Subject = report.Subject + where };
            }

            if (root.TryFind("format", out _))
                return CheckReport.Of("convergence certificate" + where, CertificateChecker.Check(document.RootElement));
            throw root.Error("a reference file or a certificate", "an object with no member 'operator', 'suite' or 'format'");
        }
        catch (JsonException exception)
        {
            throw new InputException(file, "JSON", $"something else: {exception.Message}");
        }
        catch (DeviceException exception)
        {
            throw new InputException($"{file}: {exception.Message}");
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException or OverflowException)
        {
            // Sizes that agree with each other, but that an operator, a function or the certificate's checker does not take.
            throw new InputException($"{file}: {exception.Message}");
        }
    }
}
