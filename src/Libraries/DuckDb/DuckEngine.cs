using System.Globalization;

namespace Cairn.DuckDb;

/// <summary>A running engine that serves one <see cref="DuckMemory"/> after another, each in a catalog of its own.</summary>
internal sealed class DuckEngine : IDisposable
{
    // As many as usually work side by side; more would hold memory for nothing.
    private const int MostIdle = 4;

    private static readonly Lock Gate = new();
    private static readonly List<DuckEngine> Idle = [];

    private readonly (int Threads, string Memory) _size;
    private readonly DuckDatabase _database;
    private readonly DuckConnection _control;
    private string _scratch;
    private int _served;

    private DuckEngine((int Threads, string Memory) size, string scratch)
    {
        (_size, _scratch) = (size, scratch);
        string threads = size.Threads.ToString(CultureInfo.InvariantCulture);
        // A cache of files would outlive the database that read them.
        _database = new DuckDatabase(null, ("threads", threads), ("memory_limit", size.Memory), (DuckScratch.Setting, scratch), ("enable_external_file_cache", "false"));
        _control = _database.Connect();
    }

    /// <summary>An idle engine of this size, or a new one, and an empty catalog on it.</summary>
    /// <param name="scratch">Its directory for what does not fit; empty for none.</param>
    public static (DuckEngine Engine, string Catalog) Take((int Threads, string Memory) size, string scratch)
    {
        DuckEngine engine = TakeIdle(size, scratch) ?? new DuckEngine(size, scratch);
        string catalog = "memory_" + (++engine._served).ToString(CultureInfo.InvariantCulture);
        engine._control.Execute($"attach ':memory:' as {catalog}");
        return (engine, catalog);
    }

    public DuckConnection Connect(string catalog)
    {
        DuckConnection connection = _database.Connect();
        connection.Execute($"use {catalog}");
        return connection;
    }

    /// <summary>Drops the catalog and waits for the next; an engine that cannot is closed, and so is the one that waited longest when there are enough.</summary>
    public void Return(string catalog)
    {
        DuckEngine? surplus = this;
        try
        {
            _control.Execute($"detach {catalog}");
            surplus = null;
            lock (Gate)
            {
                Idle.Add(this);
                if (Idle.Count <= MostIdle) return;
                surplus = Idle[0];
                Idle.RemoveAt(0);
            }
        }
        catch (DuckException)
        {
            // A broken engine is nobody's any more.
        }

        surplus?.Dispose();
    }

    public void Dispose()
    {
        _control.Dispose();
        _database.Dispose();
    }

    private static DuckEngine? TakeIdle((int Threads, string Memory) size, string scratch)
    {
        DuckEngine engine;
        lock (Gate)
        {
            int at = Idle.FindLastIndex(e => e._size == size);
            if (at < 0) return null;
            engine = Idle[at];
            Idle.RemoveAt(at);
        }

        if (engine.Spills(scratch)) return engine;
        engine.Dispose();
        return null;
    }

    // One that once wrote into its directory takes no other. Other settings are never changed: that gives the process's free memory back to the system.
    private bool Spills(string scratch)
    {
        if (scratch == _scratch) return true;
        try
        {
            _control.Execute($"set {DuckScratch.Setting} = {DuckSql.Literal(DuckScratch.Below(scratch))}");
            _scratch = scratch;
            return true;
        }
        catch (DuckException)
        {
            return false;
        }
    }
}
