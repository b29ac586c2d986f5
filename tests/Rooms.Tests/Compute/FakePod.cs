using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>A pod of the cluster in this process: one container, which is a process of this machine.</summary>
internal sealed class FakePod(string name, JsonObject job, Action changed)
{
    private readonly Lock _lock = new();
    private Process? _process;
    private bool _stopped;

    public string Name => name;

    public (string Reason, string Message)? Waiting { get; set; }

    public bool Full { get; set; }

    /// <summary>What the kubelet says of the image, once the container was made.</summary>
    public string? ImageId { get; set; }

    public bool Disrupted { get; set; }

    public bool Lost { get; private set; }

    public int? ExitCode { get; private set; }

    /// <summary>Overrides what the kubelet says of the end.</summary>
    public string? EndReason { get; set; }

    public int ProcessId => _process!.Id;

    public void Start()
    {
        lock (_lock)
        {
            if (_process is not null || _stopped) return;
            JsonNode container = job["spec"]!["template"]!["spec"]!["containers"]![0]!;
            // The kubelet makes $$( of a command into $(.
            string[] command = [.. container["command"]!.AsArray().Select(w => ((string)w!).Replace("$$(", "$("))];
            _process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = (string)container["workingDir"]!, UseShellExecute = false, RedirectStandardError = true })!;
            _process.ErrorDataReceived += (_, _) => { };
            _process.BeginErrorReadLine();
            _ = FollowAsync(_process);
        }
    }

    /// <summary>TERM, or KILL at once.</summary>
    public void Stop(bool forced)
    {
        lock (_lock)
        {
            _stopped = true;
            if (_process is not { HasExited: false } living) return;
            if (forced) living.Kill();
            else Process.Start("kill", ["-TERM", $"{living.Id}"]).Dispose();
        }
    }

    /// <summary>Its node is heard of no more, and nothing of it is ended: the cluster says so of the pod, whose launcher stands still, or goes on.</summary>
    public void Lose(bool lost)
    {
        Lost = lost;
        using Process signal = Process.Start("kill", [lost ? "-STOP" : "-CONT", $"{ProcessId}"]);
        signal.WaitForExit();
        changed();
    }

    public JsonObject ToJson()
    {
        var status = new JsonObject { ["phase"] = ExitCode switch { 0 => "Succeeded", not null => "Failed", _ => _process is null ? "Pending" : "Running" } };
        var conditions = new JsonArray();
        if (Full) conditions.Add((JsonNode)new JsonObject { ["type"] = "PodScheduled", ["status"] = "False", ["reason"] = "Unschedulable", ["message"] = "0/1 nodes are available: 1 Insufficient cpu." });
        if (Disrupted) conditions.Add((JsonNode)new JsonObject { ["type"] = "DisruptionTarget", ["status"] = "True", ["reason"] = "EvictionByEvictionAPI" });
        if (Lost) conditions.Add((JsonNode)new JsonObject { ["type"] = "Ready", ["status"] = "False", ["reason"] = "NodeNotReady" });
        status["conditions"] = conditions;
        JsonObject? state = ExitCode is { } code ? new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = code, ["reason"] = EndReason ?? (code == 0 ? "Completed" : "Error") } }
            : Waiting is { } waiting ? new JsonObject { ["waiting"] = new JsonObject { ["reason"] = waiting.Reason, ["message"] = waiting.Message } } : null;
        string? image = _process is null ? null : ImageId;
        if (state is not null || image is not null) status["containerStatuses"] = new JsonArray(new JsonObject { ["state"] = state ?? new JsonObject { ["running"] = new JsonObject() }, ["imageID"] = image ?? "" });
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["annotations"] = job["spec"]!["template"]!["metadata"]!["annotations"]!.DeepClone(), ["resourceVersion"] = "150" },
            ["status"] = status,
        };
    }

    private async Task FollowAsync(Process process)
    {
        await process.WaitForExitAsync();
        ExitCode = process.ExitCode;
        changed();
    }
}
