using System.Text.Json.Nodes;
using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Data.Changes;

/// <summary>Takes the answers of those who rely on a contract. When each role that answers for a consumer has approved, the change is in force, in the same transaction.</summary>
internal sealed class ContractChangeDesk(IDatabase database, ContractChangeStore store, IRoles roles, ILedger ledger, ChangeClocks clocks)
{
    private const string Owner = "owner";
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
        ContractChange change = store.Find(s, project, id) ?? throw ApiException.NotFound("contract change", id);
        if (!change.Open) throw ApiException.Conflict($"The change is {change.State} already.");
        IReadOnlyList<string> needed = Needed(s, change), held = roles.RolesOf(s, project, actor.Id);
        if (draft.Role.Length > 0 && !needed.Contains(draft.Role)) throw ApiException.Invalid("as_role", $"The role '{draft.Role}' is not asked.", $"Asked are: {string.Join(", ", needed)}.");
        string[] mine = [.. needed.Where(r => held.Contains(r) && (draft.Role.Length == 0 || r == draft.Role))];
        if (mine.Length == 0) throw ApiException.Forbidden($"Those who rely on '{change.Source}' answer: {string.Join(", ", needed)}.");
        foreach (string role in mine) Record(s, change, draft with { ChangeId = id, Role = role }, actor);
        IReadOnlyList<ContractAnswer> answers = store.Answers(s, id);
        string state = answers.Any(a => needed.Contains(a.Role) && a.Answer == ContractAnswer.Refused) ? ContractChange.Refused
            : needed.All(r => answers.Any(a => a.Role == r && a.Answer == ContractAnswer.Given)) ? ContractChange.Approved : ContractChange.Proposed;
        store.Move(s, id, state, state == ContractChange.Approved ? clocks.Domain.GetUtcNow().ToUnixTimeMilliseconds() : null);
        if (state == ContractChange.Approved) store.Put(s, project, change.Source, change.Content);
        return View(s, store.Find(s, project, id)!);
    }

    private void Record(SqlSession s, ContractChange change, ContractAnswer answer, Actor actor)
    {
        LedgerEvent e = ledger.Append(s, new EventDraft(answer.Answer == ContractAnswer.Given ? "approval.given" : "approval.refused", "ap-" + Ulid.New(clocks.Real.Now), change.Project, actor)
        {
            Cause = [change.EventId],
            Data = new JsonObject { ["of"] = new JsonObject { ["kind"] = "contract", ["id"] = change.Id, ["digest"] = change.Digest }, ["as_role"] = answer.Role, ["reason"] = answer.Reason },
        });
        store.Answer(s, answer with { AnsweredAt = e.At.ToUnixTimeMilliseconds(), EventId = e.Id });
    }

    /// <summary>The roles that answer for the consumers; the owner stands in where nobody holds one.</summary>
    private IReadOnlyList<string> Needed(SqlSession s, ContractChange change)
    {
        HashSet<string> held = [.. roles.PeopleOf(s, change.Project).SelectMany(p => p.Roles).Select(r => r.Role)];
        return [.. ContractChangeView.ConsumersOf(change).Select(c => held.Contains(c.Role) ? c.Role : Owner).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private ContractChangeView View(SqlSession s, ContractChange change) => ContractChangeView.Of(change, change.Open ? Needed(s, change) : [], store.Answers(s, change.Id));
}

internal sealed record ChangeClocks(RealTime Real, TimeProvider Domain);
