using System.Net;
using System.Text.Json.Nodes;
using Cairn.Compute.Scheduled;
using Cairn.Compute.Targets;
using Cairn.Contracts.Enrolment;
using Cairn.Platform.Jobs;
using Cairn.Platform.Processes;

namespace Cairn.Compute.Kubernetes;

/// <summary>Jobs of a Kubernetes cluster by its API. A job's name holds the token of its attempt, so that the same name is always the same attempt.</summary>
internal sealed class KubeScheduler : IScheduler, IDisposable
{
    private const int PageSize = 500;
    private readonly KubernetesTarget _target;
    private readonly ScheduledTarget _scheduled;
    private readonly RealTime _real;
    private readonly Lazy<KubeClient> _client;
    private readonly KubeWatch _watch;

    public KubeScheduler(KubernetesTarget target, ScheduledTarget scheduled, IProcessRunner processes, BackendSeams seams)
    {
        (_target, _scheduled, _real) = (target, scheduled, seams.Real);
        // A configuration that is not there yet is looked for again at the next request.
        _client = new Lazy<KubeClient>(() => new KubeClient(KubeAccounts.Find(target, processes, seams.Platform.Folder("scratch/kubernetes")), seams.Real.Provider), LazyThreadSafetyMode.PublicationOnly);
        _watch = new KubeWatch(() => _client.Value, Pods, seams.Real);
    }

    public string Title => "Kubernetes";

    public bool KeepsEnded => true;

    /// <summary>Times that a watch was too old.</summary>
    public int Expired => _watch.Expired;

    private string Jobs => $"/apis/batch/v1/namespaces/{Uri.EscapeDataString(_target.Namespace)}/jobs";

    private string Label => $"?labelSelector={Uri.EscapeDataString($"{KubeJob.InstallationLabel}={_scheduled.Installation}")}";

    private string Pods => $"/api/v1/namespaces/{Uri.EscapeDataString(_target.Namespace)}/pods{Label}";

    public async Task<Submission> SubmitAsync(JobOrder job, CancellationToken cancellation)
    {
        try
        {
            KubeAnswer answer = await _client.Value.SendAsync(HttpMethod.Post, Jobs, KubeJob.Of(job, _target, _scheduled.Installation), cancellation);
            // It is there already: an answer was lost.
            return answer.Ok || answer.Status == HttpStatusCode.Conflict ? Submission.Accepted : new Submission(SubmissionKind.Refused, answer.Reason);
        }
        catch (SchedulerAwayException e)
        {
            return new Submission(SubmissionKind.Unknown, e.Message);
        }
    }

    public async Task<IReadOnlyDictionary<string, ScheduledJob>> ListAsync(CancellationToken cancellation)
    {
        // Jobs first: a job made in between has no pod yet, a pod without its job is left out.
        (List<JsonObject> jobs, _) = await PagesAsync(Jobs + Label, cancellation);
        (List<JsonObject> pods, string? version) = await PagesAsync(Pods, cancellation);
        _watch.Listed(version);
        return KubeListing.Read(jobs, pods);
    }

    public async Task CancelAsync(string name, CancellationToken cancellation)
        => await _client.Value.SendAsync(HttpMethod.Delete, $"{Jobs}/{KubeJob.Name(name)}?propagationPolicy=Foreground", null, cancellation);

    public async Task<bool> ChangedAsync(TimeSpan most, CancellationToken cancellation)
    {
        Task rung = _watch.Rung;
        return await Task.WhenAny(rung, Task.Delay(most, _real.Provider, cancellation)) == rung;
    }

    public void Dispose()
    {
        _watch.Dispose();
        if (_client.IsValueCreated) _client.Value.Dispose();
    }

    private async Task<(List<JsonObject> Items, string? Version)> PagesAsync(string path, CancellationToken cancellation)
    {
        List<JsonObject> items = [];
        string? next = null;
        while (true)
        {
            KubeAnswer answer = await _client.Value.SendAsync(HttpMethod.Get, $"{path}&limit={PageSize}{(next is null ? "" : $"&continue={Uri.EscapeDataString(next)}")}", null, cancellation);
            // A list that grew too old between two pages is begun anew.
            if (answer.Status == HttpStatusCode.Gone && next is not null)
            {
                items.Clear();
                next = null;
                continue;
            }
            if (!answer.Ok) throw new SchedulerAwayException($"the cluster refuses the list: {answer.Reason}");
            foreach (JsonNode? item in answer.Content["items"] as JsonArray ?? [])
                if (item is JsonObject one) items.Add(one);
            next = (string?)answer.Content["metadata"]?["continue"];
            if (string.IsNullOrEmpty(next)) return (items, (string?)answer.Content["metadata"]?["resourceVersion"]);
        }
    }
}
