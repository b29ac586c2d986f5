using Cairn.Contracts.Projects;

namespace Cairn.Monitoring;

/// <summary>Measures one endpoint for one day and closes its windows.</summary>
internal sealed class EndpointDay(IProductionLog log, References references)
{
    private const double DefaultEffect = 0.1, DefaultFalseAlarm = 0.01;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>The windows of the day that begins at <paramref name="day"/>; none when the endpoint was not asked.</summary>
    public async Task<IReadOnlyList<WindowDraft>> MeasureAsync(ProjectFile file, Watched watched, DateTimeOffset day, CancellationToken cancellation)
    {
        var drafts = new List<WindowDraft>();
        using (OpenSpan open = await log.OpenAsync(watched.Project, watched.Endpoint.Name, watched.Environment, day, day + Day, cancellation))
        {
            if (open.Span.Rows == 0) return drafts;
            foreach (Contracts.Projects.Monitor m in watched.Of(MonitorKind.Traffic, Day)) drafts.Add(Draft(watched, "traffic", m, open.Span, TrafficMeasure.Measure(open.Span, LoggedShare(open.Span))));
            foreach (Contracts.Projects.Monitor m in watched.Of(MonitorKind.Service, Day)) drafts.Add(Draft(watched, "service", m, open.Span, Judged(m, ServiceMeasure.Measure(open.Span).With("delay_s", 0))));
            drafts.Add(new WindowDraft(watched.Project, watched.Endpoint.Name, watched.Environment, "contract", "", day, day + Day, watched.Stable?.Id, ContractMeasure.Measure(open.Span)));
            foreach (Contracts.Projects.Monitor m in watched.Of(MonitorKind.Drift, Day)) await DriftAsync(file, watched, m, open, drafts, cancellation);
        }
        // The truth of a day comes during the next: quality ends a day before drift.
        foreach (Contracts.Projects.Monitor m in watched.Of(MonitorKind.Quality, Week)) await QualityAsync(watched, m, day, drafts, cancellation);
        return drafts;
    }

    private async Task DriftAsync(ProjectFile file, Watched watched, Contracts.Projects.Monitor monitor, OpenSpan today, List<WindowDraft> drafts, CancellationToken cancellation)
    {
        if (watched.Stable is null || await references.TrainingTableAsync(file, watched.Endpoint, watched.Stable, cancellation) is not { } reference) return;
        DateTimeOffset to = today.Span.To;
        using OpenSpan? longer = monitor.Over == Day ? null : await log.OpenAsync(watched.Project, watched.Endpoint.Name, watched.Environment, to - monitor.Over, to, cancellation);
        ProductionSpan span = (longer ?? today).Span;
        IReadOnlySet<string> known = reference.Columns(span.Duck);
        string[] columns = [.. span.InputColumns.Where(c => known.Contains(c) && (monitor.Columns.Count == 0 || monitor.Columns.Contains(c)))];
        MeasuredSpan found = DriftMeasure.Measure(span.Duck, "predictions", reference, columns, monitor.Effect ?? DefaultEffect, FalseAlarm(monitor));
        if (found.Values.Count > 0) drafts.Add(Draft(watched, "drift", monitor, span, found));
    }

    private async Task QualityAsync(Watched watched, Contracts.Projects.Monitor monitor, DateTimeOffset to, List<WindowDraft> drafts, CancellationToken cancellation)
    {
        using OpenSpan open = await log.OpenAsync(watched.Project, watched.Endpoint.Name, watched.Environment, to - monitor.Over, to, cancellation);
        MeasuredSpan found = Judged(monitor, QualityMeasure.Measure(open.Span, watched.Stable?.Metrics ?? new Dictionary<string, double>(StringComparer.Ordinal)));
        if (found.Values.Count > 0) drafts.Add(Draft(watched, "quality", monitor, open.Span, found));
    }

    /// <summary>Holds the measured values against the monitor's own alert; without one, quality is held against its evaluation.</summary>
    internal static MeasuredSpan Judged(Contracts.Projects.Monitor monitor, MeasuredSpan found)
    {
        if (monitor.Alert is null) return found with { Values = [.. found.Values.Select(v => v.Metric == "auc" && v.Baseline is { } b ? v with { Threshold = b - 0.05, Breached = v.Value < b - 0.05 } : v)] };
        ConditionResult result = monitor.Alert.Evaluate(name => found.Values.FirstOrDefault(v => v.Metric == name && v.Slice is null) is { } v ? v.Value : null);
        string? metric = monitor.Metric ?? (monitor.Alert.Metrics is [var only, ..] ? only : null);
        return found with { Values = [.. found.Values.Select(v => v.Metric == metric && v.Slice is null ? v with { Threshold = result.Right?.Number, Breached = result.Verdict == Verdict.Pass } : v)] };
    }

    private static WindowDraft Draft(Watched watched, string kind, Contracts.Projects.Monitor monitor, ProductionSpan span, MeasuredSpan found)
        => new(watched.Project, watched.Endpoint.Name, watched.Environment, kind, monitor.Name, span.From, span.To, watched.Stable?.Id, found);

    private static double FalseAlarm(Contracts.Projects.Monitor monitor)
        => monitor.FalseAlarms is { } rate ? Math.Clamp(rate.Count * monitor.Over.TotalDays / rate.Per.TotalDays, 1e-6, 0.5) : DefaultFalseAlarm;

    // Every row here was read from the log; a request answered without one would show as a hole in its row numbers.
    private static double LoggedShare(ProductionSpan span)
        => span.Duck.Scalar<double>("select coalesce(sum(n)::double / nullif(sum(most), 0), 0) from (select count(*) as n, max(row_number) + 1 as most from predictions group by request_id)");
}
