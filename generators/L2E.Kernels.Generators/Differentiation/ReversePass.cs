using System.Collections.Immutable;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Differentiation;

/// <summary>
/// The way back: the statements of a flattened program from the last to the first, each of which hands the adjoint of what it computes
/// (the derivative of the objective's value by it) on to what it computes it from.
/// </summary>
internal sealed class ReversePass
{
    private readonly Activity activity;
    private readonly ForwardPass forward;
    private readonly LocalNumbers numbers;

    /// <summary>The locals that hold adjoints, by the numbers of the locals whose they are; what is not there is 0.</summary>
    private readonly Dictionary<int, RealLocal> adjoints = [];

    private WorkArray? scratchAdjoint;
    private Scope scope;

    /// <summary>The values that locals and elements have where the expression that is being reversed is evaluated.</summary>
    private ImmutableDictionary<int, RecordedValue> versions;

    /// <summary>The local that the statement being reversed assigns, and what its adjoint becomes.</summary>
    private (RealLocal Local, RealExpression? Adjoint)? replaced;

    /// <summary>Collects what an alternative of a choice contributes, while one is being reversed.</summary>
    private List<(RealLocal Local, RealExpression Contribution)>? collected;

    private ReversePass(ObjectiveProgram program, ForwardPass forward, LocalNumbers numbers)
    {
        activity = new Activity(program);
        this.forward = forward;
        this.numbers = numbers;
        scope = forward.Root;
        versions = forward.FinalVersions;
    }

    /// <summary>Writes the way back into the scopes of the forward pass.</summary>
    public static void Run(ObjectiveProgram program, ForwardPass forward, LocalNumbers numbers)
    {
        ReversePass pass = new(program, forward, numbers);
        pass.Propagate(program.Result, RealAlgebra.Constant(program.Result.Type, 1));
        pass.Reverse(forward.Root);
    }

    private void Reverse(Scope block)
    {
        Scope around = scope;
        scope = block;
        foreach (Step step in Enumerable.Reverse(block.Steps))
        {
            versions = step.Versions;
            int before = scope.Reverse.Count;
            Reverse(step);
            // What a read element's adjoint is added to says itself whose it is.
            bool isPlain = step.Statement is Declaration { Value: InputElement or ScratchElement };
            if (scope.Reverse.Count > before && step.Inner.Length == 0 && !isPlain)
                scope.Reverse.Insert(before, new ReverseOf(step.Statement));
        }

        scope = around;
    }

    private void Reverse(Step step)
    {
        switch (step.Statement)
        {
            case Declaration { Value: { } value } declaration when adjoints.TryGetValue(declaration.Local.Id, out RealLocal? adjoint):
                if (value is FunctionCall call)
                    PropagateCall(call, new LocalValue(adjoint), declaration.Local);
                else if (value is Operation { Operator: Operator.Divide } quotient)
                    PropagateQuotient(quotient, new LocalValue(adjoint), declaration.Local);
                else
                    Propagate(value, new LocalValue(adjoint));
                break;
            case Assignment assignment when adjoints.TryGetValue(assignment.Local.Id, out RealLocal? adjoint):
                ReverseAssignment(assignment, adjoint);
                break;
            case ScratchAssignment store when activity.ScratchIsActive:
                WorkArray array = GetScratchAdjoint();
                Propagate(store.Value, new WorkElement(array, store.Index));
                scope.Reverse.Add(new WorkAssignment(array, store.Index, RealAlgebra.Constant(array.Type, 0)));
                break;
            case Loop loop:
                ReverseLoop(step, loop);
                break;
            case Branch branch:
                ReverseBranch(step, branch);
                break;
        }
    }

    private void ReverseAssignment(Assignment assignment, RealLocal adjoint)
    {
        replaced = (assignment.Local, null);
        Propagate(assignment.Value, new LocalValue(adjoint));
        RealExpression after = replaced.Value.Adjoint ?? RealAlgebra.Constant(adjoint.Type, 0);
        replaced = null;
        // A sum hands its adjoint on as it is.
        if (!after.Equals(new LocalValue(adjoint)))
            scope.Reverse.Add(new Assignment(adjoint, after));
    }

    private void ReverseLoop(Step step, Loop loop)
    {
        // What an iteration reads of such a local, the one before it may have assigned.
        foreach (RealLocal local in ForwardPass.GetAssigned(loop).Where(local => step.Versions.ContainsKey(local.Id)))
        {
            if (activity.IsActive(local) && !adjoints.ContainsKey(local.Id))
                DeclareAdjoint(local, null);
        }

        Scope body = step.Inner[0];
        Reverse(body);
        if (body.Reverse.Count == 0)
            return;
        EquatableArray<Statement> statements = new([.. body.Recalled, .. body.Reverse]);
        scope.Reverse.Add(LoopOrder.IsFree(statements) ? loop with { Body = statements } : LoopNest.Reverse(loop, statements));
    }

    private void ReverseBranch(Step step, Branch branch)
    {
        foreach (Scope alternative in step.Inner)
            Reverse(alternative);
        if (step.Inner.All(alternative => alternative.Reverse.Count == 0))
            return;
        EquatableArray<Statement>[] blocks = [.. step.Inner.Select(alternative =>
            alternative.Reverse.Count == 0 ? default : new EquatableArray<Statement>([.. alternative.Recalled, .. alternative.Reverse]))];
        scope.Reverse.Add(new Branch(forward.Recall(branch.Condition, step.Versions), blocks[0], blocks[1]));
    }

    /// <summary>Hands the adjoint of an expression on to what it is computed from.</summary>
    private void Propagate(RealExpression expression, RealExpression seed)
    {
        if (!activity.IsActive(expression))
            return;
        switch (expression)
        {
            case LocalValue value:
                Contribute(value.Local, seed);
                break;
            case InputElement element:
                scope.Reverse.Add(new GradientAccumulation(element.Index, seed));
                break;
            case ScratchElement element:
                scope.Reverse.Add(new WorkAccumulation(GetScratchAdjoint(), element.Index, seed));
                break;
            case Conversion conversion:
                Propagate(conversion.Operand, RealAlgebra.Convert(conversion.Operand.Type, seed));
                break;
            case Negation negation:
                Propagate(negation.Operand, RealAlgebra.Negate(seed));
                break;
            case Operation { Operator: Operator.Multiply } product:
                PropagateProduct(product, seed);
                break;
            case Operation { Operator: Operator.Divide } quotient:
                Propagate(quotient.Left, RealAlgebra.Divide(seed, forward.Recall(quotient.Right, versions)));
                break;
            case Operation sum:
                if (activity.IsActive(sum.Left) && activity.IsActive(sum.Right))
                    seed = Bind(seed);
                Propagate(sum.Left, seed);
                Propagate(sum.Right, sum.Operator == Operator.Add ? seed : RealAlgebra.Negate(seed));
                break;
            case FunctionCall call:
                PropagateCall(call, seed, local: null);
                break;
            case Choice choice:
                PropagateChoice(choice, seed);
                break;
        }
    }

    /// <summary>By each factor: the others, times how often it is there, times its powers that remain.</summary>
    private void PropagateProduct(Operation product, RealExpression seed)
    {
        IReadOnlyList<RealExpression> factors = product.GetChain(Operator.Multiply);
        List<RealExpression> active = [.. factors.Where(activity.IsActive).Distinct()];
        if (active.Count > 1)
            seed = Bind(seed);
        foreach (RealExpression factor in active)
        {
            int power = factors.Count(factor.Equals);
            IEnumerable<RealExpression> others = factors.Where(other => !other.Equals(factor))
                .Concat(Enumerable.Repeat(factor, power - 1))
                .Select(other => forward.Recall(other, versions));
            RealExpression derivative = others.Aggregate(RealAlgebra.Constant(product.Type, power), RealAlgebra.Multiply);
            Propagate(factor, RealAlgebra.Multiply(seed, derivative));
        }
    }

    /// <summary><c>q = a / b</c>: a gets the seed over b, and b gets minus that times q.</summary>
    private void PropagateQuotient(Operation quotient, RealExpression seed, RealLocal local)
    {
        RealExpression share = RealAlgebra.Divide(seed, forward.Recall(quotient.Right, versions));
        bool isActive = activity.IsActive(quotient.Right);
        if (isActive && activity.IsActive(quotient.Left))
            share = Bind(share);
        Propagate(quotient.Left, share);
        if (isActive)
            Propagate(quotient.Right, RealAlgebra.Negate(RealAlgebra.Multiply(share, forward.Recall(new LocalValue(local), versions))));
    }

    /// <param name="call">The call.</param>
    /// <param name="seed">Its adjoint.</param>
    /// <param name="local">The local that it declares; null for a function whose derivative does not ask for its value.</param>
    private void PropagateCall(FunctionCall call, RealExpression seed, RealLocal? local)
    {
        if (call.Arguments.Count(activity.IsActive) > 1 || !Flattening.IsCostly(call.Function))
            seed = Bind(seed);
        FunctionDerivatives derivatives = new(
            call,
            value: () => forward.Recall(new LocalValue(local!), versions),
            argument: index => forward.Recall(call.Arguments[index], versions),
            companion: () => forward.RecallCompanion(local!, call));
        for (int i = 0; i < call.Arguments.Count; i++)
        {
            if (activity.IsActive(call.Arguments[i]) && derivatives.GetContribution(i, seed) is { } contribution)
                Propagate(call.Arguments[i], contribution);
        }
    }

    /// <summary>
    /// Each alternative hands on where it is the one, without a branch: <c>condition ? contribution : 0</c>, or both contributions to
    /// one local in one choice.
    /// </summary>
    private void PropagateChoice(Choice choice, RealExpression seed)
    {
        seed = Bind(seed);
        Condition condition = forward.Recall(choice.Condition, versions);
        List<(RealLocal Local, RealExpression Contribution)> whenTrue = Collect(choice.WhenTrue, seed);
        List<(RealLocal Local, RealExpression Contribution)> whenFalse = Collect(choice.WhenFalse, seed);
        foreach (RealLocal local in whenTrue.Concat(whenFalse).Select(pair => pair.Local).Distinct())
            Contribute(local, new Choice(condition, Sum(whenTrue, local), Sum(whenFalse, local)));

        static RealExpression Sum(List<(RealLocal Local, RealExpression Contribution)> contributions, RealLocal local) =>
            contributions.Where(pair => pair.Local == local).Select(pair => pair.Contribution)
                .Aggregate(RealAlgebra.Constant(local.Type, 0), RealAlgebra.Add);
    }

    private List<(RealLocal Local, RealExpression Contribution)> Collect(RealExpression alternative, RealExpression seed)
    {
        List<(RealLocal Local, RealExpression Contribution)>? around = collected;
        List<(RealLocal Local, RealExpression Contribution)> contributions = collected = [];
        Propagate(alternative, seed);
        collected = around;
        return contributions;
    }

    /// <summary>Adds to the adjoint of a local.</summary>
    private void Contribute(RealLocal local, RealExpression contribution)
    {
        if (collected is not null)
            collected.Add((local, contribution));
        else if (replaced is var (target, sum) && target == local)
            replaced = (target, sum is null ? contribution : RealAlgebra.Add(sum, contribution));
        else if (adjoints.TryGetValue(local.Id, out RealLocal? adjoint))
            scope.Reverse.Add(new Assignment(adjoint, RealAlgebra.Add(new LocalValue(adjoint), contribution)));
        else
            DeclareAdjoint(local, contribution);
    }

    /// <summary>Declares the adjoint of a local in the block where the local is declared, with a first contribution or without.</summary>
    private void DeclareAdjoint(RealLocal local, RealExpression? contribution)
    {
        RealLocal adjoint = numbers.Create(local.Name + "Adjoint", local.Type);
        adjoints.Add(local.Id, adjoint);
        Scope home = forward.GetHome(local);
        if (home == scope && contribution is not null)
        {
            scope.Reverse.Add(new Declaration(adjoint, contribution));
            return;
        }

        // The block that is being written is not yet in the one where the local is declared: this stands before it.
        home.Reverse.Add(new Declaration(adjoint, RealAlgebra.Constant(adjoint.Type, 0)));
        if (contribution is not null)
            scope.Reverse.Add(new Assignment(adjoint, RealAlgebra.Add(new LocalValue(adjoint), contribution)));
    }

    /// <summary>The expression itself where it is a local or a constant, or else a local that holds it.</summary>
    private RealExpression Bind(RealExpression seed)
    {
        if (seed is LocalValue or RealConstant or Negation { Operand: LocalValue })
            return seed;
        RealLocal local = numbers.Create("share", seed.Type);
        scope.Reverse.Add(new Declaration(local, seed));
        return new LocalValue(local);
    }

    private WorkArray GetScratchAdjoint() =>
        scratchAdjoint ??= forward.CreateArray("scratchAdjoint", forward.ElementType, new ScratchLength(), startsAtZero: true);
}
