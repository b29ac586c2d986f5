using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Runs;

/// <summary>Is told of each move of a step, in the transaction that makes it.</summary>
internal interface IStepListener
{
    void Moved(SqlSession transaction, PipelineStep to, DateTimeOffset at);
}
