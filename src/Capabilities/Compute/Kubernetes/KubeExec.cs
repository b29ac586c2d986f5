using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Cairn.Compute.Scheduled;
using Cairn.Platform.Processes;

namespace Cairn.Compute.Kubernetes;

/// <summary>Asks a kubeconfig's plugin for a token and keeps it for a while.</summary>
internal sealed class KubeExec(IProcessRunner processes, string scratch)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private string? _token;

    /// <summary>The token must be asked for anew.</summary>
    public void Forget() => _token = null;

    /// <exception cref="SchedulerAwayException">The plugin gave none.</exception>
    public async ValueTask<string?> TokenAsync(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> variables, string version, CancellationToken cancellation)
    {
        if (_token is { } known) return known;
        string output = Path.Combine(scratch, RandomNumberGenerator.GetHexString(16)), words = output + ".err";
        try
        {
            string info = new JsonObject { ["apiVersion"] = version, ["kind"] = "ExecCredential", ["spec"] = new JsonObject { ["interactive"] = false } }.ToJsonString();
            var spec = new ProcessSpec(command, scratch, output)
            {
                // What a plugin says to people must not mix with its answer.
                ErrorFile = words,
                Environment = new Dictionary<string, string>(variables, StringComparer.Ordinal)
                {
                    ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
                    ["HOME"] = Environment.GetEnvironmentVariable("HOME") ?? "/",
                    ["KUBERNETES_EXEC_INFO"] = info,
                },
                Timeout = Patience,
            };
            ProcessResult result = await processes.RunAsync(spec, cancellation: cancellation);
            string? token = result.Succeeded ? (string?)JsonNode.Parse(await File.ReadAllTextAsync(output, cancellation))?["status"]?["token"] : null;
            return _token = token ?? throw new SchedulerAwayException($"the plugin {command[0]} gave no token (exit code {result.ExitCode})");
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or FileNotFoundException or InvalidOperationException)
        {
            throw new SchedulerAwayException($"the plugin {command[0]} gave no token: {e.Message}", e);
        }
        finally
        {
            File.Delete(output);
            File.Delete(words);
        }
    }
}
