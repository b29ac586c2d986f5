using Cairn.Platform.Sql;

namespace Cairn.Registry;

/// <summary>Says why a version must stay; rooms that use versions implement it.</summary>
public interface IVersionHolder
{
    /// <summary>Null when nothing here needs it, else why it stays and what to do first.</summary>
    string? Holds(SqlSession session, string versionId);
}
