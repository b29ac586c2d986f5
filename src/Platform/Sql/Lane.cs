namespace Cairn.Platform.Sql;

/// <summary>What goes before what: on SQLite, which has one writer, the machinery before what merely reports; on PostgreSQL what keeps the server alive before all callers.</summary>
public enum Lane
{
    Control,
    Tracking,

    /// <summary>Short work that others take for a sign of life: leases, readiness, sealing.</summary>
    Pulse,
}
