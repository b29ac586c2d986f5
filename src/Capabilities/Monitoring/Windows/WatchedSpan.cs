namespace Cairn.Monitoring;

/// <summary>A span of an endpoint's production, open to be measured, with the versions that answered in it, most rows first.</summary>
internal sealed class WatchedSpan(Watched watched, OpenSpan open, IReadOnlyList<VersionShare> versions) : IDisposable
{
    private readonly IReadOnlyList<VersionShare> _versions = versions;

    public ProductionSpan Span => open.Span;

    /// <summary>The version that answered most rows; where none was answered, that of most requests.</summary>
    public VersionShare? Main => _versions.Count > 0 ? _versions[0] : null;

    public IReadOnlyList<VersionShare> Answering { get; } = [.. versions.Where(v => v.Answered > 0)];

    /// <summary>Every version that answered, where more than one did: canary and stable, or before and after a release.</summary>
    public IReadOnlyList<VersionShare> Several => Answering.Count > 1 ? Answering : [];

    public WindowDraft Draft(string kind, string monitor, MeasuredSpan found) => new(
        watched.Project, watched.Endpoint.Name, watched.Environment, kind, monitor, Span.From, Span.To, Main?.Id ?? watched.Stable?.Id, found)
    {
        Newest = Answering.Where(v => v.Late > 0).MaxBy(v => v.Late)?.Id,
    };

    public void Dispose() => open.Dispose();
}
