using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace L2E.Kernels.Cli.Input;

/// <summary>Options whose value is one number of a range; anything else is an error that says what was expected.</summary>
internal static class NumberOption
{
    public static Option<T?> Create<T>(string name, string helpName, string description, T minimum, T maximum)
        where T : struct, INumber<T> =>
        new(name)
        {
            HelpName = helpName,
            Description = description,
            Arity = ArgumentArity.ExactlyOne,
            CustomParser = result => Parse(result, name, minimum, maximum),
        };

    private static T? Parse<T>(ArgumentResult result, string name, T minimum, T maximum)
        where T : struct, INumber<T>
    {
        string text = result.Tokens[0].Value;
        // A half is 0 in the types of whole numbers.
        bool isWhole = T.IsInteger(T.One / (T.One + T.One));
        NumberStyles style = isWhole ? NumberStyles.AllowLeadingSign : NumberStyles.Float;
        if (T.TryParse(text, style, CultureInfo.InvariantCulture, out T value) && value >= minimum && value <= maximum)
            return value;
        result.AddError($"{name}: expected a {(isWhole ? "whole " : "")}number from {minimum} to {maximum}, got {Quoted.Text(text)}");
        return null;
    }
}
