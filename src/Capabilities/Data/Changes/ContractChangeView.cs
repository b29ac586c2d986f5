using System.Text.Json;
using Cairn.Data.Ingest;

namespace Cairn.Data.Changes;

/// <summary>A breaking change of a contract, with what was answered and who is still to answer.</summary>
/// <param name="State"><c>proposed</c>, <c>approved</c>, <c>refused</c>, or <c>withdrawn</c> when the file says something else since.</param>
/// <param name="Waits">Roles that have not approved; <c>owner</c> stands in for a role that nobody holds.</param>
internal sealed record ContractChangeView(
    string Id, string Source, string State, IReadOnlyList<string> Breaks, IReadOnlyList<ContractConsumer> Consumers, IReadOnlyList<ContractAnswerView> Answers, IReadOnlyList<string> Waits,
    string Commit, string ProposedBy, DateTimeOffset ProposedAt, DateTimeOffset? SettledAt)
{
    public static ContractChangeView Of(ContractChange change, IReadOnlyList<string> needed, IReadOnlyList<ContractAnswer> answers) => new(
        change.Id, change.Source, change.State, JsonSerializer.Deserialize<List<string>>(change.Breaks, IngestFiles.Json)!, ConsumersOf(change),
        [.. answers.Select(a => new ContractAnswerView(a.Role, a.Answer, a.Person, a.Reason, DateTimeOffset.FromUnixTimeMilliseconds(a.AnsweredAt)))],
        change.Open ? [.. needed.Where(r => !answers.Any(a => a.Role == r && a.Answer == ContractAnswer.Given))] : [],
        change.CommitId, change.ProposedBy, DateTimeOffset.FromUnixTimeMilliseconds(change.ProposedAt), change.SettledAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null);

    public static IReadOnlyList<ContractConsumer> ConsumersOf(ContractChange change) => JsonSerializer.Deserialize<List<ContractConsumer>>(change.Consumers, IngestFiles.Json)!;
}

internal sealed record ContractAnswerView(string Role, string Answer, string By, string? Reason, DateTimeOffset At);
