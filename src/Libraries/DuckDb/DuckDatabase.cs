using Cairn.DuckDb.Native;
using static Cairn.DuckDb.Native.DuckApi;

namespace Cairn.DuckDb;

/// <summary>One database: a file, or memory when no path is given. Connections outlive it safely.</summary>
public sealed unsafe class DuckDatabase : IDisposable
{
    private readonly DatabaseHandle _database;

    /// <param name="path">The database file; null for one in memory.</param>
    /// <param name="settings">Settings by DuckDB's names, over the defaults: no extension is installed or loaded by itself. Below a <c>temp_directory</c> each database has a directory of its own.</param>
    /// <exception cref="DuckException">A setting is unknown or the file cannot be opened.</exception>
    public DuckDatabase(string? path = null, params ReadOnlySpan<(string Name, string Value)> settings)
    {
        nint config, database;
        byte* error = null;
        if (duckdb_create_config(&config) != 0)
            throw new DuckException("DuckDB could not allocate its configuration.", DuckFault.OutOfMemory);
        try
        {
            Set(config, "autoinstall_known_extensions", "false");
            Set(config, "autoload_known_extensions", "false");
            Set(config, "allow_community_extensions", "false");
            foreach ((string name, string value) in settings)
                Set(config, name, name == DuckScratch.Setting ? DuckScratch.Below(value) : value);
            if (duckdb_open_ext(path, &database, config, &error) != 0)
                throw new DuckException(Text(error, "The database could not be opened."));
        }
        finally
        {
            duckdb_free(error);
            duckdb_destroy_config(&config);
        }

        _database = new DatabaseHandle(database);
    }

    public static string LibraryVersion => Text(duckdb_library_version(), "unknown");

    public DuckConnection Connect()
    {
        nint connection;
        return duckdb_connect(_database, &connection) == 0
            ? new DuckConnection(new ConnectionHandle(connection))
            : throw new DuckException("A connection could not be opened.");
    }

    public void Dispose() => _database.Dispose();

    private static void Set(nint config, string name, string value)
    {
        if (duckdb_set_config(config, name, value) != 0)
            throw new DuckException($"DuckDB has no setting {name} that takes the value {value}.");
    }
}
