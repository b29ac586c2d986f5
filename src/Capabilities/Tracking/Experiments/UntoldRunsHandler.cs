using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Tracking.Experiments;

/// <summary>Tells a project's part of the ledger of one batch of runs after the other, in short transactions.</summary>
internal sealed class UntoldRunsHandler(IDatabase database, ExperimentAttaching attaching) : IJobHandler
{
    public const string KindName = "tracking.attached";

    public string Kind => KindName;

    public Task RunAsync(JobContext job, CancellationToken cancellation) => database.WriteAsync(s => attaching.Tell(s, job.Payload<UntoldRuns>()), Lane.Tracking, cancellation);
}
