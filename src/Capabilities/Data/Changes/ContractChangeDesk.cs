using System.Text.Json.Nodes;
using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Data.Changes;

/// <summary>Takes the answers of those who rely on a contract or answer for it. When each who is asked has approved, the change is in force, in the same transaction.</summary>
internal sealed class ContractChangeDesk(IDatabase database, ContractChangeStore store, ContractRoles roles, ILedger ledger, ChangeParts parts)
{
    private const int LongestReason = 500;

    /// <param name="before">Older than this one.</param>
    public Task<List<ContractChangeView>> ListAsync(string project, string? before, int limit, CancellationToken cancellation)
        => database.ReadAsync(s => store.List(s, project, before, limit).Select(c => View(s, c)).ToList(), cancellation);

    public Task<ContractChangeView?> OpenAsync(string project, string source, CancellationToken cancellation)
        => database.ReadAsync(s => store.Open(s, project, source) is { } open ? View(s, open) : null, cancellation);

    /// <param name="asRole">Null: every role that is asked and that the actor holds.</param>
    /// <exception cref="ApiException">400: the answer. 403: not one of those who are asked. 404: no such change. 409: it is settled.</exception>
    public async Task<ContractChangeView> AnswerAsync(string project, string id, string? answer, string? asRole, string? reason, Actor actor, CancellationToken cancellation)
    {
        if (answer is not (ContractAnswer.Given or ContractAnswer.Refused)) throw ApiException.Invalid("answer", "'answer' must be given or refused.");
        if (reason?.Length > LongestReason) throw ApiException.Invalid("reason", $"'reason' has at most {LongestReason} characters.");
        if (answer == ContractAnswer.Refused && string.IsNullOrWhiteSpace(reason)) throw ApiException.Invalid("reason", "'reason' is missing.", "Say what would break.");
        if (actor.Kind != "person") throw ApiException.Forbidden("Only a person can answer.");
        return await database.WriteAsync(s => Answer(s, project, id, new ContractAnswer { Role = asRole ?? "", Answer = answer, Reason = reason, Person = actor.Id }, actor), cancellation: cancellation);
    }

    private ContractChangeView Answer(SqlSession s, string project, string id, ContractAnswer draft, Actor actor)
    {
        // One answer after the other: each sees the one before, and the last of two at once puts the change in force.
        store.Lock(s, id);
        ContractChange change = store.Find(s, project, id) ?? throw ApiException.NotFound("contract change", id);
        if (!change.Open) throw ApiException.Conflict($"The change is {change.State} already.");
        IReadOnlyList<AskedRoles> asked = Asked(s, change);
        IReadOnlyList<string> needed = [.. asked.SelectMany(a => a.Roles).Distinct(StringComparer.Ordinal)], held = Before(s, change).Of(actor.Id);
        if (draft.Role.Length > 0 && !needed.Contains(draft.Role)) throw ApiException.Invalid("as_role", $"The role '{draft.Role}' is not asked.", $"Asked are: {string.Join(", ", needed)}.");
        string[] mine = [.. needed.Where(r => held.Contains(r) && (draft.Role.Length == 0 || r == draft.Role))];
        if (mine.Length == 0) throw ApiException.Forbidden($"Those who rely on '{change.Source}' or answer for it are asked: {string.Join(", ", needed)}.", "A role counts for the change when it was held before the change was proposed.");
        foreach (string role in mine) Record(s, change, draft with { ChangeId = id, Role = role }, actor);
        IReadOnlyList<ContractAnswer> answers = store.Answers(s, id);
        string state = asked.Any(a => a.HaveRefused(answers)) ? ContractChange.Refused
            : asked.All(a => a.HaveAgreed(answers)) ? ContractChange.Approved : ContractChange.Proposed;
        store.Move(s, id, state, state == ContractChange.Approved ? parts.Clocks.Domain.GetUtcNow().ToUnixTimeMilliseconds() : null);
        if (state == ContractChange.Approved) PutInForce(s, change);
        return View(s, store.Find(s, project, id)!);
    }

    private void PutInForce(SqlSession s, ContractChange change)
    {
        store.Put(s, change.Project, change.Source, change.Content);
        foreach (IContractListener listener in parts.Listeners) listener.InForce(s, change.Project, change.Source);
    }

    private void Record(SqlSession s, ContractChange change, ContractAnswer answer, Actor actor)
    {
        LedgerEvent e = ledger.Append(s, new EventDraft(answer.Answer == ContractAnswer.Given ? "approval.given" : "approval.refused", "ap-" + Ulid.New(parts.Clocks.Real.Now), change.Project, actor)
        {
            Cause = [change.EventId],
            Data = new JsonObject { ["of"] = new JsonObject { ["kind"] = "contract", ["id"] = change.Id, ["digest"] = change.Digest }, ["as_role"] = answer.Role, ["reason"] = answer.Reason },
        });
        store.Answer(s, answer with { AnsweredAt = e.At.ToUnixTimeMilliseconds(), EventId = e.Id });
    }

    /// <summary>Each role that answers for a consumer, and one of those that answer for the contract.</summary>
    private IReadOnlyList<AskedRoles> Asked(SqlSession s, ContractChange change)
    {
        ContractRoles.HeldBefore before = Before(s, change);
        IEnumerable<AskedRoles> consumers = before.Answering(ContractChangeView.ConsumersOf(change).Select(c => c.Role)).Select(r => before.Asked([r]));
        return ContractChangeView.OwnersOf(change) is { Count: > 0 } owners ? [.. consumers, before.Asked(before.Answering(owners))] : [.. consumers];
    }

    private ContractRoles.HeldBefore Before(SqlSession s, ContractChange change) => roles.Before(s, change.Project, change.ProposedAt, ContractChangeView.TakenOf(change));

    private ContractChangeView View(SqlSession s, ContractChange change) => ContractChangeView.Of(change, change.Open ? Asked(s, change) : [], store.Answers(s, change.Id));
}

internal sealed record ChangeClocks(RealTime Real, TimeProvider Domain);

/// <summary>What a change is put in force with.</summary>
internal sealed record ChangeParts(ChangeClocks Clocks, IEnumerable<IContractListener> Listeners);
