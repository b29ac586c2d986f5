using System.Net;
using Cairn.DuckDb;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>The table of runs as a file: all that match, exact, in the order asked for.</summary>
public sealed class RunExportTests
{
    private const string Export = $"/api/v1/projects/{TrackingWorld.Project}/runs/export";

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Csv_has_every_run_that_matches_with_exact_values(string engine)
    {
        await using TestWorld world = await FilledAsync(engine, 7);
        string[] lines = (await world.Http.GetStringAsync($"{Export}?sort=-metrics.auc&q={Uri.EscapeDataString("metrics.auc > 0.25")}")).TrimEnd().Split("\r\n");
        lines[0].ShouldBe("id,name,experiment,status,started_at,ended_at,user,commit,metrics.AUC,metrics.auc,params.depth");
        lines.Skip(1).Select(l => string.Join(',', l.Split(',')[^2..])).ShouldBe(["0.6000000000000001,6", "0.5,5", "0.4,4", "0.30000000000000004,3"]);
    }

    [Fact]
    public async Task More_runs_than_a_page_are_written_and_chosen_columns_alone()
    {
        await using TestWorld world = await FilledAsync(TestEngines.Sqlite, 520);
        string[] lines = (await world.Http.GetStringAsync(Export + "?cols=params.depth")).TrimEnd().Split("\r\n");
        lines[0].ShouldEndWith(",commit,params.depth");
        lines.Length.ShouldBe(521);
        lines.Skip(1).Select(l => l.Split(',')[0]).Distinct().Count().ShouldBe(520);
    }

    [Fact]
    public async Task Parquet_has_metrics_as_numbers_and_names_that_differ_in_case_apart()
    {
        await using TestWorld world = await FilledAsync(TestEngines.Sqlite, 3);
        byte[] file = await world.Http.GetByteArrayAsync(Export + "?format=parquet&sort=metrics.auc");
        string path = Path.Combine(world.Directory, "runs.parquet");
        await File.WriteAllBytesAsync(path, file, TestContext.Current.CancellationToken);
        using var engine = new DuckMemory(2, "256MB");
        using DuckConnection duck = engine.Connect();
        using DuckResult rows = duck.Query($"select \"metrics.auc_2\" + 1, \"metrics.AUC\", \"params.depth\" from read_parquet({DuckSql.Literal(path)})");
        rows.Rows().Select(r => string.Join(' ', r)).ShouldBe(["1 1 0", "1.1 1 1", "1.2 1 2"]);
        Directory.GetFiles(Path.Combine(world.Directory, "scratch"), "runs-*").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("format=xlsx", "format")]
    [InlineData("cols=auc", "cols")]
    [InlineData("q=metrics.auc+%3E", null)]
    public async Task What_cannot_be_exported_is_said(string query, string? field)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        (await world.Http.SendAsync("GET", $"{Export}?{query}", HttpStatusCode.BadRequest))?["field"]?.GetValue<string>().ShouldBe(field);
    }

    private static async Task<TestWorld> FilledAsync(string engine, int runs)
    {
        TestWorld world = await TrackingWorld.StartAsync(engine);
        string id = (string)(await world.PostAsync("experiments/create", $$"""{"name": "{{TrackingWorld.Project}}"}"""))["experiment_id"]!;
        for (int i = 0; i < runs; i++)
        {
            string run = await world.CreateRunAsync(id);
            string auc = (i * 0.1).ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            await world.PostAsync("runs/log-batch", $$"""{"run_id": "{{run}}", "metrics": [{"key": "auc", "value": {{auc}}, "timestamp": 1, "step": 0}, {"key": "AUC", "value": 1, "timestamp": 1, "step": 0}], "params": [{"key": "depth", "value": "{{i}}"}]}""");
        }
        return world;
    }
}
