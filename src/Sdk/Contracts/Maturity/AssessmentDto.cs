namespace Cairn.Contracts.Maturity;

/// <summary>One assessment of one project, as of an instant, under one version of the model.</summary>
/// <param name="World"><c>real</c>, <c>simulated</c> or <c>unknown</c> (no <c>ledger.opened</c> was seen).</param>
/// <param name="Alone">Acts of simulated people were left out.</param>
/// <param name="Profile">Profile in force: <c>solo</c>, <c>team</c> or <c>enterprise</c>.</param>
/// <param name="DeclaredProfile">What the project declares; differs where records contradict it.</param>
/// <param name="Contradictions">What records say against the declaration, in words.</param>
/// <param name="ModelDigest"><c>sha256:…</c> over capabilities, rules and profiles.</param>
/// <param name="StatusesDigest"><c>sha256:…</c> over profile, model digest and every status.</param>
public sealed record AssessmentDto(
    string Project,
    DateTimeOffset AsOf,
    string World,
    bool Alone,
    string Profile,
    string DeclaredProfile,
    IReadOnlyList<string> Contradictions,
    string ModelVersion,
    string ModelDigest,
    string StatusesDigest,
    IReadOnlyList<LadderDto> Ladders,
    IReadOnlyList<CapabilityDto> Capabilities,
    IReadOnlyList<StageDto> Stages)
{
    /// <summary>The level belongs to a simulated world and proves nothing outside it.</summary>
    public bool Simulated => World == "simulated";
}
