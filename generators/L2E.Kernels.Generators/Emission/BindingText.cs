using L2E.Kernels.Generators.Models;

namespace L2E.Kernels.Generators.Emission;

/// <summary>
/// The text of one objective's binding, which is being written: the pipeline runs on one thread, and many objectives take as many threads
/// as there are until it comes to ask for the first. It is equal to another of the same model.
/// </summary>
internal sealed class BindingText : IEquatable<BindingText>
{
    private readonly ObjectiveModel model;
    private readonly bool hasIlgpu;
    private readonly Task<string> text;

    public BindingText(ObjectiveModel model, bool hasIlgpu)
    {
        (this.model, this.hasIlgpu) = (model, hasIlgpu);
        text = Task.Run(() => BindingWriter.Write(model, hasIlgpu));
    }

    /// <summary>Name of the file that it belongs into.</summary>
    public string HintName => model.Type.HintName;

    /// <summary>Waits for it; where no thread has begun with it yet, this one writes it.</summary>
    public string Get() => text.GetAwaiter().GetResult();

    public bool Equals(BindingText? other) => other is not null && hasIlgpu == other.hasIlgpu && model.Equals(other.model);

    public override bool Equals(object? obj) => Equals(obj as BindingText);

    public override int GetHashCode() => model.GetHashCode();
}
