using System.Globalization;
using System.Text.Json;
using Cairn.Contracts.Projects;
using Cairn.Data;
using Cairn.Platform;
using Cairn.Platform.Artifacts;

namespace Cairn.Pipelines.Runs;

/// <summary>
/// Which dataset versions a run reads: those known when it was made, fixed for the whole run, so that a run that goes on after a crash
/// reads the same. A source reaches a step as a folder of Parquet files, one a partition.
/// </summary>
internal sealed class RunInputs(IDatasets datasets, PlatformOptions options)
{
    private const string DayForm = "yyyy-MM-dd";

    /// <summary>Source -> version ids, for every source the steps read.</summary>
    public async Task<Dictionary<string, string[]>> PinAsync(RunPlan plan, PipelineRun run, CancellationToken cancellation)
    {
        DateTimeOffset asOf = DateTimeOffset.FromUnixTimeMilliseconds(run.CreatedAt);
        var pinned = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (string source in plan.Steps.SelectMany(s => s.In.Values).Where(r => r.IsData).Select(r => r.Owner).Distinct(StringComparer.Ordinal))
            pinned[source] = [.. Recent(await datasets.KnownAsync(run.Project, source, asOf, cancellation), LastOf(plan, source)).Select(v => v.Id)];
        return pinned;
    }

    /// <summary>The versions of a source that the run reads, looked up once for all its steps.</summary>
    /// <exception cref="FileNotFoundException">One of them is gone.</exception>
    public async Task<IReadOnlyList<DatasetVersion>> VersionsAsync(PipelineRun run, RunPlan plan, string source, CancellationToken cancellation)
    {
        if (plan.Versions.TryGetValue(source, out IReadOnlyList<DatasetVersion>? known)) return known;
        string[] pinned = JsonSerializer.Deserialize<Dictionary<string, string[]>>(run.Inputs!)![source];
        Dictionary<string, DatasetVersion> found = (await datasets.ChosenAsync(run.Project, source, pinned, cancellation)).ToDictionary(v => v.Id, StringComparer.Ordinal);
        return plan.Versions[source] = [.. pinned.Select(id => found.GetValueOrDefault(id) ?? throw new FileNotFoundException($"the dataset version {id}."))];
    }

    /// <summary>These versions as a folder, one file a partition.</summary>
    public StepInput Folder(PipelineRun run, string name, IReadOnlyList<DatasetVersion> versions) => new(Digest.Of(string.Join('\n', versions.Select(v => $"{v.Partition} {v.Digest}"))), async () =>
    {
        var files = new List<(string, string)>();
        foreach (DatasetVersion version in versions)
            files.Add(((version.Partition.Length == 0 ? "all" : version.Partition.Replace(':', '-')) + ".parquet", await datasets.PathAsync(version)));
        return Links(run, name, files);
    });

    /// <summary>A file that tells when the newest of a step's data arrived. With the same data it says the same.</summary>
    public async Task<StepInput> AsOfAsync(PipelineRun run, RunPlan plan, Step step, CancellationToken cancellation)
    {
        DateTimeOffset newest = DateTimeOffset.UnixEpoch;
        foreach (PortRef from in step.In.Values.Where(r => r.IsData))
            foreach (DatasetVersion version in await VersionsAsync(run, plan, from.Owner, cancellation))
                if (version.ArrivedAt > newest) newest = version.ArrivedAt;
        string text = newest.ToString("O", CultureInfo.InvariantCulture);
        return new StepInput(Digest.Of(text), async () =>
        {
            string folder = Directory.CreateDirectory(Path.Combine(options.Folder("runs"), run.Id)).FullName, path = Path.Combine(folder, $"{step.Name}.as_of");
            await File.WriteAllTextAsync(path, text, CancellationToken.None);
            return path;
        });
    }

    /// <summary>A folder of the run with links to these files.</summary>
    public string Links(PipelineRun run, string name, IEnumerable<(string Name, string Path)> files)
    {
        string folder = Path.Combine(options.Folder("runs"), run.Id, name);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        foreach ((string file, string path) in files) File.CreateSymbolicLink(Path.Combine(folder, file), path);
        return folder;
    }

    public void Release(string runId)
    {
        string folder = Path.Combine(options.Folder("runs"), runId);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    // A step may ask for the newest part only (`last: 56d`); a source read by several steps is fixed for the longest.
    private static TimeSpan? LastOf(RunPlan plan, string source)
    {
        var spans = new List<TimeSpan>();
        foreach (Step step in plan.Steps.Where(s => s.In.Values.Any(r => r.IsData && r.Owner == source)))
        {
            if (!step.With.TryGetValue("last", out JsonElement last) || !Durations.TryParse(last.GetString() ?? "", out TimeSpan span)) return null;
            spans.Add(span);
        }
        return spans.Count == 0 ? null : spans.Max();
    }

    private static IEnumerable<DatasetVersion> Recent(IReadOnlyList<DatasetVersion> versions, TimeSpan? last)
    {
        if (last is null || versions.Count == 0 || !TryDay(versions[^1], out DateOnly newest)) return versions;
        DateOnly from = newest.AddDays(-(int)last.Value.TotalDays);
        return versions.Where(v => TryDay(v, out DateOnly day) && day > from);
    }

    private static bool TryDay(DatasetVersion version, out DateOnly day) => DateOnly.TryParseExact(version.Partition, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
