namespace Cairn.Registry.Imports;

/// <summary>A thing there, read when it is wanted: what is damaged is found then, and holds nothing else up.</summary>
/// <param name="Id">What the report calls it.</param>
/// <param name="Read">Throws <see cref="InvalidDataException"/> when it is damaged, <see cref="SourceRefusal"/> when the source does not tell it.</param>
internal sealed record SourceItem<T>(string Id, Func<CancellationToken, Task<T>> Read)
{
    /// <summary>One that came with the list.</summary>
    public SourceItem(string id, T thing) : this(id, _ => Task.FromResult(thing))
    {
    }

    /// <summary>One that lies in files.</summary>
    public SourceItem(string id, Func<T> read) : this(id, c => Task.Run(read, c))
    {
    }
}
