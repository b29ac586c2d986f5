using System.Text.Json.Nodes;
using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Platform.Http;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>Hands versions from person to person, with what the control plane found in the package on the record.</summary>
internal sealed class HandoffDesk(HandoffStore store, PackageCheck package, IRoles roles, ILedger ledger, HandoffParts parts)
{
    public HandoffStore Store => store;

    /// <exception cref="ApiException">400: no such role; 404: no such version.</exception>
    public async Task<Handoff> OfferAsync(string project, string version, string toRole, string? reason, Actor actor, CancellationToken cancellation)
    {
        if (!Roles.All.Contains(toRole)) throw ApiException.Invalid("to_role", $"'to_role' must be one of {string.Join(", ", Roles.All)}.");
        ModelVersionView view = await VersionNames.FindAsync(parts.Models, project, version, cancellation) ?? throw ApiException.NotFound("version", version, "Name it as model/number.");
        IReadOnlyList<string> checklist = await package.FindAsync(view, cancellation);
        return await parts.Database.WriteAsync(s => Offer(s, view, toRole, checklist, (actor, reason)), cancellation: cancellation);
    }

    /// <exception cref="ApiException">403: the sender itself, or somebody without the role; 404; 409: answered before.</exception>
    public Task<Handoff> AnswerAsync(string project, string id, bool accepted, string? reason, Actor actor, CancellationToken cancellation) => parts.Database.WriteAsync(s =>
    {
        Handoff offer = store.Find(s, project, id) ?? throw ApiException.NotFound("handoff", id);
        if (offer.FromPerson == actor.Id) throw ApiException.Forbidden("A hand-off is answered by another person than the one who offered it.");
        if (!roles.RolesOf(s, project, actor.Id).Contains(offer.ToRole))
            throw ApiException.Forbidden($"This was offered to a {offer.ToRole}; you do not hold that role in this project.", roles.HowToHold(s, project, actor.Id, offer.ToRole));
        Handoff answered = offer with { State = accepted ? "accepted" : "refused", AnsweredBy = actor.Id, Reason = reason, AnsweredAt = parts.Clock.GetUtcNow().ToUnixTimeMilliseconds() };
        if (!store.Answer(s, answered)) throw ApiException.Conflict($"Hand-off {id} was answered before: {offer.State}.");
        ledger.Append(s, new EventDraft("handoff.answered", id, project, actor) { Cause = [offer.EventId], Data = new JsonObject { ["version"] = offer.VersionId, ["accepted"] = accepted, ["reason"] = reason } });
        return answered;
    }, cancellation: cancellation);

    private Handoff Offer(SqlSession s, ModelVersionView version, string toRole, IReadOnlyList<string> checklist, (Actor Actor, string? Reason) by)
    {
        string id = "ho-" + Ulid.New(parts.Real.Now);
        LedgerEvent e = ledger.Append(s, new EventDraft("handoff.offered", id, version.Project, by.Actor)
        {
            Cause = [version.EventId],
            SubjectDigest = version.Digest,
            Data = new JsonObject { ["version"] = version.Id, ["to_role"] = toRole, ["checklist"] = new JsonArray([.. checklist.Select(c => (JsonNode)c)]), ["reason"] = by.Reason },
        });
        var handoff = new Handoff
        {
            Id = id,
            Project = version.Project,
            VersionId = version.Id,
            ToRole = toRole,
            FromPerson = by.Actor.Id,
            Checklist = string.Join(' ', checklist),
            Reason = by.Reason,
            OfferedAt = e.At.ToUnixTimeMilliseconds(),
            EventId = e.Id,
        };
        store.Insert(s, handoff);
        return handoff;
    }
}

/// <summary>What the desk works with.</summary>
internal sealed record HandoffParts(IModels Models, IDatabase Database, TimeProvider Clock, RealTime Real);
