namespace Cairn.Maturity.Facts;

/// <summary>What is known of the code and the tests behind a release, from changes, runs, versions and gates.</summary>
internal sealed class ReleaseEvidence(FactSet earlier)
{
    public void Add(Fact release, SubjectLog log)
    {
        Fact? version = earlier.Find("version", release.Text("version"));
        string? commit = log.Text("commit") ?? version?.Text("commit");
        release.Set("verified", commit is not null && Verified(commit));
        if (release.Is("of", "model")) Model(release, version, commit);
        if (release.Is("of", "pipeline")) Pipeline(release, commit);
    }

    private bool Verified(string commit) =>
        earlier.Naming("change", "commit", commit).Concat(earlier.Naming("run", "commit", commit)).Any(f => f.Flag("verified"));

    private void Model(Fact release, Fact? version, string? commit)
    {
        release.Set("scoring_commit", commit);
        if (commit is not null)
            release.Set("tests.unit", Newest(release, earlier.Naming("run", "commit", commit).Where(r => r.Is("suite", "scoring-unit"))));
        if (version is not null)
            release.Set("tests.integration", Newest(release, earlier.Naming("run", "subject", version.Id).Where(r => r.Is("suite", "model-integration"))));
    }

    private static string? Newest(Fact release, IEnumerable<Fact> runs)
    {
        Fact? newest = runs.Where(r => !r.Pending && r.Is("purpose", "test") && r.At <= release.At).MaxBy(r => r.At);
        if (newest is null) return null;
        return newest.Is("status", "succeeded") && newest["tests"] is >= 1.0 ? "passed" : "failed";
    }

    private void Pipeline(Fact release, string? commit)
    {
        if (commit is not null)
        {
            Fact? ci = earlier.Naming("run", "commit", commit).FirstOrDefault(r => r.Is("purpose", "test") && r.Is("status", "succeeded") && r.At <= release.At);
            release.Set("ci", ci?.Id).Set("from_experiment", false);
            Fact? experiment = earlier.Naming("change", "commit", commit).Select(c => c.Text("from_run")).OfType<string>()
                .SelectMany(run => earlier.Named("run", run)).FirstOrDefault();
            if (experiment is not null) release.Set("from_experiment", true).Set("lead_h", (release.At - experiment.Born).TotalHours);
        }
        if (Gated(release)) release.Set("gate", "passed");
    }

    private bool Gated(Fact release)
    {
        if (earlier.Naming("gate", "release", release.Id).Any(g => g.Is("decision", "promote"))) return true;
        return release.Text("version") is { } pipeline && earlier.Naming("version", "pipeline", pipeline)
            .SelectMany(v => earlier.Naming("gate", "version", v.Id)).Any(g => g.Is("decision", "promote"));
    }
}
