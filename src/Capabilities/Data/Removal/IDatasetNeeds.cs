using Cairn.Platform.Sql;

namespace Cairn.Data;

/// <summary>Rooms to the right say which dataset versions they still need; what is needed is not deleted.</summary>
public interface IDatasetNeeds
{
    /// <summary>Who needs it, in words; empty when nothing does.</summary>
    IEnumerable<string> Why(SqlSession session, string project, string versionId);
}
