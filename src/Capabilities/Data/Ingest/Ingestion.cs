using Cairn.Data.Arrivals;
using Cairn.Data.Sources;
using Cairn.Platform.Sql;

namespace Cairn.Data.Ingest;

/// <summary>
/// Gathers one partition from start to record. It may be cut off anywhere and run again: bytes are kept by content, rows and events are
/// written once at the end, and what is half made is made anew.
/// </summary>
internal sealed class Ingestion(IDatabase database, IngestRecords records, SourceFiles files, Staging staging, IngestParts parts)
{
    public async Task<ArrivalRow> RunAsync(IngestRequest request, CancellationToken cancellation)
    {
        (IReadOnlyList<FileInfo> found, string? unusable) = Find(request);
        string uri = Uri(request, found);
        ArrivalRow row = await database.WriteAsync(s => records.Start(s, request, uri, SourceFiles.Fingerprint(found)), cancellation: cancellation);
        Finding finding = unusable is not null ? new Finding(ArrivalState.Failed, "unusable", unusable)
            : found.Count == 0 ? new Finding(ArrivalState.Missing, "missing", "It was due, and there is no such file.")
            : found.Sum(f => f.Length) > parts.Options.ArrivalLimit ? new Finding(ArrivalState.Quarantined, "unreadable", $"It is larger than the {parts.Options.ArrivalLimit >> 20} MiB allowed.")
            : await ReadAsync(row, request, found, cancellation);
        ArrivalRow done = await database.WriteAsync(s => records.Finish(s, row, finding, request.Actor), cancellation: cancellation);
        staging.Remove(row.RunId);
        return done;
    }

    /// <summary>Puts on record that every attempt at it failed for reasons of ours.</summary>
    public Task GiveUpAsync(ArrivalRow row, string reason, Contracts.Ledger.Actor actor)
        => database.WriteAsync(s => records.Finish(s, row, new Finding(ArrivalState.Failed, "internal", reason), actor), cancellation: CancellationToken.None);

    private async Task<Finding> ReadAsync(ArrivalRow row, IngestRequest request, IReadOnlyList<FileInfo> found, CancellationToken cancellation)
    {
        StagedFiles staged = await staging.CopyAsync(row.RunId, found, cancellation);
        return await parts.Reading.ReadAsync(row, request.Source, staged, parts.Clock.GetUtcNow(), cancellation);
    }

    private (IReadOnlyList<FileInfo> Found, string? Unusable) Find(IngestRequest request)
    {
        if (request.Path is not { } path) return ([], "Only files are gathered by this server: 'from' must be a path.");
        try
        {
            return (files.Find(request.Project, path), null);
        }
        catch (UnusableSourceException e)
        {
            return ([], e.Message);
        }
    }

    private string Uri(IngestRequest request, IReadOnlyList<FileInfo> found)
        => request.Path is null ? request.Source.From : "file://" + (found.Count == 1 ? found[0].FullName : Path.GetFullPath(request.Path, files.DropFolder(request.Project)));
}

/// <summary>What a gathering works with.</summary>
internal sealed record IngestParts(TableReading Reading, DataOptions Options, TimeProvider Clock);
