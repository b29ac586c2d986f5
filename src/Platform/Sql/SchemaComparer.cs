using System.Diagnostics.CodeAnalysis;

namespace Cairn.Platform.Sql;

/// <summary>
/// Every database of an engine has the same schema, so what was generated to read the rows of one reads those of all. Connection strings
/// differ in a process that opens many databases one after another.
/// </summary>
internal sealed class SchemaComparer : IEqualityComparer<string>
{
    public bool Equals(string? x, string? y) => IsSqlite(x) == IsSqlite(y);

    public int GetHashCode([DisallowNull] string obj) => IsSqlite(obj) ? 1 : 2;

    private static bool IsSqlite(string? connection) => connection == PreparedConnection.Name;
}
