using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Maturity.Api;
using Cairn.Maturity.Model;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Maturity.Statements;

/// <summary>Statements of people where no record can tell: made and revoked, on the ledger.</summary>
internal sealed class StatementDesk(IDatabase database, ILedger ledger, StatementStore store, TimeProvider time)
{
    /// <exception cref="ApiException">404: no such statement in the model; 403: the role is not held.</exception>
    public Task<StatementRow> MakeAsync(string project, string? id, string? asRole, Actor actor, CancellationToken cancellation)
    {
        AttestationEntry entry = Entry(id);
        string role = Speaker.RoleOf(actor, asRole, entry.Roles);
        DateTimeOffset now = time.GetUtcNow(), expires = now.AddDays(entry.Days);
        var row = new StatementRow
        {
            Project = project,
            Id = entry.Id,
            Person = actor.Id,
            Role = role,
            MadeAt = now.ToUnixTimeMilliseconds(),
            ExpiresAt = expires.ToUnixTimeMilliseconds(),
        };
        var data = new JsonObject
        {
            ["id"] = entry.Id,
            ["as_role"] = role,
            ["text"] = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(entry.Statement))),
            ["expires"] = expires.UtcDateTime.ToString("O"),
        };
        return database.WriteAsync(s =>
        {
            LedgerEvent made = ledger.Append(s, new EventDraft("statement.made", row.Subject, project, actor) { Data = data });
            store.Put(s, row with { EventId = made.Id });
            return row with { EventId = made.Id };
        }, cancellation: cancellation);
    }

    /// <exception cref="ApiException">404: this person made no such statement in that role.</exception>
    public Task RevokeAsync(string project, string id, string? asRole, Actor actor, CancellationToken cancellation)
    {
        AttestationEntry entry = Entry(id);
        string role = Speaker.RoleOf(actor, asRole, entry.Roles);
        return database.WriteAsync(s =>
        {
            StatementRow row = store.Take(s, project, id, actor.Id, role) ?? throw ApiException.NotFound("statement of yours", id);
            ledger.Append(s, new EventDraft("statement.revoked", row.Subject, project, actor) { Data = new JsonObject { ["id"] = id, ["as_role"] = role }, Cause = [row.EventId] });
        }, cancellation: cancellation);
    }

    private static AttestationEntry Entry(string? id) => MaturityModel.Current.File.Attestations.Find(a => a.Id == id)
        ?? throw new ApiException(404, "not-found", $"The model knows no statement '{id}'.")
        {
            Field = "id",
            Mend = "There are: " + string.Join(", ", MaturityModel.Current.File.Attestations.Select(a => a.Id)) + ".",
        };
}
