using System.Diagnostics;
using System.Text.Json.Nodes;
using Cairn.Journeys.Tests.Pipelines;

namespace Cairn.Journeys.Tests.Clients;

/// <summary>A client from npm that is not ours, as it is published, against a server of its own.</summary>
public sealed class NodeClientTests
{
    private static readonly string Script = Path.Combine(Repository.Root, "tests/Journeys.Tests/Clients/node-client.cjs");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_client_of_npm_takes_the_server_for_MLflow()
    {
        if (!Directory.Exists(Path.Combine(Repository.Root, "node_modules/mlflow"))) Assert.Skip("The npm package mlflow is not here: npm ci --ignore-scripts.");
        using ServerProcess server = new();
        await server.StartAsync();
        JsonNode told = await RunAsync(server);
        string experiment = (string)told["experiment_id"]!, run = (string)told["run_id"]!;
        ((string)told["found"]!["experiment"]!["name"]!).ShouldBe("from node");
        ((int)told["again"]!["status"]!, (string)told["again"]!["data"]!["error_code"]!).ShouldBe((400, "INVALID_PARAMETER_VALUE"));
        Ids(told["searched"]!).ShouldBe([run]);
        told["history"]!["metrics"]!.AsArray().Select(m => ((long)m!["step"]!, (double)m["value"]!)).ShouldBe([(0, 1), (1, 0.5), (2, 1.0 / 3)]);
        ((string)told["files"]!["root_uri"]!).ShouldBe($"mlflow-artifacts:/{experiment}/{run}/artifacts");
        Ids(told["gone"]!).ShouldBeEmpty();
        Names(told["left"]!).ShouldBe(["Default"]);
        Names(told["listed"]!).ShouldBe(["from node again", "Default"]);
        ((string)told["traced"]!["trace"]!["trace"]!["spans"]![0]!["name"]!).ShouldBe("answer");

        // The same, asked of the server by another.
        JsonNode kept = (await server.PostAsync("api/2.0/mlflow/runs/search", new { experiment_ids = new[] { experiment } }))["runs"]![0]!;
        ((string)kept["info"]!["status"]!, (string)kept["info"]!["user_id"]!).ShouldBe(("FINISHED", "ada"));
        Pairs(kept["data"]!["params"]!).ShouldBe(["depth=5", "seed=1"], ignoreOrder: true);
        Pairs(kept["data"]!["tags"]!).Where(t => !t.StartsWith("mlflow.", StringComparison.Ordinal)).ShouldBe(["team=ops", "stage=tried"], ignoreOrder: true);
        Pairs(kept["data"]!["metrics"]!).ShouldContain("auc=0.75");
    }

    private static async Task<JsonNode> RunAsync(ServerProcess server)
    {
        string target = Path.Combine(server.Folder, "told.json");
        using Process? node = Start(new ProcessStartInfo("node", [Script, server.Server, target]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false });
        if (node is null) Assert.Skip("There is no node on the path.");
        (Task<string> said, Task<string> faults) = (node.StandardOutput.ReadToEndAsync(Cancel), node.StandardError.ReadToEndAsync(Cancel));
        await node.WaitForExitAsync(Cancel);
        node.ExitCode.ShouldBe(0, await faults + await said);
        return JsonNode.Parse(await File.ReadAllTextAsync(target, Cancel))!;
    }

    private static Process? Start(ProcessStartInfo node)
    {
        try
        {
            return Process.Start(node);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> Ids(JsonNode found) => (found["runs"]?.AsArray() ?? []).Select(r => (string)r!["info"]!["run_id"]!);

    private static IEnumerable<string> Names(JsonNode found) => found["experiments"]!.AsArray().Select(e => (string)e!["name"]!);

    private static IEnumerable<string> Pairs(JsonNode list) => list.AsArray().Select(p => $"{p!["key"]}={p["value"]}");
}
