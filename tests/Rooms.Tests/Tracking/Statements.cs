using Cairn.Platform.Sql;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>The statements that SQLite begins, and the steps that its machine takes for them, from now until told.</summary>
internal sealed class Statements
{
    // Steps between two looks.
    private const int Unit = 10;
    private readonly List<string> _begun = [];
    private readonly SQLitePCL.sqlite3? _handle;

    public Statements(SqlSession session)
    {
        if (session.Engine != SqlEngine.Sqlite) return;
        _handle = ((PreparedConnection)session.Connection).Inner.Handle!;
        SQLitePCL.raw.sqlite3_trace(_handle, (_, sql) => _begun.Add(sql), null);
        SQLitePCL.raw.sqlite3_progress_handler(_handle, Unit, _ => { Steps += Unit; return 0; }, null);
    }

    public long Steps { get; private set; } = Unit;

    public IReadOnlyList<string> Stop()
    {
        SQLitePCL.raw.sqlite3_trace(_handle, (SQLitePCL.strdelegate_trace?)null, null);
        SQLitePCL.raw.sqlite3_progress_handler(_handle, 0, null, null);
        return _begun;
    }
}
