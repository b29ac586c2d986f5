using Cairn.Platform.Sql;

namespace Cairn.Data;

/// <summary>The room that runs pipelines says by which number people know a run.</summary>
public interface IRunNumbers
{
    /// <summary>Null when it is no run of a pipeline.</summary>
    long? Of(SqlSession session, string runId);
}
