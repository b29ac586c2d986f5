using System.Text.Json.Nodes;
using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Monitoring;

/// <summary>Announces downtime and ends it, on the record. What has been cannot be announced any more: nothing is excused afterwards.</summary>
internal sealed class DowntimeDesk(IDatabase database, DowntimeStore store, ILedger ledger, TimeProvider clock)
{
    private const string Statement = "planned-downtime";
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>A clock that runs a little ahead is no attempt to excuse what has been.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    /// <param name="draft">Project, endpoint and reason; null times are those of the request.</param>
    public async Task<PlannedDowntime> AnnounceAsync(PlannedDowntime draft, (DateTimeOffset? From, DateTimeOffset? To) span, Actor actor, CancellationToken cancellation)
    {
        DateTimeOffset now = clock.GetUtcNow(), from = span.From ?? now;
        if (string.IsNullOrWhiteSpace(draft.Reason) || draft.Reason.Length > 200) throw ApiException.Invalid("reason", "'reason' says in 1 to 200 characters why the endpoint will be away.");
        if (from < now - Ahead) throw ApiException.Invalid("from", "'from' has passed; downtime is announced before it begins.", "Leave 'from' out to begin now.");
        if (span.To is not { } to || to <= from) throw ApiException.Invalid("to", "'to' must be a time after 'from'.", "For example 2026-05-01T22:30:00Z.");
        if (to - from > Longest) throw ApiException.Invalid("to", "'to' is more than 7 days after 'from'; announce it in parts.");
        PlannedDowntime made = draft with { Id = Ulid.New(now), Begins = from.ToUnixTimeMilliseconds(), Ends = to.ToUnixTimeMilliseconds(), AnnouncedBy = actor.Id, AnnouncedAt = now.ToUnixTimeMilliseconds() };
        await database.WriteAsync(s =>
        {
            store.Insert(s, made);
            Record(s, "statement.made", made, actor);
        }, cancellation: cancellation);
        return made;
    }

    public async Task EndAsync(string project, string id, Actor actor, CancellationToken cancellation) => await database.WriteAsync(s =>
    {
        PlannedDowntime found = store.Find(s, project, id) ?? throw ApiException.NotFound("announced downtime", id);
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (found.Ends <= now) throw ApiException.Conflict("That downtime is over.");
        store.End(s, id, now);
        Record(s, "statement.revoked", found, actor);
    }, cancellation: cancellation);

    private void Record(SqlSession s, string type, PlannedDowntime d, Actor actor) => ledger.Append(s, new EventDraft(type, $"{Statement}:{d.Id}", d.Project, actor)
    {
        Data = new JsonObject
        {
            ["id"] = Statement,
            ["text"] = $"{d.Route ?? "every endpoint"} will be away from {Time(d.Begins)} to {Time(d.Ends)}: {d.Reason}",
            ["expires"] = Time(d.Ends),
        },
    });

    private static string Time(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
}
