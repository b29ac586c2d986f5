using Cairn.Data;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Runs;

/// <summary>A dataset version is needed by runs that are not over, and by those that a registered version came of: they are made again from their record.</summary>
internal sealed class RunNeeds(RunStore store) : IDatasetNeeds
{
    public IEnumerable<string> Why(SqlSession session, string project, string versionId) => store.Readers(session, project, versionId)
        .Select(r => r.FinishedAt is null ? $"run #{r.Number} reads it" : $"version {r.Version} was made of it by run #{r.Number}");
}
