using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Data.Arrivals;
using Cairn.Data.Datasets;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Data.Ingest;

/// <summary>Puts gatherings on record: rows and events in one transaction, each once however often it is asked.</summary>
internal sealed class IngestRecords(ArrivalStore arrivals, VersionStore versions, ILedger ledger, RealTime real, TimeProvider clock)
{
    /// <summary>Begins a gathering, or takes up the one that a dead server left running.</summary>
    public ArrivalRow Start(SqlSession s, IngestRequest request, string uri, string fingerprint)
    {
        if (arrivals.TakeUp(s, request.Project, request.Source.Name, request.Partition, uri, fingerprint) is { } open) return open;
        string id = ArrivalRow.RunIdPrefix + Ulid.New(real.Now);
        LedgerEvent started = ledger.Append(s, new EventDraft("run.started", id, request.Project, request.Actor)
        {
            Data = new JsonObject { ["purpose"] = "ingest", ["trigger"] = request.Trigger, ["source"] = uri, ["partition"] = Text(request.Partition) },
        });
        var row = new ArrivalRow
        {
            RunId = id,
            Project = request.Project,
            Source = request.Source.Name,
            Partition = request.Partition,
            TriggerKind = request.Trigger,
            SourceUri = uri,
            Fingerprint = fingerprint,
            StartedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            StartedEvent = started.Id,
            Attempt = 1,
        };
        arrivals.Insert(s, row);
        return row;
    }

    /// <summary>Ends it: the version if there is to be one, then the run. Does nothing when it was ended before.</summary>
    public ArrivalRow Finish(SqlSession s, ArrivalRow row, Finding finding, Actor actor)
    {
        ArrivalRow done = row with
        {
            State = ArrivalRow.Word(finding.State),
            SourceDigest = finding.SourceDigest,
            Rows = finding.Verdict?.Rows,
            Bytes = finding.Table?.Size,
            TableDigest = finding.Table?.Digest,
            ProfileDigest = finding.Profile?.Digest,
            SchemaJson = finding.Verdict is { } v ? JsonSerializer.Serialize(v.Schema, IngestFiles.Json) : null,
            Rules = finding.Verdict is { } w ? JsonSerializer.Serialize(w.Rules, IngestFiles.Json) : null,
            NewestEventAt = finding.Verdict?.Newest?.ToUnixTimeMilliseconds(),
            Failure = finding.Failure,
            Reason = finding.Reason,
            FinishedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        if (arrivals.Newest(s, row.Project, row.Source, row.Partition) is not { } present || present.RunId != row.RunId || present.State != "running") return row;
        if (finding.State is ArrivalState.Accepted or ArrivalState.Warned) done = done with { VersionId = Register(s, done, actor, row.StartedEvent, finding.Reason) };
        done = done with { FinishedEvent = ledger.Append(s, Finished(done, finding, actor)).Id };
        arrivals.Finish(s, done);
        return done;
    }

    /// <summary>The version of an arrival's table: a new one, unless the partition's newest has the same content.</summary>
    public string Register(SqlSession s, ArrivalRow row, Actor actor, string cause, string? note)
    {
        if (versions.Newest(s, row.Project, row.Source, row.Partition) is { } newest && newest.Digest == row.TableDigest) return newest.Id;
        string id = "dsv-" + Ulid.New(real.Now);
        int number = versions.NextNumber(s, row.Project, row.Source);
        LedgerEvent registered = ledger.Append(s, new EventDraft("version.registered", id, row.Project, actor)
        {
            SubjectDigest = row.TableDigest,
            Cause = [cause],
            Digests = new Dictionary<string, string>(StringComparer.Ordinal) { ["source"] = row.SourceDigest!, ["profile"] = row.ProfileDigest! },
            Data = new JsonObject
            {
                ["noun"] = "dataset",
                ["name"] = row.Source,
                ["number"] = number,
                ["digest"] = row.TableDigest,
                ["run"] = row.RunId,
                ["source"] = row.SourceUri,
                ["rows"] = row.Rows,
                ["bytes"] = row.Bytes,
                ["partition"] = Text(row.Partition),
                ["note"] = note,
            },
        });
        versions.Insert(s, new VersionRow
        {
            Id = id,
            Project = row.Project,
            Source = row.Source,
            Partition = row.Partition,
            Number = number,
            Digest = row.TableDigest!,
            Rows = row.Rows!.Value,
            Bytes = row.Bytes!.Value,
            SchemaJson = row.SchemaJson!,
            ProfileDigest = row.ProfileDigest!,
            NewestEventAt = row.NewestEventAt,
            ArrivedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
            EventId = registered.Id,
            RunId = row.RunId,
            SourceUri = row.SourceUri,
            SourceDigest = row.SourceDigest!,
        });
        return id;
    }

    private static EventDraft Finished(ArrivalRow row, Finding finding, Actor actor) => new("run.finished", row.RunId, row.Project, actor)
    {
        SubjectDigest = row.SourceDigest,
        Cause = [row.StartedEvent],
        Data = new JsonObject
        {
            ["purpose"] = "ingest",
            ["status"] = row.VersionId is not null ? "succeeded" : row.Failure == "cancelled" ? "cancelled" : "failed",
            ["trigger"] = row.TriggerKind,
            ["source"] = row.SourceUri,
            ["partition"] = Text(row.Partition),
            ["rows"] = row.Rows,
            ["failure"] = row.Failure,
            ["reason"] = row.Reason,
            ["inputs"] = finding.MadeOf.Count > 0 ? new JsonArray([.. finding.MadeOf.Select(i => (JsonNode)i)]) : null,
            ["outputs"] = row.VersionId is { } version ? new JsonArray(version) : null,
            ["cpu_s"] = finding.CpuSeconds,
            ["peak_mb"] = finding.PeakMemory >> 20,
        },
    };

    private static string? Text(string partition) => partition.Length == 0 ? null : partition;
}
