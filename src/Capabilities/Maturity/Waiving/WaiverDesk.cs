using System.Text.Json.Nodes;
using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Maturity.Api;
using Cairn.Platform.Http;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Maturity.Waiving;

/// <summary>Asks for, approves and revokes waivers. The one who asks cannot approve.</summary>
internal sealed class WaiverDesk(IDatabase database, ILedger ledger, WaiverStore store, TimeProvider time, RealTime real)
{
    public Task<WaiverRow> AskAsync(string project, WaiverAsk ask, Actor actor, CancellationToken cancellation)
    {
        Speaker.RoleOf(actor, ask.AsRole ?? actor.Roles.FirstOrDefault());
        DateTimeOffset now = time.GetUtcNow();
        ask.Check(now);
        var row = new WaiverRow
        {
            Id = "wv-" + Ulid.New(real.Now),
            Project = project,
            Capability = ask.Capability!,
            Reason = ask.Reason!.Trim(),
            AskedBy = actor.Id,
            AskedAt = now.ToUnixTimeMilliseconds(),
            UntilAt = ask.Until!.Value.ToUnixTimeMilliseconds(),
        };
        var data = new JsonObject { ["capability"] = row.Capability, ["reason"] = row.Reason, ["until"] = ask.Until.Value.UtcDateTime.ToString("O") };
        return database.WriteAsync(s =>
        {
            WaiverRow asked = row with { EventId = ledger.Append(s, new EventDraft("waiver.granted", row.Id, project, actor) { Data = data }).Id };
            store.Insert(s, asked);
            return asked;
        }, cancellation: cancellation);
    }

    public Task<WaiverRow> ApproveAsync(string project, string id, string? asRole, Actor actor, CancellationToken cancellation)
    {
        string role = Speaker.RoleOf(actor, asRole ?? actor.Roles.FirstOrDefault());
        return MoveAsync(project, id, WaiverRow.Granted, (s, row) =>
        {
            if (row.State != WaiverRow.Asked) throw ApiException.Conflict($"The waiver is {row.State}.");
            if (row.AskedBy == actor.Id) throw ApiException.Forbidden("Who asks for a waiver cannot approve it.", "Another person who holds a role in the project approves.");
            var of = new JsonObject { ["kind"] = "waiver", ["id"] = id };
            ledger.Append(s, new EventDraft("approval.given", $"{id}:{actor.Id}", project, actor) { Data = new JsonObject { ["of"] = of, ["as_role"] = role }, Cause = [row.EventId] });
            return actor.Id;
        }, cancellation);
    }

    public Task<WaiverRow> RevokeAsync(string project, string id, string? reason, Actor actor, CancellationToken cancellation)
    {
        Speaker.RoleOf(actor, actor.Roles.FirstOrDefault());
        return MoveAsync(project, id, WaiverRow.Revoked, (s, row) =>
        {
            if (row.State == WaiverRow.Revoked) throw ApiException.Conflict("The waiver is revoked already.");
            ledger.Append(s, new EventDraft("waiver.revoked", id, project, actor) { Data = new JsonObject { ["capability"] = row.Capability, ["reason"] = reason }, Cause = [row.EventId] });
            return row.ApprovedBy;
        }, cancellation);
    }

    private Task<WaiverRow> MoveAsync(string project, string id, string state, Func<SqlSession, WaiverRow, string?> act, CancellationToken cancellation) => database.WriteAsync(s =>
    {
        WaiverRow row = store.Find(s, project, id) ?? throw ApiException.NotFound("waiver", id);
        string? approvedBy = act(s, row);
        if (!store.Move(s, row, state, approvedBy)) throw ApiException.Conflict("Somebody else moved the waiver meanwhile.");
        return row with { State = state, ApprovedBy = approvedBy };
    }, cancellation: cancellation);
}
