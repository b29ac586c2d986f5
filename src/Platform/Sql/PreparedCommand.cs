using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Cairn.Platform.Sql;

/// <summary>A command that borrows the statement of its text from the connection when it runs, and gives it back when disposed.</summary>
internal sealed class PreparedCommand(PreparedConnection connection) : DbCommand
{
    // Holds the parameters: the text may change while they are added.
    private readonly SqliteCommand _own = new();
    private SqliteCommand? _rented;
    private string _text = "";
    private bool _failed;

    [AllowNull]
    public override string CommandText { get => _text; set => _text = value ?? ""; }

    public override int CommandTimeout { get; set; }

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get => connection; set => throw new NotSupportedException(); }

    protected override DbParameterCollection DbParameterCollection => _own.Parameters;

    protected override DbTransaction? DbTransaction { get; set; }

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

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior)
    {
        if (_rented is not null && _rented.CommandText != _text) GiveBack();
        _rented ??= connection.Rent(_text);
        _rented.Parameters.Clear();
        foreach (SqliteParameter parameter in _own.Parameters) _rented.Parameters.Add(parameter);
        try
        {
            return _rented.ExecuteReader(behavior);
        }
        catch
        {
            _failed = true;
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            GiveBack();
            _own.Dispose();
        }
        base.Dispose(disposing);
    }

    // A statement that failed is not kept.
    private void GiveBack()
    {
        if (_rented is null) return;
        if (_failed) _rented.Dispose();
        else connection.Return(_rented);
        (_rented, _failed) = (null, false);
    }
}
