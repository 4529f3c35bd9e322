using System.Globalization;
using System.Text.RegularExpressions;
using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>What the arguments of the attribute may be.</summary>
internal sealed class AttributeRules(INamedTypeSymbol type, AttributeData attribute, AttributeSyntax syntax, FindingSink findings)
{
    private static readonly Regex namePattern = new("^[a-z0-9][a-z0-9-]*\\z", RegexOptions.CultureInvariant);
    private string TypeName => type.ToText();

    /// <summary>Where the name stands.</summary>
    public static Location GetNameLocation(AttributeSyntax syntax) =>
        (syntax.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals is null) as SyntaxNode ?? syntax)
        .GetLocation();

    /// <summary>The facts, or null when the compiler could not bind the arguments.</summary>
    public ObjectiveFacts? Check()
    {
        if (attribute.ConstructorArguments is not [{ Kind: TypedConstantKind.Primitive } name]
            || attribute.NamedArguments.Any(argument => argument.Value.Kind == TypedConstantKind.Error))
        {
            return null;
        }

        CheckName(name.Value as string);
        double lower = Get("Lower", double.NaN), upper = Get("Upper", double.NaN);
        CheckBounds(lower, upper);
        double optimum = Get("Optimum", double.NaN);
        if (double.IsInfinity(optimum))
            findings.Add(ObjectiveDiagnostics.Optimum, GetLocation("Optimum"), TypeName, ToText(optimum));
        int dimension = Get("Dimension", 0), minimum = Get("MinDimension", 1), maximum = Get("MaxDimension", int.MaxValue);
        CheckDimensions(dimension, minimum, maximum);
        if (dimension != 0)
            minimum = maximum = dimension;
        return new ObjectiveFacts((string?)name.Value ?? "", lower, upper, optimum, minimum, maximum, Get("Summary", "") ?? "");
    }

    private void CheckName(string? name)
    {
        if (name is not null && namePattern.IsMatch(name))
            return;
        string found = name is null ? "null" : $"\"{name}\"";
        string suggestion = Regex.Replace((name ?? type.Name).ToLowerInvariant(), "[^a-z0-9]+", "-").Trim('-');
        findings.Add(
            ObjectiveDiagnostics.InvalidName, GetNameLocation(syntax), TypeName, found, suggestion.Length == 0 ? "sphere" : suggestion);
    }

    private void CheckBounds(double lower, double upper)
    {
        bool lowerIsFinite = CheckBound("Lower", lower);
        bool upperIsFinite = CheckBound("Upper", upper);
        if (lowerIsFinite && upperIsFinite && lower >= upper)
        {
            findings.Add(
                ObjectiveDiagnostics.Bounds, GetLocation("Lower"), TypeName,
                $"Lower is {ToText(lower)} and Upper is {ToText(upper)}", "make Lower smaller than Upper");
        }
    }

    private bool CheckBound(string bound, double value)
    {
        if (!double.IsNaN(value) && !double.IsInfinity(value))
            return true;
        findings.Add(
            ObjectiveDiagnostics.Bounds, GetLocation(bound), TypeName,
            IsGiven(bound) ? $"{bound} is {ToText(value)}" : $"{bound} is missing",
            $"give a finite number, such as {bound} = {(bound == "Lower" ? "-5" : "5")}");
        return false;
    }

    private void CheckDimensions(int dimension, int minimum, int maximum)
    {
        if (dimension < 0)
            AddDimensions("Dimension", $"Dimension is {dimension}", "give at least 1, or leave it out for a range");
        if (minimum < 1)
            AddDimensions("MinDimension", $"MinDimension is {minimum}", "give at least 1");
        if (maximum < 1)
            AddDimensions("MaxDimension", $"MaxDimension is {maximum}", "give at least 1");
        if (dimension > 0)
        {
            CheckAgainstFixed("MinDimension", minimum, dimension);
            CheckAgainstFixed("MaxDimension", maximum, dimension);
        }
        else if (minimum > maximum && maximum >= 1)
        {
            AddDimensions(
                IsGiven("MinDimension") ? "MinDimension" : "MaxDimension",
                $"MinDimension is {minimum} and MaxDimension is {maximum}", "make MinDimension at most MaxDimension");
        }
    }

    private void CheckAgainstFixed(string argument, int value, int dimension)
    {
        if (IsGiven(argument) && value >= 1 && value != dimension)
            AddDimensions(argument, $"Dimension is {dimension} and {argument} is {value}", $"leave out {argument} or Dimension");
    }

    private void AddDimensions(string argument, string found, string advice) =>
        findings.Add(ObjectiveDiagnostics.Dimensions, GetLocation(argument), TypeName, found, advice);

    private T Get<T>(string argument, T unset) =>
        attribute.NamedArguments.FirstOrDefault(pair => pair.Key == argument).Value.Value is T value ? value : unset;

    private bool IsGiven(string argument) => FindArgument(argument) is not null;

    /// <summary>Where an argument stands; the whole attribute when it is missing.</summary>
    private Location GetLocation(string argument) => (FindArgument(argument) as SyntaxNode ?? syntax).GetLocation();

    private AttributeArgumentSyntax? FindArgument(string argument) =>
        syntax.ArgumentList?.Arguments.FirstOrDefault(candidate => candidate.NameEquals?.Name.Identifier.ValueText == argument);

    private static string ToText(double value) => value.ToString(CultureInfo.InvariantCulture);
}
