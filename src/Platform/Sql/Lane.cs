namespace Cairn.Platform.Sql;

/// <summary>SQLite has one writer: what moves the machinery goes before what merely reports.</summary>
public enum Lane
{
    Control,
    Tracking,
}
