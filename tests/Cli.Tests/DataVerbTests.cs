using System.Net;

namespace Cairn.Cli.Tests;

/// <summary>Verbs that read or write files on this side: check, data get, data put, data contract infer.</summary>
public sealed class DataVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_project_file_without_faults_is_told_in_numbers()
    {
        File.WriteAllText(In("cairn.yaml"), "project: p\ndata:\n  d: {from: a.csv}\n");

        var run = await Session.RunAsync(new FakeServer(), $"check {_folder}");

        (run.Code, run.Out).ShouldBe((0, "p: 1 sources, 0 steps, 0 gates, 0 endpoints, 0 monitors, 0 triggers; no faults\n"));
    }

    [Fact]
    public async Task Faults_are_told_with_their_place_and_fail_the_check()
    {
        File.WriteAllText(In("cairn.yaml"), "project: p\ndata:\n  d: {fro: a.csv}\n");

        var run = await Session.RunAsync(new FakeServer(), $"check {In("cairn.yaml")}");
        var json = await Session.RunAsync(new FakeServer(), $"check {In("cairn.yaml")} --json");

        (run.Code, json.Code).ShouldBe((1, 1));
        run.Out.ShouldContain("cairn.yaml:3:7: data.d.fro: unknown key; did you mean 'from'?\n");
        json.Out.ShouldContain("\"suggestion\": \"from\"");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_a_mistake_of_use()
    {
        (await Session.RunAsync(new FakeServer(), $"check {In("none.yaml")}")).Code.ShouldBe(2);
        (await Session.RunAsync(new FakeServer(), $"data put -p p d {In("none.csv")}")).Code.ShouldBe(2);
    }

    [Fact]
    public async Task A_source_is_exported_a_file_for_each_partition()
    {
        var server = new FakeServer()
            .On("GET /api/v1/projects/p/datasets?known=true&source=d&limit=500", """{"items":[{"id":"dsv-2","source":"d","partition":"2001-01-02T03","number":2},{"id":"dsv-1","source":"d","partition":"","number":1}]}""")
            .On("GET /api/v1/projects/p/datasets/dsv-2/content", "two").On("GET /api/v1/projects/p/datasets/dsv-1/content", "one");

        var run = await Session.RunAsync(server, $"data get d -p p --out {In("out")}");

        run.Code.ShouldBe(0, run.Error);
        Directory.GetFiles(In("out")).Order().Select(f => (Path.GetFileName(f), File.ReadAllText(f))).ShouldBe([("d-1.parquet", "one"), ("d-2001-01-02T03.parquet", "two")]);
    }

    [Fact]
    public async Task What_cannot_be_brought_leaves_no_file_that_looks_whole()
    {
        var server = new FakeServer()
            .On("GET /api/v1/projects/p/datasets/d%40golden", """{"id":"dsv-1","source":"d","partition":"","number":1}""")
            .On("GET /api/v1/projects/p/datasets/dsv-1/content", """{"title":"Gone","status":409,"detail":"The version is deleted."}""", HttpStatusCode.Conflict);

        var run = await Session.RunAsync(server, $"data get d@golden -p p --out {In("out")}");

        run.Code.ShouldBe(1, run.Error);
        Directory.GetFiles(In("out")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_is_pushed_as_it_is()
    {
        File.WriteAllText(In("day.csv"), "x\n1\n");
        var server = new FakeServer().On("POST /api/v1/projects/p/data/d/push?partition=2001-01-02", """{"partition":"2001-01-02","job":"j"}""", HttpStatusCode.Accepted);

        var run = await Session.RunAsync(server, $"data put d {In("day.csv")} -p p --partition 2001-01-02");

        (run.Code, server.Bodies.Single(), run.Out).ShouldBe((0, "x\n1\n", "partition\t2001-01-02\njob\tj\n"));
    }

    [Fact]
    public async Task A_draft_of_a_contract_is_yaml_alone_on_stdout()
    {
        var server = new FakeServer().On("GET /api/v1/projects/p/data/d/contract/draft?last=3", """{"source":"d","versions":3,"yaml":"expect:\n  x: {type: int}\n"}""");

        var run = await Session.RunAsync(server, "data contract infer d -p p --last 3");

        (run.Code, run.Out).ShouldBe((0, "expect:\n  x: {type: int}\n"));
    }

    private string In(string name) => Path.Combine(_folder, name);
}
