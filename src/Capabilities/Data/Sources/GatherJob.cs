using Cairn.Contracts.Ledger;
using Cairn.Platform.Jobs;

namespace Cairn.Data.Sources;

/// <summary>Payload of a gathering in the background.</summary>
/// <param name="From">First partition asked for; null: what is due.</param>
/// <param name="To">Last partition asked for.</param>
internal sealed record GatherJob(string Project, string Source, string Trigger, string? From = null, string? To = null, Actor? Actor = null)
{
    public const string Kind = "data.gather";

    /// <param name="cause">What tells it from other gatherings of the source; null for what comes by the source's timer, which adds the time.</param>
    public JobDraft Draft(string? cause = null)
    {
        string source = SourceTimers.Key(Project, Source);
        return new JobDraft(Kind, cause is null ? source : $"{source}#{cause}", Project, this) { Lane = source };
    }
}
