using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Projects;
using Cairn.Data.Arrivals;
using Cairn.Data.Datasets;
using Cairn.Data.Sources.Kinds;
using Cairn.Data.Tags;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;

namespace Cairn.Data.Ingest;

/// <summary>Has staged files read and judged by a child process, and stores what it made.</summary>
internal sealed class TableReading(ICompute compute, IDatabase database, ReadingParts parts, IArtifactStore artifacts, DataOptions options)
{
    private const int Trailing = 7, OurFault = 70, KilledFromOutside = 137, Unstarted = -1;
    private const long Besides = 512L << 20;

    /// <exception cref="InvalidOperationException">The reading itself failed, not the data; to be tried again.</exception>
    public async Task<Finding> ReadAsync(ArrivalRow arrival, DataSource source, Stage staged, DateTimeOffset now, CancellationToken cancellation)
    {
        (long? rowsBefore, string? reference, string? against) = await BeforeAsync(arrival, cancellation);
        var parameters = new IngestParameters(staged.Names, source.Format, source.Expect, source.Time, rowsBefore, now, options.Memory, options.ColumnLimit, options.ArrivalLimit) 
        {
            Columns = staged.Columns,
            Select = source.Columns.Count > 0 ? source.Columns : null,
            Where = source.Where,
        };
        Dictionary<string, string> inputs = new(StringComparer.Ordinal) { ["data"] = staged.Folder };
        if (reference is not null) inputs["reference"] = await artifacts.PathAsync(reference, cancellation);
        if (against is not null && source.Expect.Columns.Any(c => c.Distribution is not null)) inputs["against"] = await artifacts.PathAsync(against, cancellation);
        await AddReferencesAsync(inputs, arrival, source, staged, cancellation);
        var task = new ComputeTask($"{arrival.RunId}.{arrival.Attempt}", arrival.Project, compute.BuiltIn("ingest"))
        {
            Inputs = inputs,
            Outputs = [IngestFiles.Port],
            Parameters = (JsonObject)JsonSerializer.SerializeToNode(parameters, IngestFiles.Json)!,
            Memory = options.Memory + Besides,
            Timeout = options.Timeout,
        };
        ComputeResult result = await compute.RunAsync(task, cancellation);
        try
        {
            Finding finding = result.Succeeded ? await TakeAsync(result.OutputPaths[IngestFiles.Port], source.OnFail, cancellation) : Failed(result, cancellation);
            return finding with { SourceDigest = staged.Digest, CpuSeconds = result.CpuSeconds, PeakMemory = result.PeakMemory };
        }
        finally
        {
            await compute.ReleaseAsync(task.Key);
        }
    }

    private async Task<Finding> TakeAsync(string folder, OnFail onFail, CancellationToken cancellation)
    {
        await using FileStream file = File.OpenRead(Path.Combine(folder, IngestFiles.Verdict));
        IngestVerdict verdict = (await JsonSerializer.DeserializeAsync<IngestVerdict>(file, IngestFiles.Json, cancellation))!;
        if (verdict.Unreadable is not null) return new Finding(ArrivalState.Quarantined, "unreadable", verdict.Unreadable) { Verdict = verdict };
        Artifact table = await artifacts.PutFileAsync(Path.Combine(folder, IngestFiles.Table), cancellation);
        Artifact profile = await artifacts.PutFileAsync(Path.Combine(folder, IngestFiles.Profile), cancellation);
        Finding finding = verdict.Holds ? new Finding(ArrivalState.Accepted)
            : new Finding(onFail == OnFail.Warn ? ArrivalState.Warned : ArrivalState.Quarantined, "contract", string.Join("; ", verdict.Rules.Where(r => !r.Ok)));
        return finding with { Verdict = verdict, Table = table, Profile = profile };
    }

    private static Finding Failed(ComputeResult result, CancellationToken cancellation)
    {
        if (result.Outcome == ComputeOutcome.Cancelled)
        {
            cancellation.ThrowIfCancellationRequested();
            return new Finding(ArrivalState.Failed, "cancelled", "It was cancelled by hand.");
        }
        if (result.Outcome == ComputeOutcome.Failed && result.ExitCode is OurFault or Unstarted or KilledFromOutside) throw new InvalidOperationException($"The reading of the data failed. {result.Reason}");
        // The reader died of these bytes: they are kept away from everything else.
        return new Finding(ArrivalState.Quarantined, "unreadable", $"The reader did not survive it. {result.Reason}");
    }

    private async Task AddReferencesAsync(Dictionary<string, string> inputs, ArrivalRow arrival, DataSource source, Stage staged, CancellationToken cancellation)
    {
        int i = 0;
        foreach (ColumnReference reference in source.Expect.Columns.Where(c => c.Refers is not null).Select(c => c.Refers!))
        {
            List<string> paths = [];
            foreach (DatasetVersion version in await parts.Datasets.KnownAsync(arrival.Project, reference.Source, null, cancellation)) paths.Add(await artifacts.PathAsync(version.Digest, cancellation));
            // Beside the folder with the data, so that it is not taken for them.
            string list = $"{staged.Folder}.refers-{i}";
            await File.WriteAllLinesAsync(list, paths, cancellation);
            inputs[$"refers_{i++}"] = list;
        }
    }

    private async Task<(long? Rows, string? Edges, string? Against)> BeforeAsync(ArrivalRow arrival, CancellationToken cancellation) => await database.ReadAsync(s =>
    {
        List<long> rows = [.. parts.Versions.RowsBefore(s, arrival.Project, arrival.Source, arrival.Partition, Trailing).Order()];
        string? first = parts.Versions.First(s, arrival.Project, arrival.Source)?.ProfileDigest;
        string? tagged = parts.Tags.VersionOf(s, arrival.Project, arrival.Source, ReadingParts.ReferenceTag) is { } id ? parts.Versions.Find(s, id)?.ProfileDigest : null;
        return (rows.Count == 0 ? (long?)null : rows[rows.Count / 2], first, tagged ?? first);
    }, cancellation);
}

/// <summary>What is known of a source before it is read.</summary>
internal sealed record ReadingParts(VersionStore Versions, TagStore Tags, IDatasets Datasets)
{
    /// <summary>Tag of the version that distributions are held against.</summary>
    public const string ReferenceTag = "reference";
}
