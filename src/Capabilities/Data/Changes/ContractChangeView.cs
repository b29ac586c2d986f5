using System.Text.Json;
using Cairn.Data.Ingest;
using Cairn.Projects;

namespace Cairn.Data.Changes;

/// <summary>A change of a contract that waits for others, with what was answered and who is still to answer.</summary>
/// <param name="Source">The source, or <c>endpoints.</c> and the endpoint whose inputs they are.</param>
/// <param name="State"><c>proposed</c>, <c>approved</c>, <c>refused</c>, or <c>withdrawn</c> when the file says something else since.</param>
/// <param name="Besides">What is another and breaks nothing.</param>
/// <param name="Owners">Roles that answer for the contract, when none of them made the change: one has to approve.</param>
/// <param name="Waits">Roles that have not approved; <c>owner</c> stands in for a role that nobody held, or whose holders have left.</param>
internal sealed record ContractChangeView(
    string Id, string Source, string State, IReadOnlyList<string> Breaks, IReadOnlyList<string> Besides, IReadOnlyList<ContractConsumer> Consumers, IReadOnlyList<string> Owners,
    IReadOnlyList<ContractAnswerView> Answers, IReadOnlyList<string> Waits, string Commit, string ProposedBy, DateTimeOffset ProposedAt, DateTimeOffset? SettledAt)
{
    public static ContractChangeView Of(ContractChange change, IReadOnlyList<AskedRoles> asked, IReadOnlyList<ContractAnswer> answers) => new(
        change.Id, change.Source, change.State, Texts(change.Breaks), Texts(change.Besides), ConsumersOf(change), OwnersOf(change),
        [.. answers.Select(a => new ContractAnswerView(a.Role, a.Answer, a.Person, a.Reason, DateTimeOffset.FromUnixTimeMilliseconds(a.AnsweredAt)))],
        change.Open ? [.. asked.Where(r => !r.HaveAgreed(answers)).Select(r => r.ToString())] : [],
        change.CommitId, change.ProposedBy, DateTimeOffset.FromUnixTimeMilliseconds(change.ProposedAt), change.SettledAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null);

    public static IReadOnlyList<ContractConsumer> ConsumersOf(ContractChange change) => JsonSerializer.Deserialize<List<ContractConsumer>>(change.Consumers, IngestFiles.Json)!;

    public static IReadOnlyList<string> OwnersOf(ContractChange change) => Texts(change.Owners);

    public static IReadOnlyList<TakenRole> TakenOf(ContractChange change) => JsonSerializer.Deserialize<List<TakenRole>>(change.Taken, IngestFiles.Json)!;

    private static List<string> Texts(string json) => JsonSerializer.Deserialize<List<string>>(json, IngestFiles.Json)!;
}

internal sealed record ContractAnswerView(string Role, string Answer, string By, string? Reason, DateTimeOffset At);

/// <summary>Roles of which one has to agree.</summary>
internal sealed record AskedRoles(IReadOnlyList<string> Roles)
{
    public bool HaveAgreed(IReadOnlyList<ContractAnswer> answers) => answers.Any(a => Roles.Contains(a.Role) && a.Answer == ContractAnswer.Given);

    /// <summary>One refused, and none of them agreed.</summary>
    public bool HaveRefused(IReadOnlyList<ContractAnswer> answers) => !HaveAgreed(answers) && answers.Any(a => Roles.Contains(a.Role) && a.Answer == ContractAnswer.Refused);

    public override string ToString() => string.Join(" or ", Roles);
}
