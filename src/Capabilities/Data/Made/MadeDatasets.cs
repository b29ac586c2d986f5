using System.Text.Json;
using Cairn.Contracts;
using Cairn.Contracts.Projects;
using Cairn.Data.Arrivals;
using Cairn.Data.Datasets;
using Cairn.Data.Ingest;
using Cairn.Data.Removal;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Data.Made;

/// <inheritdoc cref="IMadeDatasets"/>
internal sealed class MadeDatasets(IDatabase database, IArtifactStore artifacts, TableReading reading, IngestRecords records, MadeParts parts) : IMadeDatasets
{
    public async Task<string> RegisterAsync(MadeTable table, CancellationToken cancellation)
    {
        if (await database.ReadAsync(s => parts.Versions.Newest(s, table.Project, table.Name, table.Partition), cancellation) is { DeletedAt: null } same && same.SourceDigest == table.Digest) return same.Id;
        using IDisposable kept = await parts.Gate.KeepAsync(cancellation);
        var row = new ArrivalRow { RunId = "made-" + Ulid.New(parts.Real.Now), Project = table.Project, Source = table.Name, Partition = table.Partition, Attempt = 1, SourceUri = $"run:{table.RunId}", SourceDigest = table.Digest };
        Finding finding = await ReadAsync(row, table, cancellation);
        if (finding.Table is null || finding.Profile is null) throw new InvalidDataException(finding.Reason ?? "What the run made is no table.");
        ArrivalRow made = row with
        {
            RunId = table.RunId,
            Rows = finding.Verdict!.Rows,
            Bytes = finding.Table.Size,
            TableDigest = finding.Table.Digest,
            ProfileDigest = finding.Profile.Digest,
            SchemaJson = JsonSerializer.Serialize(finding.Verdict.Schema, IngestFiles.Json),
        };
        return await database.WriteAsync(s => records.Register(s, made, table.Actor, table.Cause, "made by a run"), cancellation: cancellation);
    }

    private async Task<Finding> ReadAsync(ArrivalRow row, MadeTable table, CancellationToken cancellation)
    {
        try
        {
            Sources.Kinds.Stage stage = parts.Staging.Open(row.RunId);
            await using Stream content = await artifacts.OpenAsync(table.Digest, cancellation);
            await stage.AddAsync(".parquet", content, cancellation);
            return await reading.ReadAsync(row, new DataSource(table.Name, row.SourceUri), stage, parts.Clock.GetUtcNow(), cancellation);
        }
        finally
        {
            parts.Staging.Remove(row.RunId);
        }
    }
}

/// <summary>What made datasets are registered with.</summary>
internal sealed record MadeParts(VersionStore Versions, Staging Staging, ObjectGate Gate, RealTime Real, TimeProvider Clock);
