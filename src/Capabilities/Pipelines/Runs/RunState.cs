namespace Cairn.Pipelines.Runs;

/// <summary>States of a run and of its steps, as stored.</summary>
internal static class RunState
{
    public const string Queued = "queued";
    public const string Waiting = "waiting";
    public const string Running = "running";
    public const string Succeeded = "succeeded";
    public const string Cached = "cached";
    public const string Skipped = "skipped";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    public static bool IsDone(string state) => state is Succeeded or Cached or Skipped or Failed or Cancelled;

    public static bool IsGood(string state) => state is Succeeded or Cached or Skipped;
}
