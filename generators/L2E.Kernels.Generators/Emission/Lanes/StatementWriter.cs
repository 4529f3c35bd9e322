using L2E.Kernels.Generators.Lanes;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission.Lanes;

/// <summary>Writes the statements of a program: scalar code, or code of lanes where a branch is taken by some of them.</summary>
/// <param name="code">Where the text goes.</param>
/// <param name="names">Names of the variables.</param>
/// <param name="scheme">What lanes are; null where there are none.</param>
/// <param name="captures">Collects what the code uses; null where everything is at hand.</param>
/// <param name="tryWriteLoop">Writes a loop in another way and says so; null where there is no other.</param>
/// <param name="readInput">How a coordinate is read, where it is not an element of a span.</param>
internal sealed class StatementWriter(
    CodeWriter code, SharedNames names, LaneScheme? scheme, Captures? captures = null, Func<Loop, bool>? tryWriteLoop = null,
    Func<InputElement, string, string>? readInput = null)
{
    /// <summary>The parameter of a block of iterations that says which of its lanes count.</summary>
    public const string Kept = "kept";

    private readonly ExpressionWriter expressions = new(names, scheme, captures, readInput);

    // The mask of the lanes that are in the branch being written, and the locals declared in it: those need no mask.
    private string? mask;
    private HashSet<int> declaredUnderMask = [];

    public ExpressionWriter Expressions => expressions;

    public void Write(IEnumerable<Statement> statements)
    {
        foreach (Statement statement in statements)
            Write(statement);
    }

    /// <summary>The first line of a loop.</summary>
    public string WriteHeader(Loop loop)
    {
        string counter = names[loop.Counter];
        captures?.Declare(counter);
        ExpressionText start = expressions.Integers.Write(loop.Start), end = expressions.Integers.Write(loop.End);
        string step = loop.Step switch
        {
            1 => counter + "++",
            -1 => counter + "--",
            > 0 => $"{counter} += {loop.Step}",
            _ => $"{counter} -= {-loop.Step}",
        };
        return $"for (int {counter} = {start.Code}; {counter} {(loop.Step > 0 ? "<" : ">")} {end.In(BindingLevel.Additive)}; {step})";
    }

    private void Write(Statement statement)
    {
        switch (statement)
        {
            case Declaration declaration:
                WriteDeclaration(declaration);
                break;
            case Assignment assignment:
                WriteAssignment(assignment);
                break;
            case SineCosine pair:
                WriteSineCosine(pair);
                break;
            case ScratchAssignment store:
                WriteStore("scratch", store.Index, store.Value);
                break;
            case WorkAssignment store:
                WriteStore(names[store.Array], store.Index, store.Value);
                break;
            case WorkAccumulation sum:
                WriteAccumulation(names[sum.Array], sum.Index, sum.Value);
                break;
            case GradientAccumulation sum:
                WriteAccumulation("gradient", sum.Index, sum.Value);
                break;
            case GradientAssignment store:
                WriteStore("gradient", store.Index, store.Value);
                break;
            case Loop loop:
                if (tryWriteLoop?.Invoke(loop) == true)
                    break;
                code.Write(WriteHeader(loop));
                code.Open();
                Write(loop.Body);
                code.Close();
                break;
            case Branch branch:
                WriteBranch(branch);
                break;
            case ReverseOf reverse:
                // What is on the way back: the line as it stands in the forward pass.
                CodeWriter source = new();
                new StatementWriter(source, names, scheme: null).Write(reverse.Source);
                code.Write("// Back through: " + source.GetLines().Replace("global::System.", ""));
                break;
            default:
                throw new InvalidOperationException($"A statement that is not known: {statement.GetType().Name}.");
        }
    }

    private bool IsLanes(RealLocal local) => scheme?.Locals.Contains(local.Id) == true;

    private string TypeOf(RealLocal local) => IsLanes(local) ? LaneText.Lanes(scheme!.Type) : LaneText.Scalar(local.Type);

    private void Declare(RealLocal local)
    {
        captures?.Declare(names[local]);
        declaredUnderMask.Add(local.Id);
    }

    private void WriteDeclaration(Declaration declaration)
    {
        // A value where the source has none: the compiler need not see that every path assigns one.
        string value = declaration.Value is not { } expression ? "default"
            : IsLanes(declaration.Local) ? expressions.WriteLanes(expression)
            : expressions.Write(expression).Code;
        code.Write($"{TypeOf(declaration.Local)} {names[declaration.Local]} = {value};");
        Declare(declaration.Local);
    }

    private void WriteAssignment(Assignment assignment)
    {
        string local = expressions.Write(new LocalValue(assignment.Local)).Code;
        if (!IsLanes(assignment.Local))
        {
            code.Write(Compound(assignment, local, operand => expressions.Write(operand).Code)
                ?? $"{local} = {expressions.Write(assignment.Value).Code};");
        }
        else if (mask is null && TrySplitSum(assignment) is { } parts)
        {
            foreach (RealExpression part in parts)
            {
                if (part is Operation { Operator: Operator.Multiply } product)
                {
                    string left = expressions.WriteLanes(product.Left), right = expressions.WriteLanes(product.Right);
                    code.Write($"{local} = {LaneText.Vectors}.MultiplyAddEstimate({left}, {right}, {local});");
                }
                else
                {
                    code.Write($"{local} += {expressions.WriteLanes(part)};");
                }
            }
        }
        else if (mask is null || declaredUnderMask.Contains(assignment.Local.Id))
        {
            code.Write(Compound(assignment, local, expressions.WriteLanes) ?? $"{local} = {expressions.WriteLanes(assignment.Value)};");
        }
        else
        {
            code.Write($"{local} = {LaneText.Vectors}.ConditionalSelect({mask}, {expressions.WriteLanes(assignment.Value)}, {local});");
        }
    }

    /// <summary>
    /// The parts that a sum over coordinates gets, where products among them can be fused. (Candidates in lanes keep the bits that each has
    /// alone; a sum over lanes is in another order anyway.)
    /// </summary>
    private IReadOnlyList<RealExpression>? TrySplitSum(Assignment assignment) =>
        scheme is { Counter: not null } && scheme.Type == assignment.Local.Type ? SumTerms.TrySplit(assignment) : null;

    /// <summary><c>local += operand;</c>, where the assignment is one of that kind and nothing has to be rounded to a float.</summary>
    private string? Compound(Assignment assignment, string local, Func<RealExpression, string> write)
    {
        bool rounds = scheme?.Type == ScalarType.Double && assignment.Local.Type == ScalarType.Single;
        if (rounds || assignment.Value is not Operation { Left: LocalValue left } operation || left.Local.Id != assignment.Local.Id)
            return null;
        string symbol = operation.Operator switch
        {
            Operator.Add => "+=",
            Operator.Subtract => "-=",
            Operator.Multiply => "*=",
            _ => "/=",
        };
        return $"{local} {symbol} {write(operation.Right)};";
    }

    private void WriteSineCosine(SineCosine pair)
    {
        ExpressionText argument = expressions.Write(pair.Argument);
        string type = TypeOf(pair.Sine), sine = names[pair.Sine], cosine = names[pair.Cosine];
        string owner = IsLanes(pair.Sine) ? LaneText.Functions
            : pair.Sine.Type == ScalarType.Double ? "global::System.Math" : "global::System.MathF";
        string lanes = IsLanes(pair.Sine) ? expressions.WriteLanes(pair.Argument) : argument.Code;
        code.Write($"({type} {sine}, {type} {cosine}) = {owner}.SinCos({lanes});");
        Declare(pair.Sine);
        Declare(pair.Cosine);
        if (IsLanes(pair.Sine) && scheme!.Type == ScalarType.Double && pair.Sine.Type == ScalarType.Single)
        {
            code.Write($"{sine} = {LaneText.Functions}.RoundToSingle({sine});");
            code.Write($"{cosine} = {LaneText.Functions}.RoundToSingle({cosine});");
        }
    }

    private void WriteStore(string array, IntegerExpression index, RealExpression value)
    {
        string place = expressions.WriteIndex(index);
        if (scheme is null)
        {
            code.Write($"{array}[{place}] = {expressions.Write(value).Code};");
            return;
        }

        string lanes = expressions.WriteLanes(value);
        (string store, string load) = WritePlace(array, index, value.Type, place);
        if (mask is not null)
            lanes = $"{LaneText.Vectors}.ConditionalSelect({mask}, {lanes}, {load})";
        code.Write($"{LaneText.Functions}.Store({lanes}, {store});");
    }

    private void WriteAccumulation(string array, IntegerExpression index, RealExpression value)
    {
        string place = expressions.WriteIndex(index);
        if (scheme is null)
        {
            code.Write($"{array}[{place}] += {expressions.Write(value).Code};");
            return;
        }

        string lanes = expressions.WriteLanes(value);
        foreach (string counted in GetCountedMasks())
            lanes = $"({lanes}) & {counted}";
        if (scheme.Counter is { } counter && !CounterIndex.Contains(index, counter))
        {
            captures?.TakeLocal(array, LaneText.Span(value.Type));
            string sum = $"{LaneText.Functions}.Sum({lanes})";
            code.Write($"{array}[{place}] += {(value.Type == scheme.Type ? sum : "(float)" + sum)};");
            return;
        }

        code.Write($"{LaneText.Functions}.AddTo({lanes}, {WritePlace(array, index, value.Type, place).Store});");
    }

    /// <summary>Which lanes an accumulation counts: those in the branch, and those that no other block of iterations counts.</summary>
    private IEnumerable<string> GetCountedMasks()
    {
        if (mask is not null)
            yield return mask;
        if (scheme!.Counter is not null)
        {
            captures?.TakeLocal(Kept, LaneText.Lanes(scheme.Type));
            yield return Kept;
        }
    }

    /// <summary>The arguments by which a vector is stored at an element of the lanes, and the text that loads it.</summary>
    private (string Store, string Load) WritePlace(string array, IntegerExpression index, ScalarType type, string place)
    {
        if (scheme!.Counter is null)
            return ($"ref {array}[{place}]", $"{LaneText.Vectors}.LoadUnsafe(in {array}[{place}])");
        captures?.TakeStart(array, type);
        string load = type == scheme.Type ? "Load" : "LoadWidened";
        return ($"ref {array}Start, {place}", $"{LaneText.Functions}.{load}(ref {array}Start, {place})");
    }

    private void WriteBranch(Branch branch)
    {
        ExpressionText condition = expressions.Write(branch.Condition);
        if (!condition.IsLanes)
        {
            code.Write($"if ({condition.Code})");
            WriteBlock(branch.Then);
            WriteElse(branch.Else);
            return;
        }

        string? around = mask;
        string taken = names.Create("taken"), type = LaneText.Lanes(scheme!.Type);
        captures?.Declare(taken);
        code.Write($"{type} {taken} = {(around is null ? condition.Code : condition.In(BindingLevel.Equality) + " & " + around)};");
        WriteMasked(taken, branch.Then);
        if (branch.Else.Count > 0)
        {
            string others = names.Create("others");
            captures?.Declare(others);
            code.Write($"{type} {others} = {(around is null ? "~" + taken : $"{LaneText.Vectors}.AndNot({around}, {taken})")};");
            WriteMasked(others, branch.Else);
        }
    }

    private void WriteElse(EquatableArray<Statement> block)
    {
        if (block.Count == 0)
            return;
        if (block.Count == 1 && block[0] is Branch next && expressions.Write(next.Condition) is { IsLanes: false } condition)
        {
            code.Write($"else if ({condition.Code})");
            WriteBlock(next.Then);
            WriteElse(next.Else);
            return;
        }

        code.Write("else");
        WriteBlock(block);
    }

    /// <summary>A block that some lanes run: where none does it is left out, as what it reads may not be there.</summary>
    private void WriteMasked(string lanes, EquatableArray<Statement> block)
    {
        if (block.Count == 0)
            return;
        (string? around, HashSet<int> declared) = (mask, declaredUnderMask);
        (mask, declaredUnderMask) = (lanes, []);
        code.Write($"if ({LaneText.Functions}.Any({lanes}))");
        WriteBlock(block);
        (mask, declaredUnderMask) = (around, declared);
    }

    private void WriteBlock(EquatableArray<Statement> block)
    {
        code.Open();
        Write(block);
        code.Close();
    }
}
