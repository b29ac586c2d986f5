using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Tracking;

/// <summary>Follows experiments that come to a project, within the transaction that gives them; the rooms that build on runs implement it.</summary>
public interface IExperimentListener
{
    /// <summary>From now on the runs and logged models of the experiment belong to the project.</summary>
    void Attached(SqlSession transaction, long experiment, string project, Actor actor);
}
