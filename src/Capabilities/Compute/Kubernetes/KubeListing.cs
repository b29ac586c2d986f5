using System.Text.Json.Nodes;
using Cairn.Compute.Scheduled;

namespace Cairn.Compute.Kubernetes;

/// <summary>
/// Makes jobs and pods into what is common to schedulers. A job says late, or never, what its pod says at once: an image that cannot be
/// had and a pod that fits nowhere leave a job without any condition.
/// </summary>
internal static class KubeListing
{
    private static readonly string[] NeverStarts = ["InvalidImageName", "ErrImageNeverPull"];

    /// <summary>By the names we gave.</summary>
    public static Dictionary<string, ScheduledJob> Read(IEnumerable<JsonObject> jobs, IEnumerable<JsonObject> pods)
    {
        var all = new Dictionary<string, ScheduledJob>(StringComparer.Ordinal);
        // Of several pods of a job the last one counts.
        ILookup<string?, JsonObject> byJob = pods.ToLookup(Name);
        foreach (JsonObject job in jobs)
            if (Name(job) is { } name) all[name] = byJob[name].OrderBy(p => Text(p["metadata"]?["creationTimestamp"]), StringComparer.Ordinal).LastOrDefault() is { } pod ? OfPod(pod, job) with { ImageDigest = DigestOf(pod) } : OfJob(job);
        return all;
    }

    private static ScheduledJob OfJob(JsonObject job)
    {
        if (Condition(job, "Failed") is { } failed) return new ScheduledJob(Failure(Text(failed["reason"])), Text(failed["message"]) ?? Text(failed["reason"]));
        if (Condition(job, "Complete") is not null) return new ScheduledJob(JobState.Ended);
        if (job["spec"]?["suspend"] is JsonValue suspend && suspend.TryGetValue(out bool waits) && waits) return new ScheduledJob(JobState.Waiting, "its queue has not let it go");
        return new ScheduledJob(JobState.Waiting, "no pod yet");
    }

    // Without a pod a failure is not the command's: somebody or something took the pod away.
    private static JobState Failure(string? reason) => reason == "DeadlineExceeded" ? JobState.TimedOut : JobState.NodeLost;

    private static ScheduledJob OfPod(JsonObject pod, JsonObject job)
    {
        JsonNode? status = pod["status"];
        return Text(status?["phase"]) switch
        {
            "Pending" => Waiting(pod),
            "Failed" when Condition(pod, "DisruptionTarget") is { } taken => new ScheduledJob(JobState.NodeLost, Text(taken["reason"])),
            "Failed" => Failed(status!, job),
            "Succeeded" => new ScheduledJob(JobState.Ended),
            // Running, or Unknown: the node is silent, and the launcher's beats tell more.
            _ => new ScheduledJob(JobState.Running),
        };
    }

    private static ScheduledJob Failed(JsonNode status, JsonObject job)
    {
        JsonNode? end = Container(status)?["state"]?["terminated"];
        string? reason = Text(end?["reason"]), why = Text(status["reason"]);
        if (reason == "OOMKilled") return new ScheduledJob(JobState.OutOfMemory, reason);
        if (why == "DeadlineExceeded" || Text(Condition(job, "Failed")?["reason"]) == "DeadlineExceeded") return new ScheduledJob(JobState.TimedOut, "DeadlineExceeded");
        if (why is not null) return new ScheduledJob(JobState.NodeLost, why);
        return new ScheduledJob(JobState.Ended, end is null ? null : $"exit code {end["exitCode"]}{(Text(end["message"]) is { } message ? $", {message.Trim()}" : "")}");
    }

    private static ScheduledJob Waiting(JsonObject pod)
    {
        JsonNode? waiting = Container(pod["status"]!)?["state"]?["waiting"];
        if (Text(waiting?["reason"]) is { } reason and not ("ContainerCreating" or "PodInitializing"))
        {
            string words = Text(waiting!["message"]) is { } message ? $"{reason}: {message}" : reason;
            return new ScheduledJob(NeverStarts.Contains(reason) ? JobState.Ended : JobState.Stuck, words);
        }
        JsonNode? scheduled = Condition(pod, "PodScheduled", "False");
        return new ScheduledJob(JobState.Waiting, scheduled is null ? "the container is being made" : Text(scheduled["message"]) ?? Text(scheduled["reason"]));
    }

    // "docker.io/library/x@sha256:…", with what brought it before that or not. A bare "sha256:…" is no digest by which a registry knows the image.
    private static string? DigestOf(JsonObject pod)
        => pod["status"] is { } status && Text(Container(status)?["imageID"])?.Split('@') is [_, var digest] && digest.StartsWith("sha256:", StringComparison.Ordinal) ? digest : null;

    private static JsonNode? Container(JsonNode status) => (status["containerStatuses"] as JsonArray)?.FirstOrDefault();

    private static JsonNode? Condition(JsonObject thing, string type, string status = "True")
        => (thing["status"]?["conditions"] as JsonArray)?.FirstOrDefault(c => Text(c?["type"]) == type && Text(c?["status"]) == status);

    private static string? Name(JsonObject thing) => Text(thing["metadata"]?["annotations"]?[KubeJob.NameNote]);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
