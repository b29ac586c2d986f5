using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Projects;

namespace Cairn.Sdk.Tests.Projects;

public class ExampleTests
{
    private static readonly ProjectFile File = Read(Samples.Example);

    [Fact]
    public void A_first_day_file_is_a_dozen_lines()
    {
        const string text = """
            project: flight-delay
            data:
              flights:
                from: flights/*.parquet
                every: new
            steps:
              train:
                use: train
                in: {train: data.flights}
                with: {label: late}
              evaluate: {use: evaluate, in: {model: train.model, test: data.flights}}
            """;
        var file = Read(text);
        file.Data["flights"].OnNew.ShouldBeTrue();
        file.Steps["train"].Out.Keys.ShouldBe(["model", "metrics"]);
        file.Order.ShouldBe(["train", "evaluate"]);
        file.Environments.Keys.ShouldBe(["dev", "test", "production"]);
    }

    [Fact]
    public void Order_comes_from_in_out_and_if()
    {
        File.Order.ShouldBe(["join", "split", "train", "evaluate", "explain"]);
        File.UpTo("train").ShouldBe(["join", "split", "train"]);
        File.Downstream("train").ShouldBe(["evaluate", "explain"]);
        File.Needs("explain").ShouldBe(["train", "split", "evaluate"]);
        Should.Throw<KeyNotFoundException>(() => File.UpTo("nothing"));
    }

    [Fact]
    public void Sources_are_read()
    {
        var flights = File.Data["flights"];
        flights.Every.ShouldBe(new Schedule("day at 02:00", "0 2 * * *", "UTC"));
        flights.Every!.ToQuartz().ShouldBe("0 0 2 * * ?");
        flights.Time.ShouldBe("dep_time");
        flights.OnFail.ShouldBe(OnFail.Quarantine);
        flights.Expect.Rows.ShouldBe(new RowRules(5000, null, 0.3));
        var delay = flights.Expect.Columns.Single(c => c.Name == "dep_delay");
        (delay.Type, delay.Range, delay.Missing).ShouldBe((ColumnType.Float, new ValueRange(-120, 3000), 0.02));
        flights.Expect.Columns.Single(c => c.Name == "carrier").In!.Texts.ShouldBe(["AA", "DL", "UA", "WN"]);
        File.Data["weather"].Secret.ShouldBe("METAR_KEY");
    }

    [Fact]
    public void Steps_are_read()
    {
        var train = File.Steps["train"];
        train.In["train"].ShouldBe(new PortRef("split", "train", false));
        train.Params["depth"].GetInt32().ShouldBe(8);
        train.Resources.ShouldBe(new Resources(8, new ByteSize(16_000_000_000), 1, TimeSpan.FromHours(2)));
        train.Retry.For.ShouldBe(["lost", "preempted"]);
        train.Seed.ShouldBe(7);
        train.Sweep!.Goal.ShouldBe(new Goal(true, "auc"));
        train.Sweep.Space["lr"].ShouldBe(new SweepRange(0.01, 0.3, true, false));
        train.Sweep.Space["depth"].ShouldBe(new SweepRange(4, 12, false, true));
        File.Steps["join"].Map!.Unit.ShouldBe("day");
        File.Steps["split"].With["train"].GetString().ShouldBe("60d");
        File.Steps["explain"].If!.Metrics.ShouldBe(["evaluate.metrics.auc"]);
    }

    [Fact]
    public void Releases_monitors_and_triggers_are_read()
    {
        var production = File.Endpoints["delay"].Releases["production"];
        production.Canary.Select(s => s.Permille).ShouldBe([50, 250, 1000]);
        (production.Approve, production.Every).ShouldBe((Roles.SoftwareEngineer, TimeSpan.FromMinutes(30)));
        production.Undo.ShouldHaveSingleItem().Evaluate(_ => 0.02).Verdict.ShouldBe(Verdict.Pass);
        File.Endpoints["delay"].Releases.Keys.ShouldBe(["test", "production"]);
        File.Monitors["drift"].Kind.ShouldBe(MonitorKind.Drift);
        File.Monitors["drift"].FalseAlarms.ShouldBe(new Rate(1, TimeSpan.FromDays(365)));
        File.Monitors["quality"].Kind.ShouldBe(MonitorKind.Quality);
        File.Monitors["quality"].Alert!.Evaluate(m => m == "auc" ? new MetricValue(0.65) : (MetricValue?)null).Verdict.ShouldBe(Verdict.Pass);
        File.Triggers["retrain"].When.ShouldBe([new DataCause("flights"), new MonitorCause("drift"), new MonitorCause("quality")]);
        File.Triggers["retrain"].AtMost.ShouldBe(new Rate(1, TimeSpan.FromHours(6)));
        File.Triggers["check"].When.ShouldBe([new PushCause()]);
        File.Environments["production"].Protected.ShouldBeTrue();
        File.Compute["gpu"].Options["partition"].GetString().ShouldBe("gpu");
    }

    [Fact]
    public void The_project_may_be_a_block_and_code_suites_and_builds_are_read()
    {
        var file = Read(System.IO.File.ReadAllText(Samples.PathOf("team.yaml")));
        file.Project.People[Roles.DataScientist].ShouldBe(["kim"]);
        (file.Project.Serving, file.Project.Profile, file.Project.Target, file.Project.Cadence).ShouldBe((ServingMode.Online, AssessmentProfile.Team, 4, TimeSpan.FromDays(7)));
        file.Suites["scoring-unit"].Area.ShouldBe("scoring");
        file.Builds["client"].Out.ShouldBe("dist/app");
        file.Code["app"].ShouldBe(["app/**"]);
        file.Monitors["latency"].Kind.ShouldBe(MonitorKind.Service);
        file.Monitors["feed"].Kind.ShouldBe(MonitorKind.Data);
        file.Endpoints["delay"].Log.ShouldBe(new LogPolicy(LogMode.Sampled, new Share(0.1m)));
        file.Endpoints["delay"].Releases.Keys.ShouldBe(["test", "staging", "production"]);
        file.Triggers["nightly"].When.ShouldBe([new ScheduleCause(new Schedule("monday at 06:30 Europe/Berlin", "30 6 * * 1", "Europe/Berlin")), new ManualCause(), new IncidentCause()]);
    }

    [Fact]
    public void The_digest_is_of_the_bytes()
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(Samples.Example);
        File.Digest.ShouldBe("sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
        ProjectFile.Parse(bytes, "cairn.yaml").Digest.ShouldBe(File.Digest);
    }

    [Fact]
    public void Later_faults_find_their_place()
    {
        var result = ProjectFile.Parse("project: p\nsteps:\n  a: {run: x, out: {t: table}}\n", "cairn.yaml");
        result.FaultAt("steps.a.run", "no such program").ToString().ShouldBe("cairn.yaml:3:7: steps.a.run: no such program");
        result.FaultAt("steps.a.compute", "full").ToString().ShouldBe("cairn.yaml:3:3: steps.a.compute: full");
    }

    private static ProjectFile Read(string text)
    {
        var result = ProjectFile.Parse(text, "cairn.yaml");
        result.Faults.ShouldBeEmpty();
        return result.File.ShouldNotBeNull();
    }
}
