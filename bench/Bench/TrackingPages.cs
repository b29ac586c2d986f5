using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Cairn.Bench;

/// <summary>Every page of a project's runs and models, and what programs ask about them, where it has 20,000 runs; the slowest is told.</summary>
internal sealed class TrackingPages : TrackingAllowed
{
    private const int Count = 20_000, Points = 1000, Compared = 20;
    private const string Project = "bench";
    private string[] _addresses = [];

    public override string What => FormattableString.Invariant($"pages and lists of runs, comparison, leaderboard and models of a project with {Count:N0} runs: the slowest, against what we allow");

    protected override string Plain => "tracking-pages";

    protected override double Allowed => 500;

    public override async Task PrepareAsync(CancellationToken cancel)
    {
        await base.PrepareAsync(cancel);
        await RegisterAsync(cancel);
        long experiment = long.Parse((string)(await PostAsync("experiments/create", $$"""{"name":"{{Project}}"}""", cancel))["experiment_id"]!, CultureInfo.InvariantCulture);
        await PostAsync("registered-models/create", """{"name":"delay"}""", cancel);
        await FillAsync(runs => runs.Add(experiment, Count), cancel);
        string[] newest = [.. (await PostAsync("runs/search", $$"""{"experiment_ids":["{{experiment}}"],"max_results":{{Compared}}}""", cancel))["runs"]!.AsArray().Select(r => (string)r!["info"]!["run_id"]!)];
        foreach (string run in newest)
        {
            string curves = string.Join(',', Enumerable.Range(0, Points).Select(i => $$"""{"key":"curve","value":{{i}},"timestamp":{{i}},"step":{{i}}}"""));
            await PostAsync("runs/log-batch", $$"""{"run_id":"{{run}}","metrics":[{{curves}}]}""", cancel);
            await PostAsync("model-versions/create", $$"""{"name":"delay","source":"runs:/{{run}}/model","run_id":"{{run}}"}""", cancel);
        }
        _addresses = [.. Addresses(newest)];
    }

    public override async Task<double> MeasureAsync(CancellationToken cancel)
    {
        (double Took, string Address) slowest = (0, "");
        foreach (string address in _addresses)
        {
            double took = await MedianAsync(() => GetAsync(address, cancel), 3);
            if (took > slowest.Took) slowest = (took, address);
            if (took > Allowed / 5) await Console.Error.WriteLineAsync($"    {took:0} ms: {address[..Math.Min(address.Length, 160)]}");
        }
        await Console.Error.WriteLineAsync($"    slowest: {slowest.Address[..Math.Min(slowest.Address.Length, 160)]}");
        return slowest.Took;
    }

    private static IEnumerable<string> Addresses(string[] newest)
    {
        string page = $"/p/{Project}", list = $"{page}/experiments", api = $"/api/v1/projects/{Project}", many = string.Join(',', newest);
        foreach (string place in (string[])[list, $"{list}/{Project}"])
        {
            yield return place;
            foreach (string filter in (string[])["metrics.m0 > 0.5", "params.rare = '7'", "params.rare LIKE '7'", "tags.t0 = '3' and metrics.m1 < 0.01", "params.p0 = 'nobody'", "attributes.run_name = 'run 77'"])
                foreach (string sort in (string[])["", "-metrics.m0", "metrics.m1", "params.rare", "-tags.t0", "name", "started"])
                    yield return $"{place}?q={Uri.EscapeDataString(filter)}&sort={sort}";
            foreach (string sort in (string[])["-metrics.m0", "params.rare", "-params.p0", "tags.t0", "name", "started", "-metrics.none"]) yield return $"{place}?sort={sort}&cols=metrics.m0,metrics.m1,params.p0,params.rare,tags.t0";
        }
        yield return $"{list}/{Project}/runs/{newest[0]}";
        yield return $"{list}/{Project}/runs/{newest[^1]}";
        yield return $"{page}/compare?runs={newest[0]},{newest[1]}";
        yield return $"{page}/compare?runs={many}";
        yield return $"{page}/leaderboard?goal=max+m0";
        yield return $"{page}/leaderboard?goal=min+none";
        foreach (string models in (string[])[$"{page}/models", $"{page}/models/delay", $"{page}/models/delay/1", $"{page}/models/delay/1/card", $"{page}/lineage"]) yield return models;
        foreach (string asked in (string[])["", "?limit=200", "?state=FINISHED", "?state=RUNNING", $"/compare?ids={many}", "/leaderboard?goal=max+m0", $"/{newest[0]}", $"/{newest[0]}/metrics/curve"]) yield return $"{api}/runs{asked}";
        yield return $"{api}/models";
        yield return $"{api}/models/delay/versions";
        yield return $"{api}/models/delay/versions/1/lineage";
        yield return page;
        yield return $"/search?q=run&project={Project}";
    }

    private async Task RegisterAsync(CancellationToken cancel)
    {
        string repository = Directory.CreateDirectory(Path.Combine(Folder, "repository")).FullName;
        await File.WriteAllTextAsync(Path.Combine(repository, "cairn.yaml"), $"project: {Project}\n", cancel);
        foreach (string[] words in (string[][])[["init", "-q", "-b", "main"], ["add", "."], ["-c", "user.name=Bench", "-c", "user.email=bench@example.org", "commit", "-q", "-m", "A project"]])
        {
            using Process git = Process.Start(new ProcessStartInfo("git", ["-C", repository, .. words]))!;
            await git.WaitForExitAsync(cancel);
            if (git.ExitCode != 0) throw new InvalidOperationException($"git {words[0]} failed.");
        }
        using var http = new HttpClient();
        using HttpResponseMessage answer = await http.PostAsJsonAsync($"http://localhost:{Ours.Port}/api/v1/projects", new JsonObject { ["repository"] = repository }, cancel);
        answer.EnsureSuccessStatusCode();
    }
}
