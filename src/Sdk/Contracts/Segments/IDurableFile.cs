namespace Cairn.Contracts.Segments;

/// <summary>A file that is only appended to. What was written is safe once <see cref="Sync"/> has returned, and not before.</summary>
public interface IDurableFile : IDisposable
{
    void Append(ReadOnlySpan<byte> data);

    void Sync();

    void Truncate(long length);
}
