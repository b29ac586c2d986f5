using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cairn.Platform.Sql;

/// <summary>
/// A SQLite connection that keeps its statements: the second command of the same text is not parsed and planned again. Beyond
/// <paramref name="most"/> texts, any of them is let go. For one thread at a time.
/// </summary>
internal sealed class PreparedConnection(SqliteConnection inner, int most) : DbConnection
{
    /// <summary>Stands for the connection string of any.</summary>
    public const string Name = "sqlite";

    private readonly Dictionary<string, SqliteCommand> _idle = new(StringComparer.Ordinal);
    private readonly Dictionary<string, sqlite3_stmt> _plain = new(StringComparer.Ordinal);

    public SqliteConnection Inner => inner;

    /// <summary>How many statements wait for their next use.</summary>
    public int Kept => _idle.Count;

    [AllowNull]
    public override string ConnectionString { get => Name; set => throw new NotSupportedException(); }

    public override string Database => inner.Database;

    public override string DataSource => inner.DataSource;

    public override string ServerVersion => inner.ServerVersion;

    public override ConnectionState State => inner.State;

    /// <summary>A statement without parameters or result, of the few that stand around every call: nothing is made for it but once.</summary>
    public void Run(string sql)
    {
        if (!_plain.TryGetValue(sql, out sqlite3_stmt? statement))
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(inner.Handle, sql, out statement), inner.Handle);
            _plain.Add(sql, statement);
        }
        int result = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        SqliteException.ThrowExceptionForRC(result, inner.Handle);
    }

    public SqliteCommand Rent(string sql)
    {
        if (_idle.Remove(sql, out SqliteCommand? kept)) return kept;
        SqliteCommand command = inner.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    public void Return(SqliteCommand command)
    {
        command.Parameters.Clear();
        if (_idle.Count >= most && _idle.Remove(_idle.Keys.First(), out SqliteCommand? any)) any.Dispose();
        if (!_idle.TryAdd(command.CommandText, command)) command.Dispose();
    }

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    public override void Open() => inner.Open();

    public override void Close() => inner.Close();

    protected override DbCommand CreateDbCommand() => new PreparedCommand(this);

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (SqliteCommand command in _idle.Values) command.Dispose();
            foreach (sqlite3_stmt statement in _plain.Values) statement.Dispose();
            _idle.Clear();
            _plain.Clear();
            inner.Dispose();
        }
        base.Dispose(disposing);
    }
}
