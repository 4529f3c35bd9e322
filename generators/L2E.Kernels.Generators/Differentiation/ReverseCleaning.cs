using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Differentiation;

/// <summary>Takes out of a gradient program what it does not need.</summary>
internal static class ReverseCleaning
{
    /// <summary>
    /// Writes adjoints that are constant, such as that of a sum which is the objective's value, where they are read.
    /// </summary>
    public static List<Statement> InlineConstants(IReadOnlyList<Statement> reverse)
    {
        HashSet<int> assigned = [.. reverse.GetAll().OfType<Assignment>().Select(assignment => assignment.Local.Id)];
        Dictionary<int, RealConstant> constants = [];
        return [.. Inline(reverse)];

        List<Statement> Inline(IEnumerable<Statement> block)
        {
            List<Statement> statements = [];
            foreach (Statement statement in block)
            {
                Statement inlined = statement.Rewrite(expression => Evaluate(expression), Inline);
                if (inlined is Declaration { Value: RealConstant constant } declaration && !assigned.Contains(declaration.Local.Id))
                    constants.Add(declaration.Local.Id, constant);
                else
                    statements.Add(inlined);
            }

            return statements;
        }

        // Only expressions with such an adjoint are built anew: others keep the form in which the value has them.
        RealExpression Evaluate(RealExpression expression) =>
            expression.HasPart(part => part is LocalValue value && constants.ContainsKey(value.Local.Id))
                ? Simplify(expression)
                : expression;

        RealExpression Simplify(RealExpression expression) => expression switch
        {
            LocalValue value when constants.TryGetValue(value.Local.Id, out RealConstant? constant) => constant,
            Conversion conversion => RealAlgebra.Convert(conversion.Type, Evaluate(conversion.Operand)),
            Negation negation => RealAlgebra.Negate(Evaluate(negation.Operand)),
            Operation operation => Combine(operation.Operator, Evaluate(operation.Left), Evaluate(operation.Right)),
            _ => expression.Rewrite(part => part is LocalValue or Operation or Negation or Conversion ? Evaluate(part) : null),
        };
    }

    /// <summary>Drops stores that nothing loads, remarks on nothing, and arrays that are not left.</summary>
    public static GradientProgram DropUnused(GradientProgram program)
    {
        HashSet<WorkArray> loaded =
        [
            .. program.Forward.Concat(program.Reverse).GetAll()
                .SelectMany(statement => statement.GetExpressions())
                .SelectMany(expression => expression.GetParts())
                .OfType<WorkElement>()
                .Select(element => element.Array),
        ];
        return program with
        {
            Forward = new([.. Drop(program.Forward)]),
            Reverse = new([.. Drop(program.Reverse)]),
            Arrays = new([.. program.Arrays.Where(loaded.Contains)]),
        };

        List<Statement> Drop(IEnumerable<Statement> block)
        {
            List<Statement> statements = [];
            foreach (Statement statement in block)
            {
                if (statement is WorkAssignment store && !loaded.Contains(store.Array)
                    || statement is WorkAccumulation sum && !loaded.Contains(sum.Array))
                {
                    continue;
                }

                if (statement is ReverseOf && statements.Count > 0 && statements[statements.Count - 1] is ReverseOf)
                    statements.RemoveAt(statements.Count - 1);
                statements.Add(statement.Rewrite(expression => expression, Drop));
            }

            if (statements.Count > 0 && statements[statements.Count - 1] is ReverseOf)
                statements.RemoveAt(statements.Count - 1);
            return statements;
        }
    }

    private static RealExpression Combine(Operator @operator, RealExpression left, RealExpression right) => @operator switch
    {
        Operator.Add => RealAlgebra.Add(left, right),
        Operator.Subtract => RealAlgebra.Subtract(left, right),
        Operator.Multiply => RealAlgebra.Multiply(left, right),
        _ => RealAlgebra.Divide(left, right),
    };
}
