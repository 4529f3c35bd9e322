namespace L2E.Kernels.Devices;

/// <summary>A device cannot do what was asked of it; the message is one line, for whoever chose the device.</summary>
public sealed class DeviceException : Exception
{
    /// <summary>Makes one without a message.</summary>
    public DeviceException()
    {
    }

    /// <summary>Makes one.</summary>
    /// <param name="message">What happened, in one line.</param>
    public DeviceException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one that another error caused.</summary>
    /// <param name="message">What happened, in one line.</param>
    /// <param name="innerException">The other error.</param>
    public DeviceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
