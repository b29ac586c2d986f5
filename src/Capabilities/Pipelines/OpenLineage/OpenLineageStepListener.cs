using Cairn.Pipelines.Runs;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.OpenLineage;

/// <summary>Queues a message for the beginning and one for the end of each step, once. Parts are told by their step; one that was passed over did nothing.</summary>
internal sealed class OpenLineageStepListener(OpenLineageOptions options, IJobs jobs) : IStepListener
{
    private const string Start = "START";

    public void Moved(SqlSession transaction, PipelineStep to, DateTimeOffset at)
    {
        if (options.Url is null || to.Parent is not null) return;
        if (to.State == RunState.Running) Tell(Start);
        if (EndOf(to.State) is not { } end || (end == "ABORT" && to.Attempt == 0)) return;
        // What came from the cache, or failed before it could begin, has not been told yet.
        Tell(Start);
        Tell(end);

        // A second attempt is the same run: what was told once is not told again.
        void Tell(string type) => jobs.Enqueue(transaction, new JobDraft(OpenLineageDelivery.KindName, $"openlineage:{to.RunId}:{to.Step}:{type}", null, new OpenLineageNotice { Step = new StepNotice(to.RunId, to.Step, type, at) }));
    }

    private static string? EndOf(string state) => state switch
    {
        RunState.Succeeded or RunState.Cached => "COMPLETE",
        RunState.Failed => "FAIL",
        RunState.Cancelled => "ABORT",
        _ => null,
    };
}

/// <summary>A step to be told of.</summary>
/// <param name="Type">Of the event.</param>
/// <param name="At">When it came to that.</param>
internal sealed record StepNotice(string Run, string Step, string Type, DateTimeOffset At);
