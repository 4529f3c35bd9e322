using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Differentiation;

/// <summary>
/// An integer expression as <c>sum of coefficient * term + constant</c>, where a term is anything that is not a sum or a multiple. Its
/// arithmetic wraps around as that of C# does, so the form is equal to what it was made of.
/// </summary>
internal sealed class LinearForm
{
    private readonly List<(IntegerExpression Term, int Coefficient)> terms = [];

    public LinearForm()
    {
    }

    public LinearForm(IntegerExpression expression) => AddMultiple(expression, 1);

    public int Constant { get; private set; }

    public bool IsConstant => terms.Count == 0;

    /// <summary>The terms with coefficients that are not 0, in the order of their first appearance.</summary>
    public IReadOnlyList<(IntegerExpression Term, int Coefficient)> Terms => terms;

    /// <summary>Adds a multiple of another form to this one.</summary>
    public LinearForm Add(LinearForm other, int factor)
    {
        foreach ((IntegerExpression term, int coefficient) in other.terms)
            AddTerm(term, unchecked(factor * coefficient));
        Constant = unchecked(Constant + factor * other.Constant);
        return this;
    }

    /// <summary>Takes a counter's own term out.</summary>
    /// <returns>Its coefficient; 0 where there is none.</returns>
    public int Remove(LoopCounter counter)
    {
        int place = terms.FindIndex(term => term.Term is CounterValue value && value.Counter == counter);
        if (place < 0)
            return 0;
        int coefficient = terms[place].Coefficient;
        terms.RemoveAt(place);
        return coefficient;
    }

    /// <summary>What is added before what is subtracted, such as <c>n - i - 1</c>.</summary>
    public IntegerExpression ToExpression()
    {
        IntegerExpression? sum = null;
        foreach ((IntegerExpression term, int coefficient) in terms.Where(term => term.Coefficient > 0))
        {
            IntegerExpression multiple = Multiple(coefficient, term);
            sum = sum is null ? multiple : new IntegerOperation(IntegerOperator.Add, sum, multiple);
        }

        bool startsWithConstant = sum is null;
        sum ??= new IntegerConstant(Constant);
        foreach ((IntegerExpression term, int coefficient) in terms.Where(term => term.Coefficient < 0))
            sum = new IntegerOperation(IntegerOperator.Subtract, sum, Multiple(unchecked(-coefficient), term));
        if (startsWithConstant || Constant == 0)
            return sum;
        return Constant is < 0 and not int.MinValue
            ? new IntegerOperation(IntegerOperator.Subtract, sum, new IntegerConstant(-Constant))
            : new IntegerOperation(IntegerOperator.Add, sum, new IntegerConstant(Constant));
    }

    private static IntegerExpression Multiple(int coefficient, IntegerExpression term) =>
        coefficient == 1 ? term : new IntegerOperation(IntegerOperator.Multiply, new IntegerConstant(coefficient), term);

    private void AddMultiple(IntegerExpression expression, int factor)
    {
        switch (expression)
        {
            case IntegerConstant constant:
                Constant = unchecked(Constant + factor * constant.Value);
                break;
            case IntegerOperation { Operator: IntegerOperator.Add } sum:
                AddMultiple(sum.Left, factor);
                AddMultiple(sum.Right, factor);
                break;
            case IntegerOperation { Operator: IntegerOperator.Subtract } difference:
                AddMultiple(difference.Left, factor);
                AddMultiple(difference.Right, unchecked(-factor));
                break;
            case IntegerOperation { Operator: IntegerOperator.Multiply, Left: IntegerConstant constant } product:
                AddMultiple(product.Right, unchecked(factor * constant.Value));
                break;
            case IntegerOperation { Operator: IntegerOperator.Multiply, Right: IntegerConstant constant } product:
                AddMultiple(product.Left, unchecked(factor * constant.Value));
                break;
            default:
                AddTerm(expression, factor);
                break;
        }
    }

    private void AddTerm(IntegerExpression term, int coefficient)
    {
        int place = 0;
        while (place < terms.Count && !terms[place].Term.Equals(term))
            place++;
        int sum = unchecked((place == terms.Count ? 0 : terms[place].Coefficient) + coefficient);
        if (place == terms.Count && sum != 0)
            terms.Add((term, sum));
        else if (place < terms.Count && sum != 0)
            terms[place] = (term, sum);
        else if (place < terms.Count)
            terms.RemoveAt(place);
    }
}
