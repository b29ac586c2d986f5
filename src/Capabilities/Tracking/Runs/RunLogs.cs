using Cairn.Platform.Sql;

namespace Cairn.Tracking.Runs;

/// <summary>Adds what is logged to runs: parameters, then points, then tags. Calls that come at the same time are written together.</summary>
internal sealed class RunLogs(IDatabase database, TrackingStores stores, RunNews news)
{
    private readonly SharedWrites<Call, bool> _calls = new(database, Lane.Tracking, (s, calls) => Add(s, calls, stores), call => call.Log.Params.Count + call.Log.Metrics.Count + call.Log.Tags.Count);

    /// <summary>All of it or, where a parameter has another value already, nothing.</summary>
    public async Task AddAsync(string id, RunLog log, CancellationToken cancellation, bool byServer = false)
    {
        await _calls.WriteAsync(new Call(KeyRules.RunId(id), log.Checked(), byServer), cancellation);
        news.Changed(id);
    }

    private static bool[] Add(SqlSession s, IReadOnlyList<Call> calls, TrackingStores stores)
    {
        Dictionary<string, RunRow> known = stores.Runs.Held(s, [.. calls.Select(c => c.Run).Distinct(StringComparer.Ordinal)]);
        // In the order of the runs, so that no two transactions wait for each other; calls to one run stay in theirs.
        (RunRow Run, RunLog Log)[] logs = [.. calls.Select(c => (Run: RunRules.Writable(RunRules.Existing(known.GetValueOrDefault(c.Run), c.Run), c.ByServer), c.Log)).OrderBy(l => l.Run.Num)];
        IReadOnlyList<ParamClash> clashes = stores.Runs.AddParams(s, [.. logs.SelectMany(l => l.Log.Params.Select(p => (l.Run.Num, p)))]);
        if (clashes.Count > 0) throw Clash(logs.First(l => l.Run.Num == clashes[0].Run), [.. clashes.Where(c => c.Run == clashes[0].Run)]);
        stores.Metrics.Append(s, [.. logs.Select(l => (l.Run, l.Log.Metrics))]);
        foreach ((RunRow run, RunLog log) in logs.Where(l => l.Log.Models.Count > 0))
        {
            foreach (string model in log.Models.Select(m => m.Model).Distinct(StringComparer.Ordinal)) stores.Models.Required(s, model);
            stores.Models.SetMetrics(s, run.Id, log.Models);
        }
        stores.Runs.SetTags(s, logs.SelectMany(l => l.Log.Tags.Select(tag => (l.Run.Num, tag))));
        foreach ((RunRow run, RunLog log) in logs)
            if (log.Tags.LastOrDefault(t => t.Key == RunRules.NameTag) is { } name) stores.Runs.Update(s, run with { Name = name.Value });
        return new bool[calls.Count];
    }

    private static MlflowException Clash((RunRow Run, RunLog Log) call, IReadOnlyList<ParamClash> clashes) => MlflowException.Invalid(call.Log.Params.Count == 1
        ? $"Changing param values is not allowed. Param with key='{clashes[0].Old.Key}' was already logged with value='{clashes[0].Old.Value}' for run ID='{call.Run.Id}'. Attempted logging new value '{clashes[0].New.Value}'."
        : $"Changing param values is not allowed. Params were already logged='[{string.Join(", ", clashes.Select(c => $"{{'key': '{c.Old.Key}', 'old_value': '{c.Old.Value}', 'new_value': '{c.New.Value}'}}"))}]' for run ID='{call.Run.Id}'.");

    private sealed record Call(string Run, RunLog Log, bool ByServer);
}
