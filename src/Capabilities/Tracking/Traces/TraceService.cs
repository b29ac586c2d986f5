using Cairn.Platform.Sql;
using Cairn.Tracking.Experiments;
using Cairn.Tracking.Removal;
using Cairn.Tracking.Traces.Spans;

namespace Cairn.Tracking.Traces;

/// <summary>
/// What can be done to traces. Spans and the description of a trace come by different calls in any order and end in the same state: its times are
/// the widest that were said, the words of a client go before what its spans tell.
/// </summary>
internal sealed class TraceService(IDatabase database, TraceStores stores, RemovalStore removal)
{
    private const string Scheme = "mlflow-artifacts:/";
    private const int MostAtOnce = 500;

    /// <summary>Makes a trace, or adds to the one that its spans made.</summary>
    public TraceRow Describe(SqlSession s, TraceDraft draft)
    {
        Experiment home = Home(s, draft.Experiment);
        TraceRow trace = Within(s, draft.Id, home) ?? Insert(s, home, new TraceRow { Id = draft.Id, Experiment = home.Id, RequestTime = draft.RequestTime ?? 0 });
        trace = Widened(trace, draft.RequestTime, draft.EndTime) with
        {
            State = draft.State ?? trace.State,
            Described = true,
            ClientRequestId = draft.ClientRequestId ?? trace.ClientRequestId,
            RequestPreview = draft.RequestPreview ?? trace.RequestPreview,
            ResponsePreview = draft.ResponsePreview ?? trace.ResponsePreview,
        };
        stores.Traces.Update(s, trace);
        SetValues(s, trace, draft.Metadata, draft.Tags);
        return trace;
    }

    /// <summary>Adds spans, of one trace or of several, and makes the traces that are not there yet.</summary>
    public Task AppendAsync(long experiment, IReadOnlyList<Span> spans, CancellationToken cancellation) => WriteAsync(s =>
    {
        Experiment home = Home(s, experiment);
        // One order for all, so that two calls never wait for each other.
        foreach (IGrouping<string, Span> one in spans.GroupBy(p => p.Trace, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)) Append(s, home, TraceKeys.Id(one.Key), [.. one]);
        return true;
    }, cancellation);

    public Task<TraceRow> ChangeAsync(string id, Action<SqlSession, TraceRow> change, CancellationToken cancellation) => WriteAsync(s =>
    {
        TraceRow trace = stores.Existing(s, id);
        change(s, trace);
        return trace;
    }, cancellation);

    public Task<T> WriteAsync<T>(Func<SqlSession, T> work, CancellationToken cancellation) => database.WriteAsync(work, Lane.Tracking, cancellation);

    public void SetValues(SqlSession s, TraceRow trace, IReadOnlyList<RunTag> metadata, IReadOnlyList<RunTag> tags)
    {
        stores.Traces.SetValues(s, trace.Num, TraceKeys.Meta, metadata);
        stores.Traces.SetValues(s, trace.Num, TraceKeys.Tag, tags.Where(t => !TraceKeys.IsOurs(t.Key)));
        foreach (RunTag run in metadata.Where(m => m.Key == TraceKeys.Run && m.Value.Length > 0)) stores.Traces.Link(s, trace.Num, run.Value);
    }

    /// <summary>Removes traces for good, with the files that clients kept of them; how many.</summary>
    public Task<int> RemoveAsync(long experiment, Func<SqlSession, IReadOnlyList<TraceRow>> which, CancellationToken cancellation) => WriteAsync(s =>
    {
        Experiment home = stores.Experiments.Find(s, experiment) ?? throw MlflowException.Missing($"No Experiment with id={experiment} exists");
        TraceRow[] traces = [.. which(s).Where(t => t.Experiment == experiment)];
        Remove(s, home, traces);
        return traces.Length;
    }, cancellation);

    public void Remove(SqlSession s, Experiment home, IReadOnlyList<TraceRow> traces)
    {
        foreach (TraceRow[] some in traces.Chunk(MostAtOnce)) stores.Traces.Remove(s, [.. some.Select(t => t.Num)]);
        if (!home.ArtifactLocation.StartsWith(Scheme, StringComparison.Ordinal)) return;
        foreach (TraceRow trace in traces) removal.FreeFiles(s, $"{home.ArtifactLocation[Scheme.Length..].TrimEnd('/')}/traces/{trace.Id}");
    }

    private void Append(SqlSession s, Experiment home, string id, IReadOnlyList<Span> spans)
    {
        long start = spans.Min(p => p.Start) / 1_000_000;
        long? end = spans.Max(p => p.End) / 1_000_000;
        TraceRow? known = Within(s, id, home);
        TraceRow trace = Widened(known ?? Insert(s, home, new TraceRow { Id = id, Experiment = home.Id, RequestTime = start }), start, end);
        stores.Spans.Append(s, trace.Num, spans);
        List<RunTag> tags = [new(TraceKeys.SpansLocation, TraceKeys.InStore)], metadata = known is null ? [new(TraceKeys.Schema, "3")] : [];
        // Only with its root there is something to tell of the whole.
        if (!trace.Described && spans.Any(p => p.Parent is null)) trace = Summarised(trace, known is null ? spans : stores.Spans.Of(s, trace.Num), tags, metadata);
        stores.Traces.Update(s, trace);
        stores.Traces.SetValues(s, trace.Num, TraceKeys.Tag, tags);
        SetValues(s, trace, metadata, []);
    }

    private static TraceRow Summarised(TraceRow trace, IReadOnlyList<Span> spans, List<RunTag> tags, List<RunTag> metadata)
    {
        Span root = SpanSummary.Root(spans)!;
        tags.Add(new RunTag(TraceKeys.Name, KeyRules.Cut(root.Name, TraceKeys.ValueLength)));
        if (SpanSummary.Tokens(spans) is { } tokens) metadata.Add(new RunTag(TraceKeys.Tokens, tokens));
        return trace with { State = SpanSummary.State(root), RequestPreview = SpanSummary.Input(root), ResponsePreview = SpanSummary.Output(root) };
    }

    private TraceRow Insert(SqlSession s, Experiment home, TraceRow trace)
    {
        // Another call may have been faster.
        if (stores.Traces.Insert(s, trace) is not { } num) return Within(s, trace.Id, home)!;
        stores.Traces.SetValues(s, num, TraceKeys.Tag, [new RunTag(TraceKeys.Location, $"{home.ArtifactLocation}/traces/{trace.Id}/artifacts")]);
        return trace with { Num = num };
    }

    private TraceRow? Within(SqlSession s, string id, Experiment home)
    {
        if (stores.Traces.Lock(s, id) is not { } known) return null;
        return known.Experiment == home.Id ? known : throw MlflowException.Invalid($"The trace '{id}' belongs to experiment {known.Experiment}, not to {home.Id}.");
    }

    private Experiment Home(SqlSession s, long id)
    {
        Experiment home = stores.Experiments.Find(s, id) ?? throw MlflowException.Missing($"No Experiment with id={id} exists");
        return home.Stage == "active" ? home : throw MlflowException.Invalid($"The experiment {id} must be in the 'active' state. Current state is {home.Stage}.");
    }

    private static TraceRow Widened(TraceRow trace, long? start, long? end) => trace with
    {
        RequestTime = Math.Min(trace.RequestTime, start ?? trace.RequestTime),
        EndTime = trace.EndTime is { } known && end is { } said ? Math.Max(known, said) : end ?? trace.EndTime,
    };
}
