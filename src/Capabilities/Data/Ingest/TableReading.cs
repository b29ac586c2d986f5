using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Contracts.Projects;
using Cairn.Data.Arrivals;
using Cairn.Data.Datasets;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;

namespace Cairn.Data.Ingest;

/// <summary>Has staged files read and judged by a child process, and stores what it made.</summary>
internal sealed class TableReading(ICompute compute, IDatabase database, VersionStore versions, IArtifactStore artifacts, DataOptions options)
{
    private const int Trailing = 7, OurFault = 70, KilledFromOutside = 137, Unstarted = -1;
    private const long Besides = 512L << 20;

    /// <exception cref="InvalidOperationException">The reading itself failed, not the data; to be tried again.</exception>
    public async Task<Finding> ReadAsync(ArrivalRow arrival, DataSource source, StagedFiles staged, DateTimeOffset now, CancellationToken cancellation)
    {
        (long? rowsBefore, string? reference) = await BeforeAsync(arrival, cancellation);
        var parameters = new IngestParameters(staged.Names, source.Format, source.Expect, source.Time, rowsBefore, now, options.Memory, options.ColumnLimit);
        Dictionary<string, string> inputs = new(StringComparer.Ordinal) { ["data"] = staged.Folder };
        if (reference is not null) inputs["reference"] = await artifacts.PathAsync(reference, cancellation);
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

    private async Task<(long? Rows, string? Profile)> BeforeAsync(ArrivalRow arrival, CancellationToken cancellation) => await database.ReadAsync(s =>
    {
        List<long> rows = [.. versions.RowsBefore(s, arrival.Project, arrival.Source, arrival.Partition, Trailing).Order()];
        return (rows.Count == 0 ? (long?)null : rows[rows.Count / 2], versions.First(s, arrival.Project, arrival.Source)?.ProfileDigest);
    }, cancellation);
}
