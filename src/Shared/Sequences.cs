namespace L2E.Kernels;

/// <summary>
/// Takes the place of <see cref="Enumerable"/>'s method of that name in the programs that are published as native code, being found in a
/// nearer namespace.
/// </summary>
/// <remarks>
/// There the method is virtual and generic, so that a compiler ahead of time has to make it for every pair of element types of the
/// program that could meet, in nine kinds of iterators: a third of the binary.
/// </remarks>
internal static class Sequences
{
    public static IEnumerable<TResult> Select<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, TResult> selector)
    {
        foreach (TSource element in source)
            yield return selector(element);
    }

    public static IEnumerable<TResult> Select<TSource, TResult>(this IEnumerable<TSource> source, Func<TSource, int, TResult> selector)
    {
        int index = 0;
        foreach (TSource element in source)
            yield return selector(element, index++);
    }
}
