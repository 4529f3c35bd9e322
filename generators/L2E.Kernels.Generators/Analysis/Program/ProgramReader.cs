using L2E.Kernels.Generators.Diagnostics;
using L2E.Kernels.Generators.Models;
using Microsoft.CodeAnalysis;

namespace L2E.Kernels.Generators.Analysis;

/// <summary>
/// Reads an objective's <c>Evaluate</c> into an <see cref="ObjectiveProgram"/>. What the readers of statements and expressions share is
/// here; each of them reports what it cannot read and goes on, so that one look finds everything.
/// </summary>
internal sealed class ProgramReader
{
    // Expanded helper methods multiply, and everything that is derived walks the program recursively.
    private const int MaxSize = 20_000, MaxDepth = 200;

    private readonly FindingSink findings;
    private readonly CancellationToken cancellationToken;
    private readonly HashSet<(string, Location)> reported = [];
    private readonly List<DataSource> data = [];
    private readonly IMethodSymbol evaluate;
    private List<Statement> block = [];
    private int nextId, size, depth;
    private bool hasFailed, isTooLarge;

    private ProgramReader(
        INamedTypeSymbol type, IMethodSymbol evaluate, bool isPlaced, Compilation compilation, FindingSink findings,
        CancellationToken cancellationToken)
    {
        Type = type;
        IsPlaced = isPlaced;
        Compilation = compilation;
        this.evaluate = evaluate;
        this.findings = findings;
        this.cancellationToken = cancellationToken;
        evaluate.Parameters[0].Type.IsVector(out ScalarType element);
        ElementType = element;
        Frame = new Frame(evaluate, GetReceiver(evaluate), caller: null);
        Integers = new IntegerReader(this);
        Data = new DataReader(this);
        Spans = new SpanReader(this);
        SpanCalls = new SpanCallReader(this);
        Conditions = new ConditionReader(this);
        Calls = new CallReader(this);
        Reals = new RealReader(this);
        Assignments = new AssignmentReader(this);
        Loops = new LoopReader(this);
        Statements = new StatementReader(this);
    }

    public INamedTypeSymbol Type { get; }

    /// <summary>Whether derived code lies in a struct inside of the type, which has the objective in a field.</summary>
    public bool IsPlaced { get; }

    public Compilation Compilation { get; }

    public ScalarType ElementType { get; }

    /// <summary>The method that is being read.</summary>
    public Frame Frame { get; set; }

    public IntegerReader Integers { get; }

    public DataReader Data { get; }

    public SpanReader Spans { get; }

    public SpanCallReader SpanCalls { get; }

    public ConditionReader Conditions { get; }

    public CallReader Calls { get; }

    public RealReader Reals { get; }

    public AssignmentReader Assignments { get; }

    public LoopReader Loops { get; }

    public StatementReader Statements { get; }

    /// <summary>How often scratch has been written so far: what was read of it before may no longer hold.</summary>
    public int ScratchWrites { get; private set; }

    /// <summary>The number of statements in the block that is being written.</summary>
    public int BlockLength => block.Count;

    /// <summary>Reads a row evaluation.</summary>
    /// <returns>The program, or null when there is something that it cannot hold; that is reported then.</returns>
    public static ObjectiveProgram? Read(
        INamedTypeSymbol type, IMethodSymbol evaluate, bool isPlaced, Compilation compilation, FindingSink findings,
        CancellationToken cancellationToken) =>
        new ProgramReader(type, evaluate, isPlaced, compilation, findings, cancellationToken).Read();

    /// <summary>How C# text refers to the object that a method of the objective's type is called on.</summary>
    public string? GetReceiver(IMethodSymbol method) =>
        method.IsStatic ? null : IsPlaced ? ObjectiveModel.PlacedReceiver : "this";

    /// <summary>Adds a statement to the block that is being written.</summary>
    public void Emit(Statement statement)
    {
        if (statement is ScratchAssignment)
            ScratchWrites++;
        block.Add(statement);
    }

    /// <summary>Adds a statement before others of the block.</summary>
    public void Insert(int index, Statement statement) => block.Insert(index, statement);

    /// <summary>What <paramref name="read"/> writes, as a block of its own.</summary>
    public EquatableArray<Statement> Collect(Action read)
    {
        List<Statement> outer = block;
        block = [];
        read();
        EquatableArray<Statement> inner = new([.. block]);
        block = outer;
        return inner;
    }

    public RealLocal CreateLocal(string name, ScalarType type) => new(nextId++, name, type);

    public LoopCounter CreateCounter(string name) => new(nextId++, name);

    /// <summary>A local with a value, declared here.</summary>
    public LocalValue Declare(string name, RealExpression value)
    {
        RealLocal local = CreateLocal(name, value.Type);
        Emit(new Declaration(local, value));
        return new LocalValue(local);
    }

    /// <summary>The one source for a path.</summary>
    public DataSource GetData(DataKind kind, string path, ScalarType type)
    {
        DataSource source = new(kind, path, type);
        if (!data.Contains(source))
            data.Add(source);
        return source;
    }

    /// <summary>Reads something that lies in something else; reports a place where the program grows beyond all bounds.</summary>
    public T? Nest<T>(IOperation operation, Func<T?> read)
        where T : class
    {
        cancellationToken.ThrowIfCancellationRequested();
        size++;
        if (size > MaxSize)
        {
            return FailSize<T>(
                operation, $"with its helper methods expanded it has more than {MaxSize} expressions", "write a loop instead of calls");
        }

        if (depth >= MaxDepth)
            return FailSize<T>(operation, "this is nested too deeply", "give parts of it to locals");
        depth++;
        T? result = read();
        depth--;
        return result;
    }

    /// <inheritdoc cref="Nest{T}(IOperation, Func{T})"/>
    public void Nest(IOperation operation, Action read) =>
        Nest<object>(operation, () =>
        {
            read();
            return null;
        });

    /// <summary>What the compiler makes of a declaration; it may lie in any file.</summary>
    public IOperation? GetOperation(SyntaxNode declaration) =>
        Compilation.GetSemanticModel(declaration.SyntaxTree).GetOperation(declaration, cancellationToken);

    /// <summary>Reports what cannot be read.</summary>
    /// <returns>Null.</returns>
    public T? Fail<T>(DiagnosticDescriptor descriptor, IOperation operation, string found, string advice)
        where T : class
    {
        Fail(descriptor, operation, found, advice);
        return null;
    }

    /// <summary>Reports what cannot be read.</summary>
    /// <param name="descriptor">The kind of trouble.</param>
    /// <param name="operation">Where.</param>
    /// <param name="found">What is there and why it cannot be.</param>
    /// <param name="advice">What to write instead.</param>
    public void Fail(DiagnosticDescriptor descriptor, IOperation operation, string found, string advice)
    {
        hasFailed = true;
        Inform(descriptor, operation, found, advice);
    }

    /// <summary>Reports something that can be read, and had better be written otherwise.</summary>
    public void Inform(DiagnosticDescriptor descriptor, IOperation operation, string found, string advice)
    {
        // A helper method is read at each call of it.
        Location location = operation.Syntax.GetLocation();
        if (reported.Add((descriptor.Id, location)))
            findings.Add(descriptor, location, Type.ToText(), found, advice);
    }

    /// <summary>What a local or parameter stands for.</summary>
    /// <returns>Null where its declaration could not be read, which was reported there, or where it belongs to another method.</returns>
    public T? Find<T>(IOperation reference, ISymbol symbol)
        where T : class
    {
        if (Frame.Find(symbol) is T meaning)
            return meaning;
        return SymbolEqualityComparer.Default.Equals(symbol.ContainingSymbol, Frame.Method)
            ? LeaveToCompiler<T>()
            : Fail<T>(
                ProgramDiagnostics.Call, reference, $"the function captures '{symbol.Name}' of the method around it",
                "make it 'static', and pass the value");
    }

    /// <summary>Gives up without a word: the compiler has an error there, or it was said before.</summary>
    public T? LeaveToCompiler<T>()
        where T : class
    {
        hasFailed = true;
        return null;
    }

    /// <summary>Reports that the program is too large, once: everything after it would say the same.</summary>
    private T? FailSize<T>(IOperation operation, string found, string advice)
        where T : class
    {
        if (isTooLarge)
            return null;
        isTooLarge = true;
        return Fail<T>(ProgramDiagnostics.Size, operation, found, advice);
    }

    private ObjectiveProgram? Read()
    {
        Frame.Define(evaluate.Parameters[0], new SpanView(SpanMemory.Row, ElementType, IntegerMath.Zero, new DimensionValue()));
        if (evaluate.Parameters.Length > 1)
            Frame.Define(evaluate.Parameters[1], new SpanView(SpanMemory.Scratch, ElementType, IntegerMath.Zero, Length: null));
        Calls.ReadBody();
        return !hasFailed && Frame.Result is RealExpression result
            ? new ObjectiveProgram(ElementType, new([.. block]), result, new([.. data]))
            : null;
    }
}
