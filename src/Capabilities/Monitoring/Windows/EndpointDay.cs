using Cairn.Contracts.Projects;

namespace Cairn.Monitoring;

/// <summary>Measures one endpoint for one day and closes its windows.</summary>
internal sealed class EndpointDay(IProductionLog log, SpanReader spans, References references)
{
    private const double DefaultEffect = 0.1, DefaultFalseAlarm = 0.01;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>The windows of the day that begins at <paramref name="day"/>; none when the endpoint was not asked.</summary>
    public async Task<IReadOnlyList<WindowDraft>> MeasureAsync(ProjectFile file, Watched watched, DateTimeOffset day, CancellationToken cancellation)
    {
        using WatchedSpan today = await spans.OpenAsync(watched, day, day + Day, cancellation);
        long? answered = await log.AnsweredAsync(watched.Project, watched.Endpoint.Name, watched.Environment, day, cancellation);
        if (answered is null or 0 && today.Span.Rows == 0) return [];
        // The truth of a day comes during the next: quality ends a day before the rest. Each reads a span of its own, so they go side by side.
        IEnumerable<Task<IReadOnlyList<WindowDraft>>> quality = watched.Of(MonitorKind.Quality, Week).Select(m => Task.Run(() => QualityAsync(watched, m, day, cancellation), cancellation));
        IReadOnlyList<WindowDraft>[] all = await Task.WhenAll([Task.Run(() => OfAsync(file, watched, today, answered, cancellation), cancellation), .. quality]);
        return [.. all.SelectMany(d => d)];
    }

    /// <summary>What one day tells without its truth.</summary>
    private async Task<IReadOnlyList<WindowDraft>> OfAsync(ProjectFile file, Watched watched, WatchedSpan today, long? answered, CancellationToken cancellation)
    {
        var drafts = new List<WindowDraft>();
        foreach (Contracts.Projects.Monitor m in watched.Of(MonitorKind.Traffic, Day)) drafts.Add(today.Draft("traffic", m.Name, TrafficMeasure.Measure(today.Span, answered)));
        foreach (Contracts.Projects.Monitor m in watched.Of(MonitorKind.Service, Day)) drafts.Add(today.Draft("service", m.Name, Judged(m, ServiceMeasure.Measure(today.Span).With("delay_s", 0))));
        drafts.Add(today.Draft("contract", "", await ContractAsync(file, watched, today, cancellation)));
        foreach (Contracts.Projects.Monitor m in watched.Of(MonitorKind.Drift, Day)) await DriftAsync(file, watched, m, today, drafts, cancellation);
        return drafts;
    }

    /// <summary>What was refused, and how good the data was that was answered.</summary>
    private async Task<MeasuredSpan> ContractAsync(ProjectFile file, Watched watched, WatchedSpan today, CancellationToken cancellation)
    {
        async Task<MeasuredSpan> InputsAsync(string rows, VersionShare? version) => InputMeasure.Measure(
            today.Span.Duck, rows, today.Span.InputColumns, (await references.OfAsync(file, watched.Endpoint, version?.Known, cancellation)).Training, watched.Endpoint.Inputs);
        MeasuredSpan found = ContractMeasure.Measure(today.Span).And((await InputsAsync(ProductionSpan.Answers, today.Main)).Values);
        foreach (VersionShare one in today.Several) found = found.And((await InputsAsync(ProductionSpan.AnswersOf(one.Id), one)).Of(one.Id));
        return found;
    }

    private async Task DriftAsync(ProjectFile file, Watched watched, Contracts.Projects.Monitor monitor, WatchedSpan today, List<WindowDraft> drafts, CancellationToken cancellation)
    {
        DateTimeOffset to = today.Span.To;
        using WatchedSpan? longer = monitor.Over == Day ? null : await spans.OpenAsync(watched, to - monitor.Over, to, cancellation);
        WatchedSpan open = longer ?? today;
        async Task<MeasuredSpan> OfAsync(string rows, VersionShare? version)
        {
            VersionReference of = await references.OfAsync(file, watched.Endpoint, version?.Known, cancellation);
            return DriftMeasure.Measure(open.Span.Duck, rows, of.Watch(open.Span, monitor), monitor.Effect ?? DefaultEffect, FalseAlarm(monitor));
        }
        MeasuredSpan found = await OfAsync(ProductionSpan.Answers, open.Main);
        if (found.Values.Count == 0) return;
        foreach (VersionShare one in open.Several) found = found.And((await OfAsync(ProductionSpan.AnswersOf(one.Id), one)).Of(one.Id));
        drafts.Add(open.Draft("drift", monitor.Name, found));
    }

    private async Task<IReadOnlyList<WindowDraft>> QualityAsync(Watched watched, Contracts.Projects.Monitor monitor, DateTimeOffset to, CancellationToken cancellation)
    {
        using WatchedSpan open = await spans.OpenAsync(watched, to - monitor.Over, to, cancellation);
        MeasuredSpan found = Judged(monitor, QualityMeasure.Measure(open.Span, open.Answering));
        return found.Values.Count > 0 ? [open.Draft("quality", monitor.Name, found)] : [];
    }

    /// <summary>Holds the measured values against the monitor's own alert; without one, quality is held against its evaluation.</summary>
    internal static MeasuredSpan Judged(Contracts.Projects.Monitor monitor, MeasuredSpan found)
    {
        if (monitor.Alert is null)
            return found with { Values = [.. found.Values.Select(v => v is { Metric: "auc", Slice: null, Baseline: { } b } ? v with { Threshold = b - 0.05, Breached = v.Value < b - 0.05 } : v)] };
        ConditionResult result = monitor.Alert.Evaluate(name => found.Values.FirstOrDefault(v => v.Metric == name && v.Slice is null) is { } v ? v.Value : null);
        string? metric = monitor.Metric ?? (monitor.Alert.Metrics is [var only, ..] ? only : null);
        return found with { Values = [.. found.Values.Select(v => v.Metric == metric && v.Slice is null ? v with { Threshold = result.Right?.Number, Breached = result.Verdict == Verdict.Pass } : v)] };
    }

    private static double FalseAlarm(Contracts.Projects.Monitor monitor)
        => monitor.FalseAlarms is { } rate ? Math.Clamp(rate.Count * monitor.Over.TotalDays / rate.Per.TotalDays, 1e-6, 0.5) : DefaultFalseAlarm;
}
