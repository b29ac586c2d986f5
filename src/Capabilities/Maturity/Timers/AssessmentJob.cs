using Cairn.Platform.Jobs;

namespace Cairn.Maturity.Timers;

/// <summary>The daily assessment of one project.</summary>
internal sealed class AssessmentJob(AssessmentRecorder recorder) : IJobHandler
{
    public const string KindName = "maturity.assess";

    public string Kind => KindName;

    public int Concurrency => 1;

    public Task RunAsync(JobContext job, CancellationToken cancellation) => recorder.RecordAsync(job.Project!, Contracts.Ledger.Actor.Service("maturity"), cancellation);
}
