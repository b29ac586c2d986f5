using System.Text;
using System.Text.Json.Nodes;
using Cairn.Client;
using Cairn.Journeys.Tests.Pipelines;

namespace Cairn.Journeys.Tests.Clients;

/// <summary>The .NET client against a server of its own, with the programs of its guide.</summary>
public sealed class ClientTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_programs_of_the_guide_work()
    {
        using ServerProcess server = new();
        using var cairn = new CairnClient(CairnClientOptions.Parse(server.Server, null) with { Retry = new RetryRule { Attempts = 2 } });
        string folder = Path.Combine(server.Folder, "kept");
        ReplayReport report = await ClientSamples.OfflineAsync(cairn, folder, server.StartAsync, Cancel);
        report.Sent.Count.ShouldBe(1);
        Directory.EnumerateFileSystemEntries(folder).ShouldBeEmpty();

        await ClientSamples.TrainAsync(cairn, Cancel);
        string file = Path.Combine(server.Folder, "model.joblib");
        await File.WriteAllTextAsync(file, "trees", Cancel);
        var copy = new MemoryStream();
        string? files = await ClientSamples.FilesAsync(cairn, file, copy, Cancel);
        Encoding.UTF8.GetString(copy.ToArray()).ShouldBe("trees");
        await ClientSamples.RegisterAsync(cairn, files!, Cancel);
        await ClientSamples.BridgeAsync(cairn, Cancel);

        JsonArray runs = (await server.PostAsync("api/2.0/mlflow/runs/search", new { experiment_ids = new[] { "1" }, order_by = new[] { "start_time ASC" } }))["runs"]!.AsArray();
        runs.Select(r => (string)r!["info"]!["status"]!).ShouldBe(["FINISHED", "FINISHED", "FINISHED", "FINISHED"]);
        Latest(runs[0]!).ShouldBe(["auc 0.66 @0"]);
        Latest(runs[1]!).ShouldBe(["loss 0.05 @20"]);
        ((string)runs[1]!["info"]!["run_name"]!).ShouldBe("nightly");
        ((string)runs[1]!["inputs"]!["dataset_inputs"]![0]!["dataset"]!["digest"]!).ShouldBe("4f2c9a");
        Latest(runs[3]!).ShouldHaveSingleItem().ShouldStartWith("rows 1200 @");
        string log = await LogAsync(cairn, runs[3]!);
        log.ShouldContain("Training: reading flights.csv");
        List<ModelVersion> versions = [];
        await foreach (ModelVersion version in cairn.Models.ListVersionsAsync("late", Cancel)) versions.Add(version);
        versions.ShouldHaveSingleItem().Tags["reviewed"].ShouldBe("yes");
        (await cairn.Models.GetAsync("late", Cancel)).Aliases["champion"].ShouldBe(1);
        var content = new MemoryStream();
        await cairn.Models.DownloadAsync("late", 1, "model.joblib", content, Cancel);
        Encoding.UTF8.GetString(content.ToArray()).ShouldBe("trees");
    }

    [Fact]
    public void The_guide_shows_these_programs()
    {
        string guide = File.ReadAllText(Path.Combine(Repository.Root, "docs/guide/dotnet-client.md"));
        string[] samples = [.. Samples(File.ReadAllLines(Path.Combine(Repository.Root, "tests/Journeys.Tests/Clients/ClientSamples.cs")))];
        samples.Length.ShouldBe(6);
        foreach (string sample in samples) guide.ShouldContain($"```csharp\n{sample}```");
    }

    private static IEnumerable<string> Samples(string[] lines)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].TrimStart().StartsWith("// sample: ", StringComparison.Ordinal)) continue;
            var text = new StringBuilder();
            for (int indent = lines[i].IndexOf('/', StringComparison.Ordinal); lines[++i].Trim() != "// end";) text.Append(lines[i].Length > indent ? lines[i][indent..] : "").Append('\n');
            yield return text.ToString();
        }
    }

    private static IEnumerable<string> Latest(JsonNode run) => run["data"]!["metrics"]!.AsArray().Select(m => $"{m!["key"]} {m["value"]} @{m["step"]}");

    private static async Task<string> LogAsync(CairnClient cairn, JsonNode run)
        => Encoding.UTF8.GetString(await cairn.GetBytesAsync($"get-artifact?run_id={run["info"]!["run_id"]}&path=logs/train.log", Cancel));
}
