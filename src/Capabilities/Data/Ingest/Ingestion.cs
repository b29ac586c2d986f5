using System.Runtime.ExceptionServices;
using Cairn.Data.Arrivals;
using Cairn.Data.Removal;
using Cairn.Data.Sources;
using Cairn.Data.Sources.Kinds;
using Cairn.Platform.Sql;

namespace Cairn.Data.Ingest;

/// <summary>
/// Gathers one partition from start to record. It may be cut off anywhere and run again: bytes are kept by content, rows and events are
/// written once at the end, and what is half made is made anew.
/// </summary>
internal sealed class Ingestion(IDatabase database, IngestRecords records, SourceCatalog kinds, Staging staging, IngestParts parts)
{
    /// <exception cref="SourceFaultException">The source does not answer as it should; the gathering stays open, to be tried again.</exception>
    public async Task<ArrivalRow> RunAsync(IngestRequest request, CancellationToken cancellation)
    {
        var ask = new SourceAsk(request.Project, request.Source, request.Partition, request.Known);
        (Offer offer, Exception? fault) = await LookAsync(ask, cancellation);
        ArrivalRow row = await database.WriteAsync(s => records.Start(s, request, offer.Uri, offer.Fingerprint), cancellation: cancellation);
        if (fault is not null and not UnusableSourceException) ExceptionDispatchInfo.Throw(fault);
        using IDisposable kept = await parts.Gate.KeepAsync(cancellation);
        Finding finding = fault is not null ? new Finding(ArrivalState.Failed, "unusable", fault.Message)
            : offer.Absent ? new Finding(ArrivalState.Missing, "missing", "It was due, and it is not there.")
            : offer.Size > parts.Options.ArrivalLimit ? new Finding(ArrivalState.Quarantined, "unreadable", new TooLargeException(parts.Options.ArrivalLimit).Message)
            : await TakeAsync(row, ask with { Attempt = $"{row.RunId}.{row.Attempt}.get" }, offer, cancellation);
        ArrivalRow done = await database.WriteAsync(s => records.Finish(s, row, finding, request.Actor), cancellation: cancellation);
        staging.Remove(row.RunId);
        return done;
    }

    /// <summary>Puts on record that every attempt at it failed for reasons of ours.</summary>
    public Task GiveUpAsync(ArrivalRow row, string reason, Contracts.Ledger.Actor actor)
        => database.WriteAsync(s => records.Finish(s, row, new Finding(ArrivalState.Failed, ArrivalRow.GivenUp, reason), actor), cancellation: CancellationToken.None);

    private async Task<Finding> TakeAsync(ArrivalRow row, SourceAsk ask, Offer offer, CancellationToken cancellation)
        => (await kinds.Of(ask.Source).KeptAsync(ask, offer, cancellation) ?? await ReadAsync(row, ask, offer, cancellation)) with { MadeOf = offer.MadeOf };

    private async Task<Finding> ReadAsync(ArrivalRow row, SourceAsk ask, Offer offer, CancellationToken cancellation)
    {
        Stage stage = staging.Open(row.RunId);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(parts.Options.Timeout);
        try
        {
            await kinds.Of(ask.Source).FetchAsync(ask, offer, stage, limit.Token);
        }
        catch (UnusableSourceException e)
        {
            return new Finding(ArrivalState.Failed, "unusable", e.Message);
        }
        catch (TooLargeException e)
        {
            return new Finding(ArrivalState.Quarantined, "unreadable", e.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new SourceFaultException($"It took longer than {parts.Options.Timeout} to bring.");
        }
        return await parts.Reading.ReadAsync(row, ask.Source, stage, parts.Clock.GetUtcNow(), cancellation);
    }

    private async Task<(Offer Offer, Exception? Fault)> LookAsync(SourceAsk ask, CancellationToken cancellation)
    {
        try
        {
            return (await kinds.Of(ask.Source).LookAsync(ask, cancellation), null);
        }
        catch (Exception e) when (e is UnusableSourceException or SourceFaultException or IOException)
        {
            return (Offer.Nothing(ask.Source.From.Length > 0 ? ask.Source.From : "command:" + ask.Source.Name), e);
        }
    }
}

/// <summary>What a gathering works with.</summary>
internal sealed record IngestParts(TableReading Reading, DataOptions Options, ObjectGate Gate, TimeProvider Clock);
