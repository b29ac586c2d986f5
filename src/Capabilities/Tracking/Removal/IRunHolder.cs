using Cairn.Platform.Sql;

namespace Cairn.Tracking;

/// <summary>Says why a run or a logged model must stay although it was deleted; the rooms that build on runs implement it.</summary>
public interface IRunHolder
{
    /// <summary>Null when nothing here needs it.</summary>
    string? Holds(SqlSession session, string runOrModel);
}
