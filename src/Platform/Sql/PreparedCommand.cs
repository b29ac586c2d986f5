using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Cairn.Platform.Sql;

/// <summary>A command that borrows the statement of its text from the connection and gives it back when disposed.</summary>
internal sealed class PreparedCommand(PreparedConnection connection) : DbCommand
{
    private SqliteCommand? _rented;
    private bool _failed;

    [AllowNull]
    public override string CommandText { get => _rented?.CommandText ?? ""; set => Become(value ?? ""); }

    public override int CommandTimeout { get; set; }

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get => connection; set => throw new NotSupportedException(); }

    protected override DbParameterCollection DbParameterCollection => Rented.Parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    private SqliteCommand Rented => _rented ?? throw new InvalidOperationException("The command has no text.");

    public override void Cancel()
    {
        // Another thread stops a statement by interrupting the connection.
    }

    public override int ExecuteNonQuery()
    {
        using DbDataReader reader = ExecuteDbDataReader(CommandBehavior.Default);
        return reader.RecordsAffected;
    }

    public override object? ExecuteScalar()
    {
        using DbDataReader reader = ExecuteDbDataReader(CommandBehavior.Default);
        return reader.Read() ? reader.GetValue(0) : null;
    }

    public override void Prepare()
    {
        // Kept statements are.
    }

    protected override DbParameter CreateDbParameter() => new SqliteParameter();

    // A statement that failed is not kept.
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        try
        {
            return Rented.ExecuteReader(behavior);
        }
        catch
        {
            _failed = true;
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _rented is not null)
        {
            if (_failed) _rented.Dispose();
            else connection.Return(_rented);
        }
        _rented = null;
        base.Dispose(disposing);
    }

    // A list among the parameters changes the text when some are there already.
    private void Become(string text)
    {
        if (_rented?.CommandText == text) return;
        SqliteCommand next = connection.Rent(text);
        if (_rented is not null)
        {
            foreach (SqliteParameter parameter in _rented.Parameters) next.Parameters.Add(parameter);
            connection.Return(_rented);
        }
        _rented = next;
    }
}
