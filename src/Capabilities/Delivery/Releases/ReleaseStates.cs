namespace Cairn.Delivery;

/// <summary>States of a release. Those before <see cref="Succeeded"/> are open.</summary>
public static class ReleaseStates
{
    /// <summary>Waits for the release before it on the same endpoint.</summary>
    public const string Queued = "queued";

    /// <summary>The plan demands the approval of a role.</summary>
    public const string AwaitingApproval = "awaiting-approval";

    /// <summary>The data plane loads and warms the version.</summary>
    public const string Warming = "warming";

    /// <summary>The version answers the request/response tests.</summary>
    public const string Testing = "testing";

    /// <summary>Serves its share, until the step has been judged.</summary>
    public const string Baking = "baking";

    /// <summary>Held at its weight by a person, or for want of evidence.</summary>
    public const string Paused = "paused";

    /// <summary>Takes everything over.</summary>
    public const string Promoting = "promoting";

    /// <summary>The previous version takes everything back.</summary>
    public const string RollingBack = "rolling-back";

    public const string Succeeded = "succeeded", RolledBack = "rolled-back", Aborted = "aborted", Superseded = "superseded";

    /// <summary>A test of two versions ended, and what served before serves on.</summary>
    public const string Kept = "kept";

    public static bool IsOpen(string state) => state is not (Succeeded or RolledBack or Aborted or Superseded or Kept);

    /// <summary>It has been given to the data plane.</summary>
    public static bool IsActive(string state) => state is Warming or Testing or Baking or Paused or Promoting or RollingBack;
}
