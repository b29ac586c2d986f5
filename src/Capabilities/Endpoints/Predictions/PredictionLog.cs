using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <inheritdoc cref="IPredictionLog"/>
internal sealed class PredictionLog(LogCompactor compactor, LogPartStore store, IDatabase database, IArtifactStore artifacts, LogJoin join, AnswerBook answers) : IPredictionLog
{
    public async Task<IReadOnlyList<string>> PredictionFilesAsync(string project, string endpoint, string environment, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
        => await FilesAsync(await CompactedAsync(project, endpoint, environment, cancellation), LogPart.Predictions, from, to, cancellation);

    public async Task<IReadOnlyList<string>> OutcomeFilesAsync(string project, string endpoint, string environment, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
        => await FilesAsync(await CompactedAsync(project, endpoint, environment, cancellation), LogPart.Outcomes, from, to, cancellation);

    public async Task<JoinedWindow> JoinedAsync(
        string project, string endpoint, string environment, DateTimeOffset from, DateTimeOffset to, IReadOnlyList<string>? columns, CancellationToken cancellation)
    {
        string route = await CompactedAsync(project, endpoint, environment, cancellation);
        IReadOnlyList<string> predictions = await FilesAsync(route, LogPart.Predictions, from, to, cancellation);
        IReadOnlyList<string> outcomes = await FilesAsync(route, LogPart.Outcomes, from - join.Early, DateTimeOffset.MaxValue, cancellation);
        return await Task.Run(() => join.Run(predictions, outcomes, from, to, columns), cancellation);
    }

    public async Task<long> UnknownOutcomesAsync(string project, string endpoint, string environment, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        string route = await CompactedAsync(project, endpoint, environment, cancellation);
        IReadOnlyList<string> predictions = await FilesAsync(route, LogPart.Predictions, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, cancellation);
        IReadOnlyList<string> outcomes = await FilesAsync(route, LogPart.Outcomes, from, to, cancellation);
        return await Task.Run(() => join.Unknown(predictions, outcomes, from, to), cancellation);
    }

    public async Task<IReadOnlyList<DayCount>> CountsAsync(string project, string endpoint, string environment, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        string route = await CompactedAsync(project, endpoint, environment, cancellation);
        return await database.ReadAsync(s =>
        {
            ILookup<long, LogPart> predictions = store.Between(s, route, LogPart.Predictions, from, to).ToLookup(p => p.Day), outcomes = store.Between(s, route, LogPart.Outcomes, from, to).ToLookup(p => p.Day);
            return (IReadOnlyList<DayCount>)
            [
                .. predictions.Select(g => g.Key).Union(outcomes.Select(g => g.Key)).Order().Select(day => new DayCount(
                    DateOnly.FromDayNumber((int)day), predictions[day].Sum(p => p.Requests), predictions[day].Sum(p => p.RowsCount - p.Errors),
                    predictions[day].Sum(p => p.Errors), outcomes[day].Sum(p => p.RowsCount))),
            ];
        }, cancellation);
    }

    public async Task<long?> AnsweredRowsAsync(string project, string endpoint, string environment, DateOnly day, CancellationToken cancellation)
    {
        EndpointView view = await database.ReadAsync(s => join.Endpoints.Find(s, project, endpoint, environment), cancellation) ?? throw ApiException.NotFound("endpoint", endpoint);
        return await answers.RowsAsync(view.Route, day, cancellation);
    }

    public async Task<LoggedPrediction?> FindAsync(string predictionId, CancellationToken cancellation)
    {
        foreach (string route in await database.ReadAsync(join.Routes, cancellation))
        {
            await compactor.CompactAsync(route, cancellation);
            IReadOnlyList<string> files = await FilesAsync(route, LogPart.Predictions, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, cancellation);
            if (files.Count > 0 && await Task.Run(() => join.Find(files, route, predictionId), cancellation) is { } found) return found;
        }
        return null;
    }

    public async Task<ShadowComparison> ShadowAsync(string project, string endpoint, string environment, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        string route = await CompactedAsync(project, endpoint, environment, cancellation);
        IReadOnlyList<string> shadows = await FilesAsync(route, LogPart.Shadows, from, to, cancellation);
        IReadOnlyList<string> predictions = await FilesAsync(route, LogPart.Predictions, from, to, cancellation);
        return new ShadowComparison(from, to, shadows.Count == 0 ? [] : await Task.Run(() => join.Shadows(predictions, shadows, from, to), cancellation));
    }

    public async Task CompactAsync(string project, string endpoint, string environment, CancellationToken cancellation) => await CompactedAsync(project, endpoint, environment, cancellation);

    private async Task<string> CompactedAsync(string project, string endpoint, string environment, CancellationToken cancellation)
    {
        EndpointView view = await database.ReadAsync(s => join.Endpoints.Find(s, project, endpoint, environment), cancellation) ?? throw ApiException.NotFound("endpoint", endpoint);
        await compactor.CompactAsync(view.Route, cancellation);
        return view.Route;
    }

    private async Task<IReadOnlyList<string>> FilesAsync(string route, string kind, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var files = new List<string>();
        foreach (LogPart part in await database.ReadAsync(s => store.Between(s, route, kind, from, to), cancellation)) files.Add(await artifacts.PathAsync(part.Digest, cancellation));
        return files;
    }
}
