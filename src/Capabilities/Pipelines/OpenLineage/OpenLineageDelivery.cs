using System.Net;
using System.Text.Json.Nodes;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Registry;
using Microsoft.Extensions.Logging;

namespace Cairn.Pipelines.OpenLineage;

/// <summary>Sends one event of a run or a step, and again when the receiver is away, busy or broken. One at a time, so that a run begins before it ends as long as the receiver takes all; one that waits for its next attempt lets later ones pass.</summary>
internal sealed partial class OpenLineageDelivery(OpenLineageOptions options, ILedger ledger, OpenLineageEvents events, OpenLineageSteps steps, ICheckedPosts posts, ILogger<OpenLineageDelivery> logger) : IJobHandler
{
    public const string KindName = "pipelines.openlineage";

    public string Kind => KindName;

    public int Attempts => 30;

    // Seconds at first, then hourly for a day.
    public TimeSpan PauseAfter(int attempt) => TimeSpan.FromSeconds(Math.Min(3600, Math.Pow(4, attempt - 1)));

    public int Concurrency => 1;

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        OpenLineageNotice notice = job.Payload<OpenLineageNotice>();
        if (options.Url is null || await ToldAsync(notice, cancellation) is not { } told) return;
        string body = told.ToJsonString();
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        if (options.Key is not null) headers["Authorization"] = "Bearer " + options.Key;
        (HttpStatusCode status, _) = await posts.PostAsync(options.Url, body, headers, cancellation);
        if (status == HttpStatusCode.TooManyRequests || (int)status >= 500) throw new IOException($"The receiver of lineage answered {(int)status}.");
        if ((int)status is < 200 or > 299) Log.Refused(logger, notice.ToString(), (int)status);
    }

    /// <summary>Null when what it is about is not on record any more.</summary>
    private async Task<JsonObject?> ToldAsync(OpenLineageNotice notice, CancellationToken cancellation)
        => notice.Step is { } step ? await steps.OfAsync(step, cancellation)
            : notice.Event is { } id && await ledger.FindAsync(id, cancellation) is { } e ? await events.OfAsync(e, notice.Position, cancellation) : null;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The receiver of lineage refused event {Event} with {Status}; it is not sent again.")]
        public static partial void Refused(ILogger logger, string @event, int status);
    }
}
