namespace L2E.Kernels.Native;

/// <summary>The use of a session by one call.</summary>
/// <param name="slot">Where it is; null when it cannot be used.</param>
/// <param name="session">The session; null when it cannot be used.</param>
/// <param name="refusal">Why it cannot.</param>
internal readonly ref struct SessionUse(SessionTable.Slot? slot, Session? session, Status refusal)
{
    /// <summary>The session; null when it cannot be used.</summary>
    public Session? Session => session;

    /// <summary>Why it cannot.</summary>
    public Status Refusal => refusal;

    /// <summary>Ends the session with its use, instead of <see cref="Dispose"/>.</summary>
    public void Destroy()
    {
        session?.Dispose();
        slot?.Remove();
    }

    /// <summary>Ends the use, of a session that lives on.</summary>
    public void Dispose() => slot?.Release();
}
