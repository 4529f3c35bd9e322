namespace L2E.Kernels.Native;

/// <summary>
/// The sessions by handle. A handle is a number, never an address: a mark that no pointer has in its upper bits, the slot, and the
/// generation of the slot, which is another one after each use. So whatever is passed for a handle is looked up and never followed.
/// </summary>
internal static class SessionTable
{
    private const int MostSessions = 1 << 16;
    private const ulong Mark = 0x4C32;

    // The state of a slot: its generation, and in the two lower bits what it is doing.
    private const ulong Free = 0, Idle = 1, Busy = 2, PhaseMask = 3;

    private static readonly Lock growth = new();
    private static readonly Stack<int> freeSlots = new();
    private static Slot[] slots = [];

    /// <summary>Gives a session its handle, or none when there are as many as there can be.</summary>
    public static nint Add(Session session)
    {
        lock (growth)
        {
            if (freeSlots.Count == 0 && !Grow())
                return 0;
            int index = freeSlots.Pop();
            Slot slot = slots[index];
            slot.Session = session;
            ulong generation = slot.State >> 2;
            Volatile.Write(ref slot.State, generation << 2 | Idle);
            return (nint)(Mark << 48 | (ulong)index << 32 | generation);
        }
    }

    /// <summary>Takes the session of a handle for one call.</summary>
    /// <returns>What the call works on, to be disposed of, and which is empty when there is no such session or it is in use.</returns>
    public static SessionUse Use(nint handle)
    {
        if (Find(handle) is not { } slot)
            return Refuse(Status.InvalidHandle, "solver: expected a handle from l2e_create, got something else");
        ulong generation = (uint)handle;
        ulong seen = Interlocked.CompareExchange(ref slot.State, generation << 2 | Busy, generation << 2 | Idle);
        if (seen == (generation << 2 | Idle))
            return new SessionUse(slot, slot.Session, Status.Ok);
        return seen == (generation << 2 | Busy)
            ? Refuse(Status.Busy, "solver: expected one that no other call is using, got one in use")
            : Refuse(Status.InvalidHandle, "solver: expected one that was not destroyed, got one that was");
    }

    private static SessionUse Refuse(Status status, string message) => new(null, null, LastError.Set(status, message));

    private static Slot? Find(nint handle)
    {
        Slot[] known = Volatile.Read(ref slots);
        ulong index = ((ulong)handle >> 32) & 0xFFFF;
        return (ulong)handle >> 48 == Mark && index < (ulong)known.Length ? known[index] : null;
    }

    private static bool Grow()
    {
        if (slots.Length == MostSessions)
            return false;
        Slot[] larger = new Slot[Math.Max(16, 2 * slots.Length)];
        slots.CopyTo(larger, 0);
        for (int index = larger.Length - 1; index >= slots.Length; index--)
        {
            larger[index] = new Slot(index);
            freeSlots.Push(index);
        }

        Volatile.Write(ref slots, larger);
        return true;
    }

    /// <summary>A place for a session.</summary>
    internal sealed class Slot(int index)
    {
        public ulong State;

        public Session? Session { get; set; }

        /// <summary>Ends a use.</summary>
        public void Release() => Volatile.Write(ref State, State & ~PhaseMask | Idle);

        /// <summary>Ends the session, which is in use by the caller: its handle is good no more.</summary>
        public void Remove()
        {
            Session = null;
            lock (growth)
            {
                // Generations are 32 bits, as in the handle.
                ulong next = (uint)(State >> 2) + 1UL & uint.MaxValue;
                Volatile.Write(ref State, next << 2 | Free);
                freeSlots.Push(index);
            }
        }
    }
}
