using Cairn.Contracts.Ledger;
using Cairn.Data;
using Cairn.Compute;
using Cairn.Code;
using Cairn.Identity;
using Cairn.Projects;
using Cairn.Registry;
using Cairn.Tracking;
using System.Net;

namespace Cairn.Rooms.Tests.Registry;

/// <summary>What the project file agrees on is registered, version by version.</summary>
public sealed class ContractTests
{
    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_contract_is_registered_when_the_file_changes_it_and_only_then(string engine)
    {
        using var repository = new TestRepository();
        repository.Write("cairn.yaml", File("a: {type: int}, b: {type: text}")).Commit("first");
        await using TestWorld world = await StartAsync(engine);
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = repository.Path, branch = "main" });
        LedgerEvent[] first = await ContractsAsync(world);
        first.Select(e => $"{e.Data["name"]} {e.Data["number"]}").ShouldBe(["data.rows 1", "endpoints.delay 1"]);
        first[1].Data["owners"]!.AsArray().Select(o => (string)o!).ShouldBe(["sim:ada", "sim:ben"]);
        first[0].Data["owners"]!.AsArray().ShouldBeEmpty("the file names nobody for it");
        ((string?)first[1].Data["digest"]).ShouldBe(first[1].Subject.Digest);
        ((string?)first[1].Data["commit"]).ShouldBe(repository.Head);

        // Another order, and something else in the file: the same contracts.
        await CommitAsync(world, repository, File("b: {type: text}, a: {type: int}") + "monitors: {traffic: {watch: delay, metric: requests, over: 24h}}\n");
        (await ContractsAsync(world)).Length.ShouldBe(2);
        await CommitAsync(world, repository, File("b: {type: text}, a: {type: int, range: [0, 9]}"));
        LedgerEvent[] changed = await ContractsAsync(world);
        changed.Length.ShouldBe(3);
        $"{changed[2].Data["name"]} {changed[2].Data["number"]}".ShouldBe("endpoints.delay 2");
        changed[2].Subject.Digest.ShouldNotBe(first[1].Subject.Digest);
        // The same rules in other hands are another agreement.
        await CommitAsync(world, repository, File("b: {type: text}, a: {type: int, range: [0, 9]}").Replace("owners: [data-scientist, software-engineer]", "owners: [data-scientist]", StringComparison.Ordinal));
        (await ContractsAsync(world))[^1].Data["owners"]!.AsArray().Select(o => (string)o!).ShouldBe(["sim:ada"]);
    }

    private static string File(string inputs) => $$$"""
        project: {name: late, owner: sim:ada, people: {data-scientist: [sim:ada], software-engineer: [sim:ben]}}
        data: {rows: {from: "rows/{day}.parquet", expect: {x: {type: float} } } }
        steps:
          train: {run: "true", in: {rows: data.rows}, out: {model: model}}
        endpoints: {delay: {model: train.model, owners: [data-scientist, software-engineer], inputs: {{{{inputs}}}} } }

        """;

    private static async Task CommitAsync(TestWorld world, TestRepository repository, string file)
    {
        repository.Write("cairn.yaml", file).Commit("next");
        await world.Http.SendAsync("POST", "/api/v1/projects/late/sync", HttpStatusCode.OK);
    }

    private static async Task<LedgerEvent[]> ContractsAsync(TestWorld world)
        => [.. (await world.EventsAsync("version.registered")).Where(e => (string?)e.Data["noun"] == "contract").OrderBy(e => e.At)];

    private static Task<TestWorld> StartAsync(string engine) => TestWorld.StartAsync(new TestWorldOptions
    {
        Rooms = s => s.AddIdentity().AddProjects().AddCompute().AddCode().AddData().AddTracking().AddRegistry(),
        Middleware = a => a.UseIdentity(),
        Routes = a => { a.MapIdentity(); a.MapProjects(); },
    }, engine);
}
