using Cairn.Contracts.Ledger;

namespace Cairn.Pipelines.Triggers;

/// <summary>A cause that a trigger is asked about.</summary>
/// <param name="Kind">As in <see cref="Firing.Kind"/>.</param>
/// <param name="Cause">Id of the causing event, or a key that is unique for the cause: it is asked once.</param>
internal sealed record TriggerAsk(string Kind, string Cause, Actor Actor)
{
    /// <summary>The causing event, when there is one.</summary>
    public string? Event { get; init; }

    /// <summary>The alert or incident that opened; when it closes there is nothing to be asked about any more.</summary>
    public string? Subject { get; init; }

    /// <summary>The commit to run, for a merged change.</summary>
    public string? Commit { get; init; }

    /// <summary>The source whose growth counts, with the rows that came and those that must have come; null when any version does.</summary>
    public Growth? Growth { get; init; }
}
