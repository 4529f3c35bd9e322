namespace L2E.Kernels.Cli.Input;

/// <summary>Something that was given cannot be used. The message is one line for the person who gave it.</summary>
internal class InputException : Exception
{
    public InputException(string message)
        : base(message)
    {
    }

    public InputException(string argument, string expected, string got)
        : this($"{argument}: expected {expected}, got {got}")
    {
    }
}
