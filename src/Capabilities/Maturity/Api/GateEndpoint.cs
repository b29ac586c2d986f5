using Cairn.Contracts.Maturity;
using Cairn.Platform.Http;

namespace Cairn.Maturity.Api;

/// <summary>Is this level earned? For pipelines that must not go on below it.</summary>
internal static class GateEndpoint
{
    /// <summary>200 when the level is held now; 409 with the gaps when it is not, and in every simulated world.</summary>
    public static async Task<GateAnswer> GetAsync(string project, int? level, string? ladder, MaturityDesk desk, CancellationToken cancellation)
    {
        AssessmentDto assessment = await desk.AssessAsync(project, new(), cancellation);
        string name = ladder ?? "microsoft";
        LadderDto climbed = assessment.Ladders.FirstOrDefault(l => l.Id == name)
            ?? throw ApiException.Invalid("ladder", $"There is no ladder '{name}'.", "There are: " + string.Join(", ", assessment.Ladders.Select(l => l.Id)) + ".");
        if (level is not { } wanted || wanted < 0 || wanted > climbed.Top) throw ApiException.Invalid("level", $"'level' is 0 to {climbed.Top} on the ladder {name}.");
        if (assessment.World != "real")
        {
            throw new ApiException(409, "simulated-world", "This ledger records a simulated world: what is shown here is earned by no one outside it, and no gate passes on it.")
            {
                Mend = "Ask a server whose ledger records the real world.",
            };
        }
        return climbed.Level >= wanted ? new GateAnswer(true, name, climbed.Level, wanted, climbed.HoldsUntil) : throw Missing(climbed, wanted);
    }

    private static ApiException Missing(LadderDto climbed, int wanted) => new(409, "level-not-earned", $"{climbed.Title}: level {climbed.Level} is earned, {wanted} is asked for.")
    {
        Mend = $"'cairn maturity' says what is missing for level {climbed.Level + 1}.",
        Extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["ok"] = false, ["level"] = climbed.Level, ["gaps"] = climbed.Next?.Gaps ?? [] },
    };

    /// <param name="HoldsUntil">When it falls if nothing new is recorded.</param>
    internal sealed record GateAnswer(bool Ok, string Ladder, int Level, int Needed, DateTimeOffset? HoldsUntil);
}
