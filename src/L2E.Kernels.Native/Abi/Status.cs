namespace L2E.Kernels.Native;

/// <summary>What every function of the library returns: <c>l2e_status</c> of l2e.h, which says what each means.</summary>
internal enum Status
{
    Ok,
    InvalidArgument,
    InvalidHandle,
    Busy,
    InvalidState,
    BufferTooSmall,
    Stopped,
    BadData,
    OutOfMemory,
    AbiMismatch,
    InternalError,
}
