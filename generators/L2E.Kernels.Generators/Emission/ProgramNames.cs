using L2E.Kernels.Generators.Analysis;
using L2E.Kernels.Generators.Differentiation;
using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission;

/// <summary>
/// Names for the locals, counters and arrays of a program: those of the source, with a number where two would meet. Blocks that lie side
/// by side may use a name for different things, as the source does.
/// </summary>
internal sealed class ProgramNames
{
    private readonly Dictionary<object, string> names = [];
    private readonly Dictionary<string, List<Extent>> uses = [];
    private readonly Dictionary<object, (string Name, List<Extent> Extents)> declarations = [];
    private readonly List<object> order = [];
    private readonly Func<string, string> spell;
    private int position;

    /// <summary>Names everything in a gradient program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="reserved">Names that mean something else in the text.</param>
    public ProgramNames(GradientProgram program, IEnumerable<string> reserved)
        : this(program, reserved, static name => name)
    {
    }

    /// <summary>Names everything in a program whose text is none of C#.</summary>
    /// <param name="program">The program.</param>
    /// <param name="reserved">Names that mean something else in the text.</param>
    /// <param name="spell">How the text spells a name of C#.</param>
    public ProgramNames(ObjectiveProgram program, IEnumerable<string> reserved, Func<string, string> spell)
        : this(new GradientProgram(program.ElementType, program.Body, program.Result, new([]), program.Data, new([])), reserved, spell)
    {
    }

    private ProgramNames(GradientProgram program, IEnumerable<string> reserved, Func<string, string> spell)
    {
        this.spell = spell;
        foreach (WorkArray array in program.Arrays)
            Declare(array, array.Name, Extent.Everywhere);
        Visit([.. program.Forward, .. program.Reverse]);

        foreach (string name in reserved)
            uses[name] = [Extent.Everywhere];
        foreach (object item in order)
            names.Add(item, Symbols.Escape(Choose(declarations[item].Name, declarations[item].Extents)));
    }

    public string this[RealLocal local] => names[local];

    public string this[LoopCounter counter] => names[counter];

    public string this[WorkArray array] => names[array];

    private string Choose(string name, List<Extent> extents)
    {
        for (int number = 1; ; number++)
        {
            string candidate = number == 1 ? name : name + number;
            if (!uses.TryGetValue(candidate, out List<Extent>? taken))
                uses[candidate] = taken = [];
            if (taken.Exists(other => extents.Exists(other.Meets)))
                continue;
            taken.AddRange(extents);
            return candidate;
        }
    }

    /// <summary>Visits a block: what it declares holds from its first statement to its last, as C# has it.</summary>
    private void Visit(IReadOnlyList<Statement> block)
    {
        Extent extent = new(position++);
        foreach (Statement statement in block)
        {
            if (statement is Declaration declaration)
                Declare(declaration.Local, declaration.Local.Name, extent);
            if (statement is SineCosine pair)
            {
                Declare(pair.Sine, pair.Sine.Name, extent);
                Declare(pair.Cosine, pair.Cosine.Name, extent);
            }
        }

        foreach (Statement statement in block)
        {
            Extent inner = new(position++);
            if (statement is Loop loop)
                Declare(loop.Counter, loop.Counter.Name, inner);
            foreach (EquatableArray<Statement> body in statement.GetBlocks())
                Visit([.. body]);
            inner.End = position++;
        }

        extent.End = position++;
    }

    private void Declare(object item, string name, Extent extent)
    {
        if (!declarations.TryGetValue(item, out (string Name, List<Extent> Extents) declaration))
        {
            declarations.Add(item, declaration = (spell(name), []));
            order.Add(item);
        }

        declaration.Extents.Add(extent);
    }

    /// <summary>The part of the text in which a name holds, by the numbers of its ends.</summary>
    private sealed class Extent(int start)
    {
        public static readonly Extent Everywhere = new(int.MinValue) { End = int.MaxValue };

        public int End { get; set; }

        public bool Meets(Extent other) => start < other.End && other.Start < End;

        private int Start => start;
    }
}
