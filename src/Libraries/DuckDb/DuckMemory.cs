namespace Cairn.DuckDb;

/// <summary>
/// A database in memory on an engine that the next one gets when this is disposed: starting an engine takes some 12 ms and closing it gives the whole process's
/// free memory back to the system, a database on one that runs takes below one. For SQL of the program's own, which changes no setting; what others wrote goes to a
/// <see cref="DuckDatabase"/> that is confined and thrown away. Dispose connections first.
/// </summary>
public sealed class DuckMemory : IDisposable
{
    private readonly DuckEngine _engine;
    private readonly string _catalog;
    private bool _disposed;

    /// <param name="threads">How many threads a query may use, at least 1.</param>
    /// <param name="memory">The most memory it may take, as DuckDB writes it: "512MB".</param>
    /// <param name="scratch">The directory for what does not fit; null: a query that needs more fails.</param>
    /// <exception cref="DuckException">DuckDB refuses one of them.</exception>
    public DuckMemory(int threads, string memory, string? scratch = null)
        => (_engine, _catalog) = DuckEngine.Take((threads, memory), scratch ?? "");

    public DuckConnection Connect() => _engine.Connect(_catalog);

    /// <summary>Drops all that was made in it.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _engine.Return(_catalog);
    }
}
