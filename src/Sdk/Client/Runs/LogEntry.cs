namespace Cairn.Client;

/// <summary>One logged thing on its way, without a heap object of its own.</summary>
internal readonly record struct LogEntry(EntryKind Kind, string Key, string? Text = null, double Value = 0, long Step = 0, long Timestamp = 0, RunAct? Act = null)
{
    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()} {Key}";
}
