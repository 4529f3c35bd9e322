using L2E.Kernels.Generators.Emission.Lanes;
using L2E.Kernels.Generators.Incremental;
using L2E.Kernels.Generators.Lanes;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission.Incremental;

/// <summary>Writes the members of a binding that evaluate changes of one coordinate.</summary>
internal sealed class IncrementalWriter
{
    private const string Sum = "global::L2E.Kernels.CompensatedSum", Product = "global::L2E.Kernels.ScaledProduct";
    private const string Point = "global::System.ReadOnlySpan<double> x, int coordinate, double value";

    private readonly CodeWriter writer;
    private readonly ObjectiveModel model;
    private readonly IncrementalProgram program;
    private readonly SharedNames names = new("coordinate", "value", "state", "before", "after", "index");

    private static readonly Dictionary<string, string> noOthers = [];

    // One for each sum and product of each loop: a variable of its own, and its place in the state.
    private readonly List<Total> totals = [];
    private readonly List<(Captures Captures, string Body)> terms = [];

    public IncrementalWriter(CodeWriter writer, ObjectiveModel model, IncrementalProgram program)
    {
        (this.writer, this.model, this.program) = (writer, model, program);
        int place = 0;
        for (int loop = 0; loop < program.Loops.Count; loop++)
        {
            foreach (Reduction reduction in program.Loops[loop].Reductions)
            {
                bool isSum = reduction.Kind == ReductionKind.Sum;
                totals.Add(new Total(loop, reduction, names.Create(names[reduction.Local] + "Total"), isSum ? Sum : Product, place));
                place += isSum ? 2 : 4;
            }
        }

        StateLength = place;
        foreach (IncrementalLoop loop in program.Loops)
        {
            CodeWriter body = new();
            terms.Add((WriteTerms(loop, body), body.GetLines()));
        }
    }

    private int StateLength { get; }

    private string Static => model.IsStaticClass ? "static " : "";

    public void Write()
    {
        WriteMembers();
        WriteTotal();
        WriteChange();
        WriteCombination();
        for (int loop = 0; loop < program.Loops.Count; loop++)
        {
            BindingWriter.WriteMethod(writer, model, GetTermMethod(loop));
            if (program.Loops[loop].Factor != 0)
                BindingWriter.WriteMethod(writer, model, GetChangeMethod(loop));
        }

        BindingWriter.WriteMethod(writer, model, $"""
            /// <summary>A coordinate of the point that differs from x in one of them.</summary>
            {LaneText.Inlined}
            private static double GetCoordinate(global::System.ReadOnlySpan<double> x, int index, int coordinate, double value) =>
                index == coordinate ? value : x[index];
            """);
    }

    private void WriteMembers()
    {
        string areFinite = string.Join(" && ", totals.Select(total => total.Name + ".IsFinite"));
        BindingWriter.WriteMember(writer, model, "public bool HasIncrementalEvaluation => true;");
        BindingWriter.WriteMember(writer, model, $"public int GetIncrementalStateLength(int dimension) => {StateLength};");
        BindingWriter.WriteMember(
            writer, model,
            "public double BeginIncremental(global::System.ReadOnlySpan<double> x, global::System.Span<double> state)");
        writer.Open();
        writer.Write("""
            global::L2E.Kernels.ObjectiveGuard.CheckIncremental(in this, x, state);
            return EvaluateTotals(x, coordinate: -1, value: 0.0, state);
            """);
        writer.Close();

        BindingWriter.WriteMember(writer, model, """
            public double EvaluateChange(
                global::System.ReadOnlySpan<double> x, global::System.ReadOnlySpan<double> state, int coordinate, double value)
            """);
        writer.Open();
        writer.Write("global::L2E.Kernels.ObjectiveGuard.CheckIncremental(in this, x, state, coordinate);");
        WriteRead();
        writer.Write($$"""
            if (!({{areFinite}}))
            {
                // From NaN or infinity no term can be taken away: all of them are computed.
                global::System.Span<double> all = stackalloc double[{{StateLength}}];
                return EvaluateTotals(x, coordinate, value, all);
            }

            ChangeTotals(x, coordinate, value{{PassByReference}});
            return CombineTotals(x, coordinate, value{{Pass}});
            """);
        writer.Close();

        BindingWriter.WriteMember(writer, model, """
            public double ApplyChange(global::System.Span<double> x, global::System.Span<double> state, int coordinate, double value)
            """);
        writer.Open();
        writer.Write("global::L2E.Kernels.ObjectiveGuard.CheckIncremental(in this, x, state, coordinate);");
        WriteRead();
        writer.Write($$"""
            if (!({{areFinite}}))
            {
                x[coordinate] = value;
                return EvaluateTotals(x, coordinate: -1, value: 0.0, state);
            }

            ChangeTotals(x, coordinate, value{{PassByReference}});
            x[coordinate] = value;
            """);
        WriteStore();
        writer.Write($"return CombineTotals(x, coordinate, value{Pass});");
        writer.Close();
    }

    private string Pass => string.Concat(totals.Select(total => $", {total.Name}"));

    private string PassByReference => string.Concat(totals.Select(total => $", ref {total.Name}"));

    private void WriteRead()
    {
        foreach (Total total in totals)
            writer.Write($"{total.Type} {total.Name} = {total.Type}.Read(state, {total.Place});");
    }

    private void WriteStore()
    {
        foreach (Total total in totals)
            writer.Write($"{total.Name}.Write(state, {total.Place});");
    }

    /// <summary>The locals that every method with terms begins with.</summary>
    private void WriteConstants(CodeWriter code)
    {
        DataText.Write(code, names, program.Program.Data);
        new StatementWriter(code, names, scheme: null).Write(program.Constants);
    }

    private void WriteTotal()
    {
        CodeWriter code = new();
        code.Write($"""
            /// <summary>Every term of the point that differs from x in one coordinate, or of x where that is -1.</summary>
            private {Static}double EvaluateTotals({Point}, global::System.Span<double> state)
            """);
        code.Open();
        WriteConstants(code);
        StatementWriter statements = new(code, names, scheme: null);
        for (int loop = 0; loop < program.Loops.Count; loop++)
        {
            List<Total> own = [.. totals.Where(total => total.Loop == loop)];
            foreach (Total total in own)
                code.Write($"{total.Type} {total.Name} = {(total.Type == Sum ? "default" : Product + ".One")};");
            code.Write(statements.WriteHeader(program.Loops[loop].Loop));
            code.Open();
            foreach (Total total in own)
                code.Write($"{total.ScalarType} {GetTerm(total)} = {total.Identity};");
            code.Write(CallTerms(loop, "coordinate", "value", GetTerm));
            foreach (Total total in own)
                code.Write($"{total.Name} = {total.Name}.{(total.Type == Sum ? "Add" : "Multiply")}({GetTerm(total)});");
            code.Close();
        }

        foreach (Total total in totals)
            code.Write($"{total.Name}.Write(state, {total.Place});");
        code.Write($"return CombineTotals(x, coordinate, value{Pass});");
        code.Close();
        BindingWriter.WriteMethod(writer, model, code.GetLines());
    }

    private string GetTerm(Total total) => names[total.Reduction.Local];

    private void WriteChange()
    {
        CodeWriter code = new();
        string parameters = string.Concat(totals.Select(total => $", ref {total.Type} {total.Name}"));
        code.Write($"""
            /// <summary>Takes the terms that depend on a coordinate out of the totals, and puts in those with its other value.</summary>
            private {Static}void ChangeTotals({Point}{parameters})
            """);
        code.Open();
        WriteConstants(code);
        IntegerWriter integers = new(names, isInterleaved: false, captures: null);
        for (int loop = 0; loop < program.Loops.Count; loop++)
        {
            IncrementalLoop current = program.Loops[loop];
            foreach (IntegerExpression offset in current.Offsets)
            {
                int? constant = CounterIndex.GetConstant(offset);
                string distance = constant switch
                {
                    0 => "coordinate",
                    > 0 => $"coordinate - {constant}",
                    < 0 => $"coordinate + {-constant}",
                    null => $"coordinate - {integers.Write(offset).In(BindingLevel.Multiplicative)}",
                };
                string arguments = string.Concat(totals.Where(total => total.Loop == loop).Select(total => $", ref {total.Name}"));
                string others = string.Concat(CaptureChange(loop).GetArguments(noOthers).Select(argument => ", " + argument));
                string call = $"ChangeTerms{loop + 1}(x, {{0}}, coordinate, value{arguments}{others});";
                if (current.Factor == 1)
                    code.Write(string.Format(call, distance));
                else
                {
                    code.Write($"if (({distance}) % {current.Factor} == 0)");
                    code.Write("    " + string.Format(call, $"({distance}) / {current.Factor}"));
                }
            }
        }

        code.Close();
        BindingWriter.WriteMethod(writer, model, code.GetLines());
    }

    private void WriteCombination()
    {
        CodeWriter code = new();
        string parameters = string.Concat(totals.Select(total => $", {total.Type} {total.Name}"));
        code.Write($"""
            /// <summary>What is left of <c>Evaluate</c> when the loops are done.</summary>
            private {Static}double CombineTotals({Point}{parameters})
            """);
        code.Open();
        DataText.Write(code, names, program.Program.Data);
        StatementWriter statements = new(code, names, scheme: null, captures: null, WriteTotals, ReadInput);
        statements.Write(program.Program.Body);
        code.Write($"return {statements.Expressions.Write(program.Program.Result).Code};");
        code.Close();
        BindingWriter.WriteMethod(writer, model, code.GetLines());

        bool WriteTotals(Loop loop)
        {
            foreach (Total total in totals.Where(total => program.Loops[total.Loop].Loop.Counter.Id == loop.Counter.Id))
            {
                string cast = total.Reduction.Local.Type == ScalarType.Single ? "(float)" : "";
                code.Write($"{names[total.Reduction.Local]} {(total.Type == Sum ? "+=" : "*=")} {cast}{total.Name}.Value;");
            }

            return true;
        }
    }

    /// <summary>Writes the body of a loop, and tells what it takes besides the point, the counter and the totals.</summary>
    private Captures WriteTerms(IncrementalLoop loop, CodeWriter body)
    {
        Captures captures = new();
        captures.Declare(names[loop.Loop.Counter]);
        foreach (Reduction reduction in loop.Reductions)
            captures.Declare(names[reduction.Local]);
        new StatementWriter(body, names, scheme: null, captures, tryWriteLoop: null, ReadInput).Write(loop.Loop.Body);
        return captures;
    }

    /// <summary>What the method takes that changes the terms of an iteration: what the terms take, and the bounds of the loop.</summary>
    private Captures CaptureChange(int loop)
    {
        Captures captures = WriteTerms(program.Loops[loop], new CodeWriter());
        IntegerWriter integers = new(names, isInterleaved: false, captures);
        integers.Write(program.Loops[loop].Loop.Start);
        integers.Write(program.Loops[loop].Loop.End);
        return captures;
    }

    private string CallTerms(int loop, string coordinate, string value, Func<Total, string> term)
    {
        IEnumerable<string> arguments = totals.Where(total => total.Loop == loop).Select(total => "ref " + term(total))
            .Concat(terms[loop].Captures.GetArguments(noOthers));
        string counter = names[program.Loops[loop].Loop.Counter];
        return $"AddTerms{loop + 1}(x, {counter}, {coordinate}, {value}, {string.Join(", ", arguments)});";
    }

    /// <summary>The method that adds the terms of one iteration.</summary>
    private string GetTermMethod(int loop)
    {
        CodeWriter code = new();
        IEnumerable<string> parameters = totals.Where(total => total.Loop == loop)
            .Select(total => $"ref {total.ScalarType} {GetTerm(total)}")
            .Concat(terms[loop].Captures.Parameters);
        code.Write($"""
            /// <summary>The terms of one iteration of <c>{GetHeader(loop)}</c>.</summary>
            {LaneText.Inlined}
            private static void AddTerms{loop + 1}(
                global::System.ReadOnlySpan<double> x, int {names[program.Loops[loop].Loop.Counter]}, int coordinate, double value,
                {string.Join(", ", parameters)})
            """);
        code.Open();
        code.Write(terms[loop].Body);
        code.Close();
        return code.GetLines();
    }

    /// <summary>The method that changes the terms of one iteration, if it is one of the loop's.</summary>
    private string GetChangeMethod(int loop)
    {
        Loop source = program.Loops[loop].Loop;
        CodeWriter code = new();
        Captures captures = CaptureChange(loop);
        string counter = names[source.Counter];
        List<Total> own = [.. totals.Where(total => total.Loop == loop)];
        code.Write($"""
            /// <summary>Other terms for one iteration of <c>{GetHeader(loop)}</c>, if it is one.</summary>
            {LaneText.Inlined}
            private static void ChangeTerms{loop + 1}(
                global::System.ReadOnlySpan<double> x, int {counter}, int coordinate, double value,
                {string.Join(", ", own.Select(total => $"ref {total.Type} {total.Name}").Concat(captures.Parameters))})
            """);
        code.Open();
        IntegerWriter integers = new(names, isInterleaved: false, new Captures());
        string start = integers.Write(source.Start).In(BindingLevel.Additive), end = integers.Write(source.End).In(BindingLevel.Additive);
        string outside = source.Step > 0 ? $"{counter} < {start} || {counter} >= {end}" : $"{counter} > {start} || {counter} <= {end}";
        if (Math.Abs(source.Step) != 1)
            outside += $" || ({counter} - {integers.Write(source.Start).In(BindingLevel.Multiplicative)}) % {Math.Abs(source.Step)} != 0";
        code.Write($"if ({outside})");
        code.Write("    return;");
        foreach (Total total in own)
            code.Write($"{total.ScalarType} {GetTerm(total)}Before = {total.Identity}, {GetTerm(total)}After = {total.Identity};");
        code.Write(CallTerms(loop, "-1", "0.0", total => GetTerm(total) + "Before"));
        code.Write(CallTerms(loop, "coordinate", "value", total => GetTerm(total) + "After"));
        foreach (Total total in own)
            code.Write($"{total.Name} = {total.Name}.Replace({GetTerm(total)}Before, {GetTerm(total)}After);");
        code.Close();
        return code.GetLines();
    }

    private string GetHeader(int loop) =>
        new StatementWriter(new CodeWriter(), names, scheme: null).WriteHeader(program.Loops[loop].Loop)
            .Replace("<", "&lt;").Replace(">", "&gt;");

    private static string ReadInput(InputElement element, string index) =>
        $"{(element.Type == ScalarType.Single ? "(float)" : "")}GetCoordinate(x, {index}, coordinate, value)";

    private sealed record Total(int Loop, Reduction Reduction, string Name, string Type, int Place)
    {
        public string ScalarType => LaneText.Scalar(Reduction.Local.Type);

        public string Identity => ScalarLiteral.Write(Reduction.Kind == ReductionKind.Sum ? 0 : 1, Reduction.Local.Type);
    }
}
