using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Lanes;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission.Lanes;

/// <summary>
/// Writes code for one candidate whose loops run several iterations at once, one a lane. Each such loop gets a method of its own with a
/// block of iterations; the loop itself is left with the iterations of short loops.
/// </summary>
internal sealed class CoordinateWriter
{
    private readonly CoordinateLoops loops;
    private readonly SharedNames names;
    private readonly string blockMethod;
    private readonly HashSet<int> repeatedCounters = [];
    private readonly List<string> blocks = [];
    private CodeWriter code = new();

    private CoordinateWriter(CoordinateLoops loops, SharedNames names, string blockMethod) =>
        (this.loops, this.names, this.blockMethod) = (loops, names, blockMethod);

    /// <summary>The methods of the blocks of iterations that have been written.</summary>
    public IReadOnlyList<string> Blocks => blocks;

    /// <summary>
    /// A writer for a program all of whose loops run in lanes or are around such; null where there is another, or no loop at all.
    /// </summary>
    /// <param name="statements">The program.</param>
    /// <param name="loops">Remembers its loops.</param>
    /// <param name="names">Names of its variables.</param>
    /// <param name="blockMethod">What the methods of blocks are called, before their number.</param>
    /// <param name="allowsOthers">Whether there may be other loops too, which are left as they are.</param>
    public static CoordinateWriter? TryCreate(
        IEnumerable<Statement> statements, CoordinateLoops loops, SharedNames names, string blockMethod, bool allowsOthers = false)
    {
        CoordinateWriter writer = new(loops, names, blockMethod);
        bool hasLanes = false, hasOthers = !writer.FindLoops(statements, ref hasLanes);
        writer.repeatedCounters.UnionWith(statements.GetAll().OfType<Loop>()
            .GroupBy(loop => loop.Counter.Id).Where(same => same.Count() > 1).Select(same => same.Key));
        return hasLanes && (allowsOthers || !hasOthers) ? writer : null;
    }

    /// <summary>Writes the statements.</summary>
    public void Write(CodeWriter destination, IEnumerable<Statement> statements)
    {
        code = destination;
        new StatementWriter(destination, names, scheme: null, captures: null, TryWrite).Write(statements);
    }

    /// <summary>Finds the loops that run in lanes; false where there is one that neither does nor is around such.</summary>
    private bool FindLoops(IEnumerable<Statement> statements, ref bool hasLanes)
    {
        bool areAll = true;
        foreach (Statement statement in statements)
        {
            if (statement is not Loop loop)
            {
                foreach (EquatableArray<Statement> block in statement.GetBlocks())
                    areAll &= FindLoops(block, ref hasLanes);
            }
            else if (loops.Find(loop) is not null)
                hasLanes = true;
            else
                areAll &= FindLoops(loop.Body, ref hasLanes) && loop.Body.GetAll().OfType<Loop>().Any();
        }

        return areAll;
    }

    private bool TryWrite(Loop loop)
    {
        if (loops.Find(loop) is not { } inLanes)
            return false;
        Write(inLanes);
        return true;
    }

    private void Write(CoordinateLoop loop)
    {
        LaneScheme scheme = new(loop.LaneType, loop.Loop.Counter, loop.Dependence.Locals);
        string counter = names[loop.Loop.Counter], end = names.Create("end");
        IntegerWriter integers = new(names, isInterleaved: false, captures: null);
        StatementWriter scalar = new(code, names, scheme: null);
        string header = scalar.WriteHeader(loop.Loop);
        Block block = WriteBlockMethod(loop, scheme, header);

        // The way back has the counters of the way there: each is known in its own loop alone.
        bool isEnclosed = repeatedCounters.Contains(loop.Loop.Counter.Id);
        if (isEnclosed)
            code.Open();
        code.Write($"int {counter} = {integers.Write(loop.Loop.Start).Code}, {end} = {integers.Write(loop.Loop.End).Code};");
        code.Write($"if ({string.Join(" && ", GetConditions(loop, counter, end, scheme.Count))})");
        code.Open();
        foreach ((string array, ScalarType type) in block.Captures.Starts)
        {
            code.Write(
                $"ref {LaneText.Scalar(type)} {array}Start = ref "
                + $"global::System.Runtime.InteropServices.MemoryMarshal.GetReference({array});");
        }

        WriteBlocks(loop, scheme, block, counter, end);
        code.Close();
        code.Write($"for (; {counter} < {end}; {counter}++)");
        code.Open();
        scalar.Write(loop.Loop.Body);
        code.Close();
        if (isEnclosed)
            code.Close();
    }

    /// <summary>What must hold for whole vectors to be there: enough iterations, and all that they touch inside of the arrays.</summary>
    private IEnumerable<string> GetConditions(CoordinateLoop loop, string counter, string end, int count)
    {
        IntegerWriter integers = new(names, isInterleaved: false, captures: null);
        yield return $"{end} - {counter} >= {count}";
        HashSet<string> conditions = [];
        foreach (ArrayUse use in loop.Uses.Where(use => !use.IsOwnOfIteration))
        {
            CounterIndex.TrySplit(use.Index, loop.Loop.Counter, out _, out IntegerExpression rest);
            IntegerExpression first = IntegerAlgebra.Add(loop.Loop.Start, rest), behind = IntegerAlgebra.Add(loop.Loop.End, rest);
            if (CounterIndex.GetConstant(first) is not >= 0)
                conditions.Add($"{integers.Write(first).In(BindingLevel.Additive)} >= 0");
            bool hasDimension = use.Array is ArrayUse.Input or ArrayUse.Gradient;
            if (!hasDimension || CounterIndex.GetConstant(IntegerAlgebra.Subtract(behind, new DimensionValue())) is not <= 0)
                conditions.Add($"{integers.Write(behind).In(BindingLevel.Additive)} <= {GetName(use.Array)}.Length");
        }

        foreach (string condition in conditions)
            yield return condition;
    }

    private string GetName(object array) => array switch
    {
        DataSource source => names[source],
        WorkArray work => names[work],
        _ => (string)array,
    };

    private Block WriteBlockMethod(CoordinateLoop loop, LaneScheme scheme, string header)
    {
        string method = blockMethod + (blocks.Count + 1);
        Captures captures = new();
        string counter = names[loop.Loop.Counter];
        captures.TakeLocal(counter, "nint");
        CodeWriter body = new();
        StatementWriter writer = new(body, names, scheme, captures);
        NeighbourLanes? neighbours = TakeNeighbours(loop, captures, writer.Expressions);
        LoadOnce(loop, body, writer.Expressions);
        writer.Write(loop.Loop.Body);

        CodeWriter text = new();
        string iterations = $"{LaneText.CountInWords(loop.LaneType)} iterations of <c>{LaneText.Escape(header)}</c>";
        text.Write($"""
            /// <summary>The next {iterations}, one a lane.</summary>
            {LaneText.Inlined}
            private static void {method}({string.Join(", ", captures.Parameters)})
            """);
        text.Open();
        text.Write(body.GetLines());
        text.Close();
        blocks.Add(text.GetLines());
        return new Block(method, captures, neighbours);
    }

    /// <summary>
    /// Makes parameters of two coordinates side by side, where blocks of iterations are unrolled and can share their loads.
    /// </summary>
    private NeighbourLanes? TakeNeighbours(CoordinateLoop loop, Captures captures, ExpressionWriter expressions)
    {
        if (CountSums(loop) == 1 || NeighbourPair.Find(loop) is not { } pair)
            return null;
        NeighbourLanes lanes = new(names.Create("xLanes"), names.Create("xLanesNext"), pair.Offset);
        captures.NeedStart(ArrayUse.Input, loop.LaneType);
        captures.TakeLocal(lanes.First, LaneText.Lanes(loop.LaneType));
        captures.TakeLocal(lanes.Second, LaneText.Lanes(loop.LaneType));
        expressions.Load(pair.First, lanes.First);
        expressions.Load(pair.Second, lanes.Second);
        return lanes;
    }

    /// <summary>Number of vectors that each sum of a loop is gathered in.</summary>
    private static int CountSums(CoordinateLoop loop) => loop.IsCostly || loop.Reductions.Count is 0 or > 2 ? 1 : 4;

    /// <summary>Elements that are read more than once, and that the loop does not write, are loaded first.</summary>
    private void LoadOnce(CoordinateLoop loop, CodeWriter body, ExpressionWriter expressions)
    {
        HashSet<object> changing = [.. loop.Uses.Where(use => use.Kind != ArrayUseKind.Read).Select(use => use.Array)];
        IEnumerable<IGrouping<RealExpression, RealExpression>> elements = loop.Loop.Body.GetAll()
            .SelectMany(statement => statement is Branch
                ? statement.GetExpressions()
                : statement.GetExpressions().SelectMany(expression => expression.GetParts()))
            .Where(part => ArrayUse.FromRead(part, isConditional: false) is { } use
                && !changing.Contains(use.Array) && CounterIndex.Contains(use.Index, loop.Loop.Counter))
            .Where(part => !expressions.IsLoaded(part))
            .GroupBy(part => part)
            .Where(same => same.Count() > 1);
        foreach (IGrouping<RealExpression, RealExpression> element in elements)
        {
            ArrayUse use = ArrayUse.FromRead(element.Key, isConditional: false)!;
            CounterIndex.TrySplit(use.Index, loop.Loop.Counter, out _, out IntegerExpression offset);
            string suffix = CounterIndex.GetConstant(offset) switch
            {
                0 => "",
                1 => "Next",
                -1 => "Before",
                _ => "There",
            };
            string local = names.Create($"{GetName(use.Array)}Lanes{suffix}");
            body.Write($"{LaneText.Lanes(loop.LaneType)} {local} = {expressions.Write(element.Key).Code};");
            expressions.Load(element.Key, local);
        }
    }

    private void WriteBlocks(CoordinateLoop loop, LaneScheme scheme, Block block, string counter, string end)
    {
        string type = LaneText.Lanes(loop.LaneType);
        int count = scheme.Count, sums = CountSums(loop);
        string[][] accumulators = [.. loop.Reductions.Select(reduction =>
            Enumerable.Range(0, sums).Select(_ => names.Create(names[reduction.Local] + "Lanes")).ToArray())];
        for (int k = 0; k < loop.Reductions.Count; k++)
        {
            string identity = GetIdentity(loop.Reductions[k].Kind, loop.LaneType);
            code.Write($"{type} {string.Join(", ", accumulators[k].Select(name => $"{name} = {identity}"))};");
        }

        // An index of the machine's width: neighbours are then at constant distances from one address.
        string first = names.Create("first");
        code.Write($"nint {first} = {counter};");
        if (sums > 1)
        {
            code.Write("// Four at a time: none waits for the addition to another.");
            // Two sums of four would not fit the registers of a machine that holds these lanes in two each, and moving lanes is slow there.
            bool isForWholeRegisters = loop.Reductions.Count > 1 || block.Neighbours is not null;
            if (isForWholeRegisters)
            {
                code.Write($"if ({LaneText.Vectors}.IsHardwareAccelerated)");
                code.Open();
            }

            if (block.Neighbours is null)
                WriteUnrolled(sums);
            else
                WriteSharingLoads(block.Neighbours);
            if (isForWholeRegisters)
            {
                code.Close();
                // Where an iteration computes what it stores too, its sums do not wait for each other, and registers are few there.
                if (loop.Uses.All(use => use.Kind == ArrayUseKind.Read))
                    WriteUnrolled(loop.Reductions.Count == 1 ? sums : 2);
            }
        }

        code.Write($"for (; {first} <= {end} - {count}; {first} += {count})");
        code.Write("    " + Call(0, 0));
        if (loop.MayRepeat)
            WriteLastBlock();
        code.Write($"{counter} = {(loop.MayRepeat ? end : "(int)" + first)};");
        WriteResults(loop, accumulators);

        string Call(int distance, int sum) =>
            WriteCall(block, loop, counter, first, distance, k => accumulators[k][sum], type + ".AllBitsSet");

        void WriteUnrolled(int blockCount)
        {
            code.Write($"for (; {first} <= {end} - {blockCount * count}; {first} += {blockCount * count})");
            code.Open();
            for (int s = 0; s < blockCount; s++)
                code.Write(Call(s * count, s));
            code.Close();
        }

        // Lanes behind the last block are loaded for its neighbours: one block more has to be there.
        void WriteSharingLoads(NeighbourLanes neighbours)
        {
            string[] lanes = [.. Enumerable.Range(0, sums + 1).Select(_ => names.Create(neighbours.First))];
            code.Write($"{type} {lanes[0]} = {neighbours.WriteLoad(first, 0)};");
            code.Write($"for (; {first} <= {end} - {(sums + 1) * count}; {first} += {sums * count})");
            code.Open();
            for (int s = 1; s <= sums; s++)
                code.Write($"{type} {lanes[s]} = {neighbours.WriteLoad(first, s * count)};");
            for (int s = 0; s < sums; s++)
            {
                int sum = s;
                string next = $"{LaneText.Functions}.Next({lanes[s]}, {lanes[s + 1]})";
                code.Write(WriteCall(
                    block, loop, counter, first, s * count, k => accumulators[k][sum], type + ".AllBitsSet", (lanes[s], next)));
            }

            code.Write($"{lanes[0]} = {lanes[sums]};");
            code.Close();
        }

        void WriteLastBlock()
        {
            string[] rest = [.. loop.Reductions.Select(reduction => names.Create(names[reduction.Local] + "Rest"))];
            bool counts = block.Captures.Takes(StatementWriter.Kept)
                || loop.Reductions.Any(reduction => reduction.Kind is ReductionKind.Sum or ReductionKind.Product);
            string kept = StatementWriter.Kept, lane = LaneText.Scalar(loop.LaneType);
            code.Write($"if ({first} < {end})");
            code.Open();
            string remark = counts ? ": its lanes that have been counted are left out." : ".";
            code.Write("// The last block overlaps the one before it" + remark);
            if (counts)
                code.Write($"{type} {kept} = {LaneText.Functions}.LanesFrom<{lane}>({count} - ({end} - (int){first}));");
            for (int k = 0; k < rest.Length; k++)
                code.Write($"{type} {rest[k]} = {GetIdentity(loop.Reductions[k].Kind, loop.LaneType)};");
            code.Write(WriteCall(block, loop, counter, end, -count, k => rest[k], kept));
            for (int k = 0; k < rest.Length; k++)
                code.Write(Combine(loop.Reductions[k].Kind, accumulators[k][0], rest[k], kept, type));
            code.Close();
        }
    }

    private string WriteCall(
        Block block, CoordinateLoop loop, string counter, string start, int distance, Func<int, string> accumulator, string kept,
        (string First, string Second)? neighbours = null)
    {
        Dictionary<string, string> arguments = new() { [counter] = Move(start, distance), [StatementWriter.Kept] = kept };
        if (block.Neighbours is { } lanes)
        {
            arguments[lanes.First] = neighbours?.First ?? lanes.WriteLoad(start, distance);
            arguments[lanes.Second] = neighbours?.Second ?? lanes.WriteLoad(start, distance + 1);
        }

        for (int k = 0; k < loop.Reductions.Count; k++)
            arguments[names[loop.Reductions[k].Local]] = "ref " + accumulator(k);
        return $"{block.Method}({string.Join(", ", block.Captures.GetArguments(arguments))});";
    }

    /// <summary>Lane by lane first, a sum with a multiple of another: what is summed over lanes is then one vector.</summary>
    private void WriteResults(CoordinateLoop loop, string[][] accumulators)
    {
        List<Reduction> reductions = [.. loop.Reductions];
        string[] lanes = [.. reductions.Select((reduction, k) =>
            accumulators[k].Length == 1 ? accumulators[k][0] : JoinPairs(reduction.Kind, accumulators[k]))];
        bool[] isPart = new bool[reductions.Count];
        for (int k = 0; k < reductions.Count; k++)
        {
            if (loops.FindFactored(reductions[k].Local) is not { } factored
                || reductions.FindIndex(reduction => reduction.Local.Id == factored.Sum.Id) is not (>= 0 and int whole))
            {
                continue;
            }

            string factor = ScalarLiteral.Write(factored.Factor.Value, factored.Factor.Type);
            lanes[whole] = $"{LaneText.Vectors}.MultiplyAddEstimate({lanes[k]}, {LaneText.Vectors}.Create({factor}), {lanes[whole]})";
            isPart[k] = true;
        }

        for (int k = 0; k < reductions.Count; k++)
        {
            if (!isPart[k])
                WriteResult(reductions[k], loop.LaneType, lanes[k]);
        }
    }

    private void WriteResult(Reduction reduction, ScalarType laneType, string lanes)
    {
        string local = names[reduction.Local];
        string operation = reduction.Kind switch
        {
            ReductionKind.Sum => "Sum",
            ReductionKind.Product => "Product",
            ReductionKind.Maximum => "Max",
            _ => "Min",
        };
        string result = $"{LaneText.Functions}.{operation}({lanes})";
        string cast = reduction.Local.Type == ScalarType.Single && laneType == ScalarType.Double ? "(float)" : "";
        code.Write(reduction.Kind switch
        {
            ReductionKind.Sum => $"{local} += {cast}{result};",
            ReductionKind.Product => $"{local} *= {cast}{result};",
            _ => $"{local} = global::System.Math.{operation}({local}, {cast}{result});",
        });
    }

    private static string JoinPairs(ReductionKind kind, string[] names)
    {
        string first = Join(names[0], names[1]), second = Join(names[2], names[3]);
        return kind is ReductionKind.Maximum or ReductionKind.Minimum ? Join(first, second) : Join($"({first})", $"({second})");

        string Join(string left, string right) => kind switch
        {
            ReductionKind.Sum => $"{left} + {right}",
            ReductionKind.Product => $"{left} * {right}",
            ReductionKind.Maximum => $"{LaneText.Vectors}.Max({left}, {right})",
            _ => $"{LaneText.Vectors}.Min({left}, {right})",
        };
    }

    private static string Combine(ReductionKind kind, string accumulator, string rest, string kept, string type) => kind switch
    {
        ReductionKind.Sum => $"{accumulator} += {rest} & {kept};",
        ReductionKind.Product => $"{accumulator} *= {LaneText.Vectors}.ConditionalSelect({kept}, {rest}, {type}.One);",
        // What is counted twice does not change an extreme.
        ReductionKind.Maximum => $"{accumulator} = {LaneText.Vectors}.Max({accumulator}, {rest});",
        _ => $"{accumulator} = {LaneText.Vectors}.Min({accumulator}, {rest});",
    };

    private static string GetIdentity(ReductionKind kind, ScalarType type) => kind switch
    {
        ReductionKind.Sum => LaneText.Lanes(type) + ".Zero",
        ReductionKind.Product => LaneText.Lanes(type) + ".One",
        ReductionKind.Maximum => $"{LaneText.Vectors}.Create({LaneText.Scalar(type)}.NegativeInfinity)",
        _ => $"{LaneText.Vectors}.Create({LaneText.Scalar(type)}.PositiveInfinity)",
    };

    /// <summary>An index at a constant distance from a variable.</summary>
    private static string Move(string variable, int distance) => distance switch
    {
        0 => variable,
        > 0 => $"{variable} + {distance}",
        _ => $"{variable} - {-distance}",
    };

    /// <summary>A method that runs a block of iterations, and what it takes.</summary>
    private sealed record Block(string Method, Captures Captures, NeighbourLanes? Neighbours);

    /// <summary>The parameters that take coordinates side by side, and how far the first is from the counter.</summary>
    private sealed record NeighbourLanes(string First, string Second, int Offset)
    {
        public string WriteLoad(string start, int distance) =>
            $"{LaneText.Functions}.Load(ref {ArrayUse.Input}Start, {Move(start, distance + Offset)})";
    }
}
