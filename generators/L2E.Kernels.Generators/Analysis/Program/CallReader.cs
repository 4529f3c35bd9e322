using System.Collections.Immutable;
using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>Expands helper methods: their statements are written where they are called, with locals of their own.</summary>
internal sealed class CallReader(ProgramReader program)
{
    private readonly Dictionary<SyntaxNode, IBlockOperation?> bodies = [];

    /// <summary>Whether a property is computed by code of this type, rather than data.</summary>
    public bool IsExpanded(IPropertyReferenceOperation reference) =>
        reference.Property is { GetMethod: { } getter, IsVirtual: false, IsAbstract: false, IsOverride: false } property
        && (property.IsStatic || SymbolEqualityComparer.Default.Equals(property.ContainingType, program.Type))
        && !Symbols.IsGenerated(property)
        && GetBodySyntax(getter) is not null;

    /// <summary>Expands a call.</summary>
    /// <returns>What it returns; null for nothing and where it could not be read.</returns>
    public T? Expand<T>(IInvocationOperation invocation)
        where T : class =>
        CheckExpandable(invocation)
            ? Expand<T>(invocation, invocation.TargetMethod, invocation.Instance, invocation.Arguments)
            : null;

    /// <inheritdoc cref="Expand{T}(IInvocationOperation)"/>
    public T? Expand<T>(
        IOperation call, IMethodSymbol method, IOperation? instance, ImmutableArray<IArgumentOperation> arguments)
        where T : class
    {
        if (program.Frame.IsIn(method))
        {
            return program.Fail<T>(
                ProgramDiagnostics.Recursion, call, $"'{method.Name}' calls itself", "write a 'for' loop over scratch");
        }

        string? receiver = instance is null ? null : program.Data.GetPath(instance);
        if (instance is not null && receiver is null)
            return null;
        Frame frame = new(method, receiver, program.Frame);
        bool areRead = true;
        foreach (IArgumentOperation argument in arguments)
            areRead &= ReadArgument(frame, argument);
        return areRead ? ReadIn<T>(call, frame) : null;
    }

    /// <summary>Reads the body of the method of the current frame.</summary>
    public void ReadBody()
    {
        Frame frame = program.Frame;
        if (GetBodySyntax(frame.Method) is not { } syntax || GetBody(syntax) is not { } body)
        {
            program.LeaveToCompiler<object>();
            return;
        }

        IReturnOperation[] returns = [.. GetReturns(body)];
        bool isStraight = returns.Length <= 1 && (returns.Length == 0 || body.Operations.LastOrDefault() == returns[0]);
        if (!isStraight && frame.Method.ReturnType.IsReal(out ScalarType type))
        {
            frame.ResultLocal = program.CreateLocal(frame.Method.Name + "Result", type);
            program.Emit(new Declaration(frame.ResultLocal, Value: null));
            frame.Result = new LocalValue(frame.ResultLocal);
        }
        else if (!isStraight && !frame.Method.ReturnsVoid)
        {
            program.Fail(
                ProgramDiagnostics.Jump, returns[0],
                $"'{frame.Method.Name}' returns '{frame.Method.ReturnType.ToText()}' in several places",
                "write one 'return' at the end");
            return;
        }

        program.Statements.ReadBody(body);
    }

    /// <summary>The number of elements of scratch, as the objective's own method has it.</summary>
    public IntegerExpression? ReadScratchLength()
    {
        IMethodSymbol? method = program.Type.GetOwnMembers("GetScratchLength").OfType<IMethodSymbol>()
            .FirstOrDefault(member => member is { IsGenericMethod: false, Parameters: [var only] } && only.Type.IsInteger());
        if (method is null || GetBodySyntax(method) is not { } syntax || GetBody(syntax) is not { } body)
            return program.LeaveToCompiler<IntegerExpression>();
        Frame frame = new(method, program.GetReceiver(method), program.Frame);
        frame.Define(method.Parameters[0], new DimensionValue());
        return ReadIn<IntegerExpression>(body, frame);
    }

    /// <summary>Reports a call of a method whose code is not at hand.</summary>
    public T? FailUnknown<T>(IInvocationOperation invocation)
        where T : class
    {
        IMethodSymbol method = invocation.TargetMethod;
        string name = method.ContainingType is { } type && method.MethodKind != MethodKind.LocalFunction
            ? $"{type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}.{method.Name}"
            : method.Name;
        string advice = (MathMethods.IsMathType(method.ContainingType!) ? MathMethods.GetAdvice(method) : null)
            ?? "write out what it computes, in a static method of this project";
        return program.Fail<T>(ProgramDiagnostics.Call, invocation, $"what '{name}' computes is not known", advice);
    }

    private T? ReadIn<T>(IOperation call, Frame frame)
        where T : class
    {
        Frame caller = program.Frame;
        program.Frame = frame;
        object? result = program.Nest(call, () =>
        {
            ReadBody();
            return frame.Result;
        });
        program.Frame = caller;
        return result as T;
    }

    private bool CheckExpandable(IInvocationOperation invocation)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (method.IsGenericMethod || method.ContainingType is { IsGenericType: true } || method.IsAsync
            || method.MethodKind is not (MethodKind.Ordinary or MethodKind.LocalFunction)
            || Symbols.IsGenerated(method)
            || GetBodySyntax(method) is null)
        {
            FailUnknown<object>(invocation);
            return false;
        }

        if (invocation.IsVirtual && !method.ContainingType.IsSealed)
        {
            program.Fail(
                ProgramDiagnostics.Call, invocation, $"which '{method.Name}' this calls is known only when it runs",
                "call a method that is not virtual");
            return false;
        }

        return true;
    }

    private bool ReadArgument(Frame frame, IArgumentOperation argument)
    {
        IParameterSymbol parameter = argument.Parameter!;
        string? way = parameter.RefKind switch
        {
            RefKind.Ref => "ref",
            RefKind.Out => "out",
            _ => argument.ArgumentKind is ArgumentKind.ParamArray or ArgumentKind.ParamCollection ? "params" : null,
        };
        if (way is not null)
        {
            program.Fail(
                ProgramDiagnostics.Call, argument, $"'{parameter.ToText()}' is passed by '{way}'",
                "pass values and spans, and return the result");
            return false;
        }

        object? meaning;
        if (parameter.Type.IsReal(out ScalarType type))
            meaning = ReadRealArgument(frame.Method, parameter, argument.Value, type);
        else if (parameter.Type.IsInteger())
            meaning = program.Integers.Read(argument.Value);
        else if (parameter.Type.IsVector(out _))
            meaning = program.Spans.Read(argument.Value);
        else
            meaning = program.Data.GetPath(argument.Value);
        if (meaning is null)
            return false;
        frame.Define(parameter, meaning);
        return true;
    }

    /// <summary>A local with the argument's value; the value itself where it is as simple as that.</summary>
    private object? ReadRealArgument(IMethodSymbol method, IParameterSymbol parameter, IOperation argument, ScalarType type)
    {
        if (program.Reals.Read(argument) is not { } value)
            return null;
        if (value is RealConstant or LocalValue && !IsAssigned(method, parameter))
            return value;
        RealLocal local = program.CreateLocal(parameter.Name, type);
        program.Emit(new Declaration(local, value));
        return local;
    }

    private bool IsAssigned(IMethodSymbol method, IParameterSymbol parameter)
    {
        return GetBodySyntax(method) is { } syntax && GetBody(syntax) is { } body && body.Descendants().Any(operation => operation switch
        {
            IAssignmentOperation assignment => Is(assignment.Target),
            IIncrementOrDecrementOperation increment => Is(increment.Target),
            _ => false,
        });

        bool Is(IOperation target) =>
            target is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter, parameter);
    }

    private IBlockOperation? GetBody(SyntaxNode syntax)
    {
        if (bodies.TryGetValue(syntax, out IBlockOperation? known))
            return known;
        IBlockOperation? body = program.GetOperation(syntax) switch
        {
            IMethodBodyOperation method => method.BlockBody ?? method.ExpressionBody,
            ILocalFunctionOperation function => function.Body,
            IBlockOperation block => block,
            _ => null,
        };
        bodies.Add(syntax, body);
        return body;
    }

    /// <summary>The declaration of a method with a body in this compilation.</summary>
    private static SyntaxNode? GetBodySyntax(IMethodSymbol method)
    {
        SyntaxNode? syntax = (method.PartialImplementationPart ?? method).DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        return syntax switch
        {
            MethodDeclarationSyntax { Body: null, ExpressionBody: null } => null,
            AccessorDeclarationSyntax { Body: null, ExpressionBody: null } => null,
            MethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or ArrowExpressionClauseSyntax => syntax,
            _ => null,
        };
    }

    /// <summary>The returns of a method, without those of functions inside of it.</summary>
    private static IEnumerable<IReturnOperation> GetReturns(IOperation operation)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            if (child is ILocalFunctionOperation or IAnonymousFunctionOperation)
                continue;
            if (child is IReturnOperation { Kind: OperationKind.Return } found)
                yield return found;
            foreach (IReturnOperation nested in GetReturns(child))
                yield return nested;
        }
    }
}
