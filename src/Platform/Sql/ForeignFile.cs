using Microsoft.Data.Sqlite;

namespace Cairn.Platform.Sql;

/// <summary>The one way to open a SQLite file that another program made: to be read and for nothing else, with its schema not trusted.</summary>
public static class ForeignFile
{
    public static SqliteConnection Open(string path)
    {
        SystemSqlite.Initialize();
        var open = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        open.Open();
        using SqliteCommand command = open.CreateCommand();
        command.CommandText = "pragma trusted_schema = off; pragma cell_size_check = on; pragma query_only = on";
        command.ExecuteNonQuery();
        return open;
    }
}
