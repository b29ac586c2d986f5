namespace Cairn.Compute.Scheduled;

/// <summary>The three answers to a job.</summary>
internal enum SubmissionKind
{
    Accepted,

    /// <summary>It will never be taken as it is.</summary>
    Refused,

    /// <summary>No answer: it may have arrived.</summary>
    Unknown,
}
