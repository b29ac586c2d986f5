namespace Cairn.Compute.Scheduled;

/// <summary>What became of handing in a job.</summary>
/// <param name="Reason">Why it was refused, or why it is not known whether it arrived.</param>
internal sealed record Submission(SubmissionKind Kind, string? Reason = null)
{
    public static readonly Submission Accepted = new(SubmissionKind.Accepted);
}
