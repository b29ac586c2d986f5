namespace Cairn.Serving.Pipeline;

/// <summary>
/// The memory that one request holds: its body while that is read, the tensors it is parsed into, its outputs and its answer, each from the moment it is taken until it is given back. What is small is not
/// counted: its number is bounded.
/// </summary>
internal sealed class RequestMemory(Admission admission)
{
    /// <summary>Up to so many bytes a buffer is kept from request to request, and counts for none.</summary>
    public const int Small = 4 << 10;

    private long _held;

    /// <summary>Before they are taken.</summary>
    /// <exception cref="RequestFault">429: the requests at once hold as many as may be. 413: this one alone would.</exception>
    public void Hold(long bytes)
    {
        if (Interlocked.Read(ref _held) + bytes > admission.MostBytes) throw RequestFault.TooLarge($"The request, with what it is parsed into, takes more memory than all requests at once may ({admission.MostBytes} bytes); send fewer rows at once.");
        if (!admission.TryHold(bytes)) throw new RequestFault(429, ErrorKind.Overload, "The requests that are being read take all the memory that they may; try again in a second.");
        Interlocked.Add(ref _held, bytes);
    }

    /// <summary>What a run brings is counted and never refused: the work is done.</summary>
    public void Take(long bytes)
    {
        admission.Take(bytes);
        Interlocked.Add(ref _held, bytes);
    }

    public void Free(long bytes)
    {
        admission.Free(bytes);
        Interlocked.Add(ref _held, -bytes);
    }
}
