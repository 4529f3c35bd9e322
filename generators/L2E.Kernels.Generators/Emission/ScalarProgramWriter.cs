using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission;

/// <summary>Writes statements of a program as C# for one point.</summary>
internal sealed class ScalarProgramWriter(CodeWriter writer, ProgramNames names, ScalarExpressionWriter expressions)
{
    public void Write(IEnumerable<Statement> statements)
    {
        foreach (Statement statement in statements)
            Write(statement);
    }

    private void Write(Statement statement)
    {
        switch (statement)
        {
            case Loop loop:
                writer.Write(WriteHead(loop));
                writer.Open();
                Write(loop.Body);
                writer.Close();
                break;
            case Branch branch:
                WriteBranch(branch);
                break;
            case ReverseOf reverse:
                writer.Write("// Back through: " + WriteSimple(reverse.Source).Replace("global::System.", ""));
                break;
            default:
                writer.Write(WriteSimple(statement));
                break;
        }
    }

    private void WriteBranch(Branch branch)
    {
        bool hasThen = branch.Then.Count > 0;
        writer.Write($"if ({expressions.Write(hasThen ? branch.Condition : new Complement(branch.Condition))})");
        writer.Open();
        Write(hasThen ? branch.Then : branch.Else);
        writer.Close();
        if (!hasThen || branch.Else.Count == 0)
            return;
        writer.Write("else");
        writer.Open();
        Write(branch.Else);
        writer.Close();
    }

    private string WriteHead(Loop loop)
    {
        string counter = names[loop.Counter];
        (string relation, IntegerExpression end) = loop switch
        {
            { Step: > 0 } => ("<", loop.End),
            // Down to i > -1 is better read as i >= 0.
            { End: IntegerConstant or IntegerOperation { Operator: IntegerOperator.Subtract, Right: IntegerConstant } } =>
                (">=", IntegerAlgebra.Add(loop.End, 1)),
            _ => (">", loop.End),
        };
        string step = loop.Step switch
        {
            1 => "++",
            -1 => "--",
            > 0 => $" += {loop.Step}",
            _ => $" -= {-(long)loop.Step}",
        };
        return $"for (int {counter} = {expressions.Write(loop.Start)}; {counter} {relation} {expressions.Write(end)}; {counter}{step})";
    }

    private string WriteSimple(Statement statement)
    {
        switch (statement)
        {
            case Declaration { Value: null } declaration:
                return $"{ScalarExpressionWriter.GetKeyword(declaration.Local.Type)} {names[declaration.Local]};";
            case Declaration { Value: { } value } declaration:
                string keyword = ScalarExpressionWriter.GetKeyword(declaration.Local.Type);
                return $"{keyword} {names[declaration.Local]} = {expressions.Write(value)};";
            case Assignment { Value: Operation { Left: LocalValue left } operation } assignment when left.Local == assignment.Local:
                string sign = ScalarExpressionWriter.GetSign(operation.Operator);
                return $"{names[assignment.Local]} {sign}= {expressions.Write(operation.Right)};";
            case Assignment assignment:
                return $"{names[assignment.Local]} = {expressions.Write(assignment.Value)};";
            case ScratchAssignment store:
                return $"scratch[{expressions.Write(store.Index)}] = {expressions.Write(store.Value)};";
            case WorkAssignment store:
                return $"{names[store.Array]}[{expressions.Write(store.Index)}] = {expressions.Write(store.Value)};";
            case WorkAccumulation sum:
                return $"{names[sum.Array]}[{expressions.Write(sum.Index)}] += {expressions.Write(sum.Value)};";
            case GradientAccumulation sum:
                return $"gradient[{expressions.Write(sum.Index)}] += {expressions.Write(sum.Value)};";
            case SineCosine pair:
                string type = ScalarExpressionWriter.GetKeyword(pair.Sine.Type);
                return $"({type} {names[pair.Sine]}, {type} {names[pair.Cosine]}) = "
                    + $"{ScalarExpressionWriter.GetFunctions(pair.Sine.Type)}.SinCos({expressions.Write(pair.Argument)});";
            default:
                throw new NotSupportedException(statement.GetType().Name);
        }
    }
}
