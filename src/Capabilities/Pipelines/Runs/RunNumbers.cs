using Cairn.Data;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Runs;

/// <inheritdoc cref="IRunNumbers"/>
internal sealed class RunNumbers(RunStore store) : IRunNumbers
{
    public long? Of(SqlSession session, string runId) => store.NumberOf(session, runId);
}
