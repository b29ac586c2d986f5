using Cairn.Platform.Jobs;

namespace Cairn.Endpoints;

/// <summary>Every night, so that segments do not pile up where nobody asks.</summary>
internal sealed class CompactionHandler(LogCompactor compactor) : IJobHandler
{
    public const string JobKind = "log-compaction", Cron = "10 0 * * *";

    public string Kind => JobKind;

    public int Concurrency => 1;

    public static JobDraft Of(EndpointView endpoint) => new(JobKind, $"{JobKind}:{endpoint.Route}", endpoint.Project, new Payload(endpoint.Route));

    public Task RunAsync(JobContext job, CancellationToken cancellation) => compactor.CompactAsync(job.Payload<Payload>().Route, cancellation);

    internal sealed record Payload(string Route);
}
