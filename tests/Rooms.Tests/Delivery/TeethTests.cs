using Cairn.Contracts.Ledger;
using Cairn.DuckDb;
using Cairn.Registry;

namespace Cairn.Rooms.Tests.Delivery;

/// <summary>Each month a gate is fed what it must refuse and what it must let pass.</summary>
public sealed class TeethTests : IDisposable
{
    /// <summary>The worlds begin on a first of the month, at midnight; gates are probed at 03:30.</summary>
    private static readonly TimeSpan Probed = TimeSpan.FromHours(4);

    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-teeth-").FullName;

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_gate_refuses_shuffled_labels_and_passes_its_champion_trained_again(string engine)
    {
        await using DeliveryWorld at = await RealPipeline.StartAsync(RealPipeline.Learning, engine);
        ModelVersionView champion = await RealPipeline.TrainAsync(at);
        // Two months on one engine; the other sees the first.
        await at.World.AdvanceAsync(engine == TestEngines.Sqlite ? TimeSpan.FromDays(33) : Probed);

        IReadOnlyList<LedgerEvent> events = await at.World.EventsAsync();
        LedgerEvent[] probes = [.. Probes(events)];
        probes.Select(p => $"{p.Data["given"]} {p.Data["seen"]} {p.Data["ok"]} {p.Data["version"]} {p.Grade}").Distinct()
            .ShouldBe([$"bad refused true {champion.Id} 3", $"good passed true {champion.Id} 3"], ignoreOrder: true);
        LedgerEvent[] good = [.. probes.Where(p => (string?)p.Data["given"] == "good")];
        good.ShouldNotBeEmpty();
        foreach (LedgerEvent probe in good)
        {
            ((string?)probe.Data["detail"])!.ShouldContain("the same bytes again");
            LedgerEvent run = events.Single(e => e.Type == "run.finished" && e.Subject.Id == (string?)probe.Data["run"]);
            $"{run.Data["for"]} {run.Data["status"]} {run.Data["cached"]}".ShouldBe("reproduction succeeded 0");
            ((string?)run.Data["commit"]).ShouldBe(champion.Commit);
            (probe.At - run.At).ShouldBeLessThan(TimeSpan.FromDays(15));
        }
        good.Select(p => (string?)p.Data["run"]).Distinct().Count().ShouldBe(good.Length, "each month it is trained again");
        LedgerEvent[] bad = [.. probes.Where(p => (string?)p.Data["given"] == "bad")];
        foreach (LedgerEvent probe in bad)
        {
            ((string?)probe.Data["detail"])!.ShouldStartWith("other bytes; metrics.auc >= 0.7");
            LedgerEvent run = events.Single(e => e.Type == "run.finished" && e.Subject.Id == (string?)probe.Data["run"]);
            $"{run.Data["for"]} {run.Data["status"]} {run.Data["version"]}".ShouldBe("probe succeeded ");
        }
        bad.Length.ShouldBe(good.Length);
        // Nothing of a probe is a candidate: one version, one decision, one release into each environment.
        events.Count(e => e.Type == "version.registered" && (string?)e.Data["noun"] == "model").ShouldBe(1);
        events.Count(e => e.Type == "gate.decided").ShouldBe(1);
        events.Count(e => e.Type == "release.started").ShouldBe(2);
    }

    [Fact]
    public async Task A_gate_that_lets_pass_what_was_trained_on_shuffled_labels_is_told()
    {
        // This training does not look at its labels: shuffled or not, the same model comes out and passes.
        await using DeliveryWorld at = await RealPipeline.StartAsync();
        await RealPipeline.TrainAsync(at);
        await at.World.AdvanceAsync(Probed);
        LedgerEvent bad = Probes(await at.World.EventsAsync()).First(p => (string?)p.Data["given"] == "bad");
        $"{bad.Data["seen"]} {bad.Data["ok"]}".ShouldBe("passed false");
        ((string?)bad.Data["detail"])!.ShouldStartWith("the same bytes again; ");
    }

    [Fact]
    public async Task A_training_whose_tables_have_no_label_proves_nothing()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(
            DeliveryWorld.File().Replace("prepare: {run: \"true\"", "prepare: {run: \"cp plain.parquet \\\"$CAIRN_OUT_TRAIN\\\" && cp test.parquet \\\"$CAIRN_OUT_TEST\\\"\"", StringComparison.Ordinal)
                .Replace("train: {run: \"true\"", "train: {run: \"cp model.onnx \\\"$CAIRN_OUT_MODEL\\\"\"", StringComparison.Ordinal),
            write: repository =>
            {
                RealPipeline.Write(repository);
                using var database = new DuckMemory(1, "256MB");
                using DuckConnection duck = database.Connect();
                duck.Execute($"copy (select * exclude (late) from read_parquet({DuckSql.Literal(Path.Combine(repository.Path, "train.parquet"))})) to {DuckSql.Literal(Path.Combine(repository.Path, "plain.parquet"))} (format parquet)");
            });
        await RealPipeline.TrainAsync(at);
        await at.World.AdvanceAsync(Probed);
        LedgerEvent bad = Probes(await at.World.EventsAsync()).First(p => (string?)p.Data["given"] == "bad");
        $"{bad.Data["seen"]} {bad.Data["ok"]}".ShouldBe("unmade false");
        ((string?)bad.Data["detail"])!.ShouldContain("No input of 'train' is a table with the column 'late'");
    }

    [Fact]
    public async Task A_champion_that_its_record_does_not_make_again_is_told()
    {
        // What is not in the record: a file elsewhere that changes after the first training.
        string other = Path.Combine(_folder, "other.onnx");
        await using DeliveryWorld at = await RealPipeline.StartAsync($"if [ -e {other} ]; then cp {other} \\\"$CAIRN_OUT_MODEL\\\"; else cp model.onnx \\\"$CAIRN_OUT_MODEL\\\"; fi");
        await RealPipeline.TrainAsync(at);
        await File.WriteAllBytesAsync(other, DeliveryWorld.Model(-1), TestContext.Current.CancellationToken);
        await at.World.AdvanceAsync(Probed);
        LedgerEvent good = Probes(await at.World.EventsAsync()).First(p => (string?)p.Data["given"] == "good");
        $"{good.Data["seen"]} {good.Data["ok"]}".ShouldBe("refused false");
        ((string?)good.Data["detail"])!.ShouldStartWith("other bytes; metrics.auc >= 0.7");
    }

    [Fact]
    public async Task A_champion_whose_training_fails_is_told()
    {
        string gone = Path.Combine(_folder, "gone");
        await using DeliveryWorld at = await RealPipeline.StartAsync($"test ! -e {gone} && cp model.onnx \\\"$CAIRN_OUT_MODEL\\\"");
        await RealPipeline.TrainAsync(at);
        await File.WriteAllTextAsync(gone, "", TestContext.Current.CancellationToken);
        await at.World.AdvanceAsync(Probed);
        LedgerEvent good = Probes(await at.World.EventsAsync()).First(p => (string?)p.Data["given"] == "good");
        $"{good.Data["seen"]} {good.Data["ok"]}".ShouldBe("unmade false");
        ((string?)good.Data["detail"])!.ShouldStartWith("The champion could not be made again: train:");
    }

    [Fact]
    public async Task A_champion_without_a_record_cannot_pass_again()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        await at.TrainAsync(DeliveryWorld.Model(1));
        await at.World.AdvanceAsync(Probed);
        LedgerEvent[] probes = [.. Probes(await at.World.EventsAsync())];
        probes.Select(p => $"{p.Data["given"]} {p.Data["seen"]} {p.Data["ok"]}").Distinct().ShouldBe(["bad unmade false", "good unmade false"], ignoreOrder: true);
        probes.ShouldAllBe(p => ((string)p.Data["detail"]!).Contains("not on record"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static IEnumerable<LedgerEvent> Probes(IReadOnlyList<LedgerEvent> events)
        => events.Where(e => e.Type == "probe.finished" && (string?)e.Data["of"] == "gate");
}
