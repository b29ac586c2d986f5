namespace Cairn.Platform.Sql;

/// <summary>The SQL engines that Cairn stores its state in.</summary>
public enum SqlEngine
{
    Sqlite,
    Postgres,
}
