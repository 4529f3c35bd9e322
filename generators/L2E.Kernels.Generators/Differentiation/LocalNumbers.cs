using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Differentiation;

/// <summary>Makes locals with numbers that the program does not use.</summary>
internal sealed class LocalNumbers
{
    private int next;

    public LocalNumbers(ObjectiveProgram program)
        : this(program.Body)
    {
    }

    public LocalNumbers(IEnumerable<Statement> statements)
    {
        foreach (Statement statement in statements.GetAll())
        {
            next = statement switch
            {
                Declaration declaration => Math.Max(next, declaration.Local.Id + 1),
                SineCosine pair => Math.Max(next, Math.Max(pair.Sine.Id, pair.Cosine.Id) + 1),
                Loop loop => Math.Max(next, loop.Counter.Id + 1),
                _ => next,
            };
        }
    }

    public RealLocal Create(string name, ScalarType type) => new(next++, name, type);
}
