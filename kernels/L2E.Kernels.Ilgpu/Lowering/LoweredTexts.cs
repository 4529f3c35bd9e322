namespace L2E.Kernels.Ilgpu.Lowering;

/// <summary>A kernel in the languages of two drivers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="OpenCl">OpenCL C behind a launch signature.</param>
/// <param name="Ptx">PTX behind the same signature.</param>
public sealed record LoweredTexts(string Name, string OpenCl, string Ptx)
{
    /// <summary>The names of the files, and what they hold.</summary>
    public IEnumerable<(string File, string Text)> Files => [(Name + ".cl", OpenCl), (Name + ".ptx", Ptx)];
}
