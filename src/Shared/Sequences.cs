namespace L2E.Kernels;

/// <summary>
/// Takes the place of <see cref="Enumerable"/>'s methods of those names in the programs that are published as native code, being found
/// in a nearer namespace.
/// </summary>
/// <remarks>
/// There what a method returns has a virtual generic method to select with, so that a compiler ahead of time has to make it for every
/// pair of element types of the program that could meet, in nine kinds of iterators: a third of the binary.
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

    public static IEnumerable<TResult> SelectMany<TSource, TResult>(
        this IEnumerable<TSource> source, Func<TSource, IEnumerable<TResult>> selector)
    {
        foreach (TSource element in source)
        {
            foreach (TResult result in selector(element))
                yield return result;
        }
    }

    public static IEnumerable<TResult> SelectMany<TSource, TInner, TResult>(
        this IEnumerable<TSource> source, Func<TSource, IEnumerable<TInner>> inner, Func<TSource, TInner, TResult> selector)
    {
        foreach (TSource element in source)
        {
            foreach (TInner other in inner(element))
                yield return selector(element, other);
        }
    }

    public static IEnumerable<TSource> Where<TSource>(this IEnumerable<TSource> source, Func<TSource, bool> predicate)
    {
        foreach (TSource element in source)
        {
            if (predicate(element))
                yield return element;
        }
    }

    public static IEnumerable<TSource> Concat<TSource>(this IEnumerable<TSource> first, IEnumerable<TSource> second)
    {
        foreach (TSource element in first)
            yield return element;
        foreach (TSource element in second)
            yield return element;
    }
}
