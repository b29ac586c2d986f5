namespace Cairn.Data.Arrivals;

/// <summary>Which arrivals of a project are asked for; null means any.</summary>
internal sealed record ArrivalFilter(string Project, string? Source = null, string? State = null, string? Partition = null)
{
    /// <summary>Without what a later arrival of the same partition has superseded in quarantine.</summary>
    public bool Waiting { get; init; }
}
