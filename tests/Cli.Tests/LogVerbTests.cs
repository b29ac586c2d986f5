using System.Net;
using System.Text.Json.Nodes;
using Cairn.DuckDb;

namespace Cairn.Cli.Tests;

/// <summary>Verbs on an endpoint's log: outcomes put, endpoints log.</summary>
public sealed class LogVerbTests : IDisposable
{
    private const string Outcomes = "POST /endpoints/delay/outcomes";
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Outcomes_of_a_csv_file_are_told_with_ids_that_are_the_same_each_time()
    {
        File.WriteAllText(In("day.csv"), "flight,arrived,landed\n0017,12.5,2001-01-02T03:04:05Z\nAA1,true,\nAA2,late,\nAA3,9007199254740993,\n");
        var server = new FakeServer().On(Outcomes, """{"accepted":4}""");

        var run = await Session.RunAsync(server, $"outcomes put delay {In("day.csv")} --key flight --value arrived --at landed --json");
        await Session.RunAsync(server, $"outcomes put delay {In("day.csv")} --key flight --value arrived --at landed");

        run.Code.ShouldBe(0, run.Error);
        run.Out.ShouldContain("\"told\": 4");
        server.Bodies[0].ShouldBe(server.Bodies[1]);
        JsonArray told = JsonNode.Parse(server.Bodies[0])!.AsArray();
        told.Select(o => $"{o!["key"]} {o["value"]!.ToJsonString()} {o["at"]}").ShouldBe(["0017 12.5 2001-01-02T03:04:05Z", "AA1 true ", "AA2 \"late\" ", "AA3 9007199254740993 "]);
        told.Select(o => (string)o!["id"]!).Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public async Task Outcomes_of_a_parquet_file_keep_their_types_and_go_in_parts()
    {
        using (var database = new DuckDatabase())
        using (DuckConnection duck = database.Connect())
            duck.Execute($"copy (select 'r' || i || '.0' as prediction_id, i / 4 as value, timestamp '2001-01-01' as at from range(6000) t(i)) to {DuckSql.Literal(In("o.parquet"))} (format parquet)");
        var server = new FakeServer().On(Outcomes, """{"accepted":5000}""");

        var run = await Session.RunAsync(server, $"outcomes put delay {In("o.parquet")}");

        run.Code.ShouldBe(0, run.Error);
        server.Bodies.Select(b => JsonNode.Parse(b)!.AsArray().Count).ShouldBe([5000, 1000]);
        JsonNode third = JsonNode.Parse(server.Bodies[0])![3]!;
        ((string)third["prediction_id"]!, third["value"]!.ToJsonString(), (string)third["at"]!).ShouldBe(("r3.0", "0.75", "2001-01-01T00:00:00.0000000Z"));
    }

    [Fact]
    public async Task A_refused_part_says_which_rows_of_the_file_it_is()
    {
        File.WriteAllText(In("day.csv"), "key,value\n" + string.Concat(Enumerable.Range(0, 5001).Select(i => $"k{i},1\n")));
        var server = new FakeServer().On(Outcomes, """{"accepted":5000}""").On(Outcomes, """{"title":"Malformed","status":400,"detail":"Outcome [0] has no 'value'."}""", HttpStatusCode.BadRequest);

        var run = await Session.RunAsync(server, $"outcomes put delay {In("day.csv")}");

        run.Code.ShouldBe(2);
        run.Error.ShouldContain("row 5001 of the file");
        run.Error.ShouldContain("Outcome [0]");
    }

    [Theory]
    [InlineData("key,other\na,1\n", "", "no column 'value'")]
    [InlineData("other,value\na,1\n", "", "neither a column 'prediction_id' nor 'key'")]
    [InlineData("key,value\na,1\n", "--key flight", "no column 'flight'")]
    public async Task A_file_without_the_columns_is_a_mistake_of_use(string csv, string options, string holds)
    {
        File.WriteAllText(In("day.csv"), csv);
        var run = await Session.RunAsync(new FakeServer(), $"outcomes put delay {In("day.csv")} {options}".TrimEnd());
        (run.Code, run.Error.Contains(holds, StringComparison.Ordinal)).ShouldBe((2, true), run.Error);
    }

    [Fact]
    public async Task The_log_is_exported_a_file_for_each_part_and_older_files_are_told()
    {
        Directory.CreateDirectory(In("out"));
        File.WriteAllText(In("out/predictions-2001-01-01-000007.parquet"), "old");
        const string log = "/api/v1/projects/p/endpoints/delay/log";
        var server = new FakeServer().On($"GET {log}?from=2001-01-01&to=2001-01-02", """{"items":[{"name":"predictions-2001-01-01-000001.parquet","digest":"sha256:aa"},{"name":"outcomes-2001-01-02-000001.parquet","digest":"sha256:bb"}]}""")
            .On($"GET {log}/sha256%3Aaa", "one").On($"GET {log}/sha256%3Abb", "two");

        var run = await Session.RunAsync(server, $"endpoints log delay -p p --from 2001-01-01 --to 2001-01-02 --out {In("out")}");

        run.Code.ShouldBe(0, run.Error);
        run.Error.ShouldContain("1 files of an earlier export");
        Directory.GetFiles(In("out")).Order().Select(f => (Path.GetFileName(f), File.ReadAllText(f)))
            .ShouldBe([("outcomes-2001-01-02-000001.parquet", "two"), ("predictions-2001-01-01-000001.parquet", "one"), ("predictions-2001-01-01-000007.parquet", "old")]);
    }

    private string In(string name) => Path.Combine(_folder, name);
}
