using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Maturity;
using Cairn.Maturity.Assess;
using Cairn.Maturity.Facts;
using Cairn.Maturity.Records;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Maturity.Timers;

/// <summary>Puts an assessment on record when it differs from the one before: levels, the digest of all statuses, and which changed.</summary>
internal sealed class AssessmentRecorder(RecordShelf shelf, Assessments assessments, IDatabase database, ILedger ledger)
{
    /// <summary>The assessment now, and whether it was put on record.</summary>
    public async Task<(AssessmentDto Assessment, bool Recorded)> RecordAsync(string project, Actor actor, CancellationToken cancellation)
    {
        AssessmentDto now = await assessments.NowAsync(project, alone: false, cancellation);
        ProjectRecords records = await shelf.ReadAsync(project, cancellation);
        LedgerEvent? last = records.Own.LastOrDefault(e => e.Type == "assessment.made");
        if (last is not null && EventData.Text(last.Data["statuses"]) == now.StatusesDigest && SameLevels(last, now)) return (now, false);
        IReadOnlyList<string> changed = last is null ? [] : Changed(await BeforeAsync(project, last, cancellation), now);
        await database.WriteAsync(s => ledger.Append(s, Draft(project, now, changed, actor)), cancellation: cancellation);
        return (now, true);
    }

    /// <summary>Capabilities whose status differs, in the order of the model.</summary>
    public static IReadOnlyList<string> Changed(AssessmentDto before, AssessmentDto now)
    {
        var statuses = before.Capabilities.ToDictionary(c => c.Id, c => c.Status, StringComparer.Ordinal);
        return [.. now.Capabilities.Where(c => statuses.GetValueOrDefault(c.Id) != c.Status).Select(c => c.Id)];
    }

    // Statuses follow from the events alone, so those of then are folded again instead of being kept.
    private Task<AssessmentDto> BeforeAsync(string project, LedgerEvent last, CancellationToken cancellation) => assessments.AtAsync(project, last.At, new AssessmentOptions(), cancellation);

    private static bool SameLevels(LedgerEvent last, AssessmentDto now)
        => last.Data["levels"] is JsonObject levels && now.Ladders.All(l => EventData.Number(levels[l.Id]) is { } level && (int)level == l.Level);

    private static EventDraft Draft(string project, AssessmentDto now, IReadOnlyList<string> changed, Actor actor)
        => new("assessment.made", $"{project}@{now.AsOf.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}", project, actor)
        {
            At = now.AsOf,
            Data = new JsonObject
            {
                ["model"] = now.ModelDigest,
                ["profile"] = now.Profile,
                ["as_of"] = now.AsOf.UtcDateTime.ToString("O"),
                ["levels"] = new JsonObject(now.Ladders.Select(l => KeyValuePair.Create(l.Id, (JsonNode?)l.Level))),
                ["statuses"] = now.StatusesDigest,
                ["changed"] = new JsonArray([.. changed.Select(c => (JsonNode)c)]),
            },
        };
}
