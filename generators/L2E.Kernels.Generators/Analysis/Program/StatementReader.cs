using System.Collections.Immutable;
using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>Reads statements. What follows a branch that returns early becomes its other branch.</summary>
internal sealed class StatementReader(ProgramReader program)
{
    private bool isInLoop;

    /// <summary>What is still to come once the statements at hand are read.</summary>
    private sealed record Continuation(ImmutableArray<IOperation> Operations, int Start, Continuation? Next)
    {
        public bool IsEmpty => Start >= Operations.Length && (Next?.IsEmpty ?? true);
    }

    public void ReadBody(IBlockOperation body)
    {
        (bool outer, isInLoop) = (isInLoop, false);
        Read(body.Operations, 0, next: null);
        isInLoop = outer;
    }

    public void ReadLoopBody(IOperation body)
    {
        (bool outer, isInLoop) = (isInLoop, true);
        Read(GetOperations(body), 0, next: null);
        isInLoop = outer;
    }

    private void Read(ImmutableArray<IOperation> operations, int start, Continuation? next)
    {
        for (int i = start; i < operations.Length; i++)
        {
            IOperation operation = operations[i];
            if (!Jumps(operation))
            {
                ReadStatement(operation);
                continue;
            }

            Continuation rest = new(operations, i + 1, next);
            switch (operation)
            {
                case IReturnOperation result:
                    ReadReturn(result);
                    return;
                case IBranchOperation:
                    return;
                case IBlockOperation block:
                    Read(block.Operations, 0, rest);
                    return;
                case IConditionalOperation branch:
                    program.Nest(branch, () => ReadJumpingBranch(branch, rest));
                    return;
            }
        }

        if (next is not null)
            Read(next.Operations, next.Start, next.Next);
    }

    private void ReadStatement(IOperation operation)
    {
        switch (operation)
        {
            case IBlockOperation block:
                program.Nest(block, () => Read(block.Operations, 0, next: null));
                break;
            case IVariableDeclarationGroupOperation group:
                foreach (IVariableDeclaratorOperation declarator in group.Declarations.SelectMany(declaration => declaration.Declarators))
                    ReadDeclarator(declarator);
                break;
            case IExpressionStatementOperation { Operation: IInvocationOperation call }:
                ReadCall(call);
                break;
            case IExpressionStatementOperation statement:
                program.Assignments.Read(statement.Operation);
                break;
            case IConditionalOperation branch:
                program.Nest(branch, () => ReadBranch(branch));
                break;
            case ILoopOperation loop:
                program.Nest(loop, () => program.Loops.Read(loop));
                break;
            case IEmptyOperation or ILocalFunctionOperation:
                break;
            case IBranchOperation:
                program.Fail(
                    ProgramDiagnostics.Jump, operation, "this leaves a loop before its end",
                    "let the loop run to its end, and choose what it adds by 'if' or '?:'");
                break;
            case IThrowOperation:
                program.Fail(
                    ProgramDiagnostics.Jump, operation, "this throws",
                    "leave it out: the dimension is checked before, by MinDimension, MaxDimension and RequiredDimension");
                break;
            case ISwitchOperation:
                program.Fail(ProgramDiagnostics.Expression, operation, "'switch' is not known", "write 'if' and 'else'");
                break;
            case IInvalidOperation:
                program.LeaveToCompiler<object>();
                break;
            default:
                program.Fail(
                    ProgramDiagnostics.Expression, operation, "this statement is not known",
                    "write declarations, assignments, 'if', 'for' and 'return'");
                break;
        }
    }

    private void ReadDeclarator(IVariableDeclaratorOperation declarator)
    {
        ILocalSymbol symbol = declarator.Symbol;
        IOperation? value = declarator.GetVariableInitializer()?.Value;
        if (symbol.IsConst)
            return;
        if (symbol.RefKind == RefKind.Ref)
        {
            program.Fail(
                ProgramDiagnostics.Effect, declarator, $"'{symbol.Name}' is another name for something else",
                "declare a value, without 'ref'");
            return;
        }

        if (symbol.Type.IsReal(out ScalarType type))
        {
            RealLocal local = program.CreateLocal(symbol.Name, type);
            RealExpression? initial = value is null ? null : program.Reals.Read(value);
            program.Emit(new Declaration(local, initial));
            program.Frame.Define(symbol, local);
            return;
        }

        if (value is null)
        {
            program.Fail(
                ProgramDiagnostics.ChangingInteger, declarator, $"'{symbol.Name}' has no value yet",
                "declare it with the one value that it has");
            return;
        }

        object? meaning;
        if (symbol.Type.IsInteger())
            meaning = program.Integers.Read(value);
        else if (symbol.Type.IsVector(out _))
            meaning = program.Spans.Read(value);
        else if (symbol.Type.SpecialType == SpecialType.System_Boolean)
        {
            meaning = program.Fail<object>(
                ProgramDiagnostics.ValueType, declarator, "a local of type 'bool' is not known", "write the condition where it is used");
        }
        else
            meaning = program.Data.GetPath(value);
        if (meaning is not null)
            program.Frame.Define(symbol, meaning);
    }

    private void ReadCall(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        // Checks of a debug build, which compute nothing.
        if (method.ContainingType is { Name: "Debug" } type && type.ContainingNamespace.ToDisplayString() == "System.Diagnostics")
            return;
        if (call.Instance is { } instance && instance.Type.IsVector(out _))
            program.SpanCalls.Read(call, instance);
        else
            program.Calls.Expand<object>(call);
    }

    private void ReadReturn(IReturnOperation operation)
    {
        Frame frame = program.Frame;
        if (isInLoop)
        {
            program.Fail(
                ProgramDiagnostics.Jump, operation, "this returns from inside of a loop",
                "let the loop run to its end, and return after it");
            return;
        }

        if (operation.ReturnedValue is not { } value)
            return;
        if (value.Type.IsReal(out _))
        {
            RealExpression? result = program.Reals.Read(value);
            if (frame.ResultLocal is null)
                frame.Result = result;
            else if (result is not null)
                program.Emit(new Assignment(frame.ResultLocal, result));
        }
        else if (value.Type.IsInteger())
        {
            frame.Result = program.Integers.Read(value);
        }
        else
        {
            frame.Result = program.Spans.Read(value);
        }
    }

    private void ReadBranch(IConditionalOperation branch)
    {
        Condition? condition = program.Conditions.Read(branch.Condition);
        EquatableArray<Statement> then = program.Collect(() => Read(GetOperations(branch.WhenTrue), 0, next: null));
        EquatableArray<Statement> @else = program.Collect(() => Read(GetOperations(branch.WhenFalse), 0, next: null));
        if (condition is not null)
            program.Emit(new Branch(condition, then, @else));
    }

    /// <summary>
    /// Reads a branch of which at least one side returns or goes on with the next turn; the rest belongs to the other side.
    /// </summary>
    private void ReadJumpingBranch(IConditionalOperation branch, Continuation rest)
    {
        bool thenEnds = AlwaysJumps(branch.WhenTrue), elseEnds = AlwaysJumps(branch.WhenFalse);
        if (!thenEnds && !elseEnds && !rest.IsEmpty)
        {
            program.Fail(
                ProgramDiagnostics.Jump, branch, "one side of this 'if' may leave early or go on",
                "let each side either always leave or always go on, with 'else'");
            return;
        }

        Condition? condition = program.Conditions.Read(branch.Condition);
        EquatableArray<Statement> then = program.Collect(() => Read(GetOperations(branch.WhenTrue), 0, thenEnds ? null : rest));
        EquatableArray<Statement> @else = program.Collect(() => Read(GetOperations(branch.WhenFalse), 0, elseEnds ? null : rest));
        if (condition is not null)
            program.Emit(new Branch(condition, then, @else));
    }

    /// <summary>Whether a statement may return or continue; a loop may not, and says so itself.</summary>
    private static bool Jumps(IOperation? operation) => operation switch
    {
        IReturnOperation or IBranchOperation { BranchKind: BranchKind.Continue } => true,
        IBlockOperation block => block.Operations.Any(Jumps),
        IConditionalOperation branch => Jumps(branch.WhenTrue) || Jumps(branch.WhenFalse),
        _ => false,
    };

    private static bool AlwaysJumps(IOperation? operation) => operation switch
    {
        IReturnOperation or IBranchOperation { BranchKind: BranchKind.Continue } => true,
        IBlockOperation block => block.Operations.Any(AlwaysJumps),
        IConditionalOperation branch => AlwaysJumps(branch.WhenTrue) && AlwaysJumps(branch.WhenFalse),
        _ => false,
    };

    private static ImmutableArray<IOperation> GetOperations(IOperation? operation) => operation switch
    {
        null => [],
        IBlockOperation block => block.Operations,
        _ => [operation],
    };
}
