using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Contracts.Enrolment;
using Cairn.DuckDb;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>The cache against every mutation: no false hit, at most two false misses, and a reason that names the very difference.</summary>
public sealed class MutationTests
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("CAIRN_SOAK") == "1";

    [Fact]
    public void The_suite_is_large_and_forgives_little()
    {
        Mutations.All.Count.ShouldBeGreaterThanOrEqualTo(40);
        Mutations.All.Count(m => m.FalseMiss).ShouldBeLessThanOrEqualTo(2);
        Mutations.All.Select(m => m.Name).ShouldBeUnique();
    }

    // Each mutation is a run; what an identity is made of does not ask the engine, so the second has its turn in the long tests.
    public static TheoryData<string> Engines => Long ? TestEngines.All : [TestEngines.Sqlite];

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task No_false_hit_and_every_reason_names_the_difference(string engine)
    {
        string programs = Directory.CreateTempSubdirectory("cairn-programs-").FullName;
        var machine = new MutatedMachine(Path.Combine(programs, "bin"));
        // A label is enough for a target that a mutation names: nothing of it is looked at but its image.
        await using PipelineWorld lab = await PipelineWorld.StartAsync(s => s.AddSingleton(machine.Engines), new ComputeOptions { SearchPath = machine.SearchPath, Targets = [new EnrolledTarget("local") { Local = new LocalTarget(null), Labels = ["pods"] }] },
            "project: lab\n", engine);
        string parquet = Rows(lab.World.Directory);
        string begun = await CommitAsync(lab, new MutatedTree(), parquet);
        foreach (string step in Mutations.All.Select(m => m.Step).Distinct())
            PipelineWorld.State(await lab.RunAsync(new { target = step }), step).ShouldBe("succeeded", step);
        var wrong = new List<string>();
        foreach (Mutation mutation in Judged())
            if (await JudgeAsync(lab, machine, mutation, begun, parquet) is { } fault) wrong.Add($"{mutation.Name}: {fault}");
        Directory.Delete(programs, recursive: true);
        wrong.ShouldBeEmpty();
    }

    /// <summary>All in the long tests, else twenty of them, drawn by a seed, in their order.</summary>
    private static IEnumerable<Mutation> Judged()
    {
        if (Long) return Mutations.All;
        var drawn = Mutations.All.OrderBy(m => m.Name, StringComparer.Ordinal).ToArray();
        new Random(1).Shuffle(drawn);
        return Mutations.All.Where(drawn.Take(20).Contains);
    }

    private static async Task<string?> JudgeAsync(PipelineWorld lab, MutatedMachine machine, Mutation mutation, string begun, string parquet)
    {
        machine.Restore();
        // The reason is told against the last result, which is to be the one before the mutation.
        if (mutation.Says is not null) PipelineWorld.State(await lab.RunAsync(new { target = mutation.Step, commit = begun }), mutation.Step).ShouldBe("cached");
        var tree = new MutatedTree();
        mutation.Apply(tree);
        mutation.Machine(machine);
        string step = mutation.StepAfter ?? mutation.Step;
        await CommitAsync(lab, tree, parquet);
        var asked = new Dictionary<string, object?> { ["target"] = step, ["params"] = mutation.Params, ["sample"] = mutation.Sample };
        JsonNode made = PipelineWorld.Step(await lab.RunAsync(asked), step);
        string state = made.Text("state"), why = (string?)made["why"] ?? "";
        if (mutation.Says is { } says) return state is "cached" ? "FALSE HIT" : why.Contains(says, StringComparison.Ordinal) ? null : $"the reason does not say '{says}': {why}";
        if (state != "cached") return $"false miss ({state}): {why} {made["failure"]}";
        // What came from the cache is what an execution makes.
        JsonNode again = PipelineWorld.Step(await lab.RunAsync(new { target = step, no_cache = true }), step);
        return JsonNode.DeepEquals(made["outputs"], again["outputs"]) ? null : "FALSE HIT: an execution makes something else";
    }

    private static async Task<string> CommitAsync(PipelineWorld lab, MutatedTree tree, string parquet)
    {
        tree.WriteTo(lab.Repository);
        Directory.CreateDirectory(Path.Combine(lab.Repository.Path, "data"));
        File.Copy(parquet, Path.Combine(lab.Repository.Path, "data/rows.parquet"), overwrite: true);
        return await lab.CommitAsync();
    }

    private static string Rows(string folder)
    {
        string path = Path.Combine(folder, "rows.parquet");
        using var database = new DuckMemory(1, "256MB");
        using DuckConnection duck = database.Connect();
        duck.Execute($"copy (select i as a, i % 7 as b from range(200) t(i)) to {DuckSql.Literal(path)} (format parquet)");
        return path;
    }
}
