using Cairn.Platform.Jobs;

namespace Cairn.Endpoints;

/// <summary>Every night, so that segments and small files do not pile up, and nothing is kept beyond its time.</summary>
internal sealed class CompactionHandler(LogKeeper keeper, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "log-compaction", Cron = "10 0 * * *";

    public string Kind => JobKind;

    public int Concurrency => 1;

    public static JobDraft Of(EndpointView endpoint) => new(JobKind, $"{JobKind}:{endpoint.Route}", endpoint.Project, new Payload(endpoint.Route));

    public Task RunAsync(JobContext job, CancellationToken cancellation) => keeper.KeepAsync(job.Payload<Payload>().Route, clock.GetUtcNow(), cancellation);

    internal sealed record Payload(string Route);
}
