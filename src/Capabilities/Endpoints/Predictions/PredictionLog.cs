using Cairn.Platform.Http;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <inheritdoc cref="IPredictionLog"/>
internal sealed class PredictionLog(LogCompactor compactor, LogFiles files, LogCounts counts, IDatabase database, LogJoin join, AnswerBook answers) : IPredictionLog
{
    public async Task<IReadOnlyList<string>> PredictionFilesAsync(string project, string endpoint, string environment, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
        => await files.PathsAsync(await CompactedAsync(project, endpoint, environment, cancellation), LogPart.Predictions, from, to, cancellation);

    public async Task<IReadOnlyList<string>> OutcomeFilesAsync(string project, string endpoint, string environment, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
        => await files.PathsAsync(await CompactedAsync(project, endpoint, environment, cancellation), LogPart.Outcomes, from, to, cancellation);

    public async Task<JoinedWindow> JoinedAsync(
        string project, string endpoint, string environment, DateTimeOffset from, DateTimeOffset to, IReadOnlyList<string>? columns, CancellationToken cancellation)
    {
        string route = await CompactedAsync(project, endpoint, environment, cancellation);
        IReadOnlyList<string> predictions = await files.PathsAsync(route, LogPart.Predictions, from, to, cancellation);
        IReadOnlyList<string> outcomes = await files.PathsAsync(route, LogPart.Outcomes, from - join.Early, DateTimeOffset.MaxValue, cancellation);
        return await Task.Run(() => join.Run(predictions, outcomes, from, to, columns), cancellation);
    }

    public async Task<OutcomeSummary> OutcomesAsync(string project, string endpoint, string environment, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        string route = await CompactedAsync(project, endpoint, environment, cancellation);
        IReadOnlyList<string> predictions = await files.PathsAsync(route, LogPart.Predictions, from - join.Late, to + join.Early, cancellation);
        IReadOnlyList<string> outcomes = await files.PathsAsync(route, LogPart.Outcomes, from - join.Late, to, cancellation);
        return await Task.Run(() => join.Summary(predictions, outcomes, from, to), cancellation);
    }

    public async Task<IReadOnlyList<DayCount>> CountsAsync(string project, string endpoint, string environment, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
        => await counts.DaysAsync((await FindAsync(project, endpoint, environment, cancellation)).Route, from, to, cancellation);

    public async Task<long?> AnsweredRowsAsync(string project, string endpoint, string environment, DateOnly day, CancellationToken cancellation)
    {
        return await answers.RowsAsync((await FindAsync(project, endpoint, environment, cancellation)).Route, day, cancellation);
    }

    public async Task<LoggedPrediction?> FindAsync(string predictionId, CancellationToken cancellation)
    {
        foreach (string route in await database.ReadAsync(join.Routes, cancellation))
        {
            await compactor.CompactAsync(route, cancellation);
            IReadOnlyList<string> all = await files.PathsAsync(route, LogPart.Predictions, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, cancellation);
            if (all.Count > 0 && await Task.Run(() => join.Find(all, route, predictionId), cancellation) is { } found) return found;
        }
        return null;
    }

    public async Task<ShadowComparison> ShadowAsync(string project, string endpoint, string environment, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        string route = await CompactedAsync(project, endpoint, environment, cancellation);
        IReadOnlyList<string> shadows = await files.PathsAsync(route, LogPart.Shadows, from, to, cancellation);
        IReadOnlyList<string> predictions = await files.PathsAsync(route, LogPart.Predictions, from, to, cancellation);
        return new ShadowComparison(from, to, shadows.Count == 0 ? [] : await Task.Run(() => join.Shadows(predictions, shadows, from, to), cancellation));
    }

    public async Task CompactAsync(string project, string endpoint, string environment, CancellationToken cancellation) => await CompactedAsync(project, endpoint, environment, cancellation);

    private async Task<string> CompactedAsync(string project, string endpoint, string environment, CancellationToken cancellation)
    {
        EndpointView view = await FindAsync(project, endpoint, environment, cancellation);
        await compactor.CompactAsync(view.Route, cancellation);
        return view.Route;
    }

    private async Task<EndpointView> FindAsync(string project, string endpoint, string environment, CancellationToken cancellation)
        => await database.ReadAsync(s => join.Endpoints.Find(s, project, endpoint, environment), cancellation) ?? throw ApiException.NotFound("endpoint", endpoint);
}
