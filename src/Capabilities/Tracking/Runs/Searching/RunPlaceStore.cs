using Cairn.Platform.Sql;
using Cairn.Tracking.Metrics;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs.Searching;

/// <summary>Where a run stands in an order, as it is now.</summary>
internal static class RunPlaceStore
{
    /// <summary>The mark after a run.</summary>
    public static RunMark After(SqlSession s, IReadOnlyList<SearchOrder> orders, RunRow run)
    {
        RunMark mark = Whole(s, orders, run);
        // Tokens stand in addresses too.
        return mark.Places!.Any(p => p.Text?.Length > ValueIndex.Most) ? mark with { Places = null } : mark;
    }

    /// <summary>A mark with its places.</summary>
    /// <exception cref="MlflowException">It is that of another search, or its run is gone.</exception>
    public static RunMark Placed(SqlSession s, IReadOnlyList<SearchOrder> orders, RunMark mark)
    {
        if (mark.Places is null && s.First<RunRow>("select * from tracking_runs where id = @Id", new { mark.Id }) is { } run) mark = Whole(s, orders, run);
        return mark.Fits(orders) ? mark : throw PageToken.Strange();
    }

    private static RunMark Whole(SqlSession s, IReadOnlyList<SearchOrder> orders, RunRow run) => new([.. orders.Select(o => Of(s, o.Key, run))], run.StartTime, run.Id);

    private static RunPlace Of(SqlSession s, SearchKey key, RunRow run) => key switch
    {
        { Entity: SearchEntity.Metric } => s.First<LatestMetric>("select value, is_nan from tracking_latest where run = @run and key = @key", new { run = run.Num, key = key.Name }) is not { } latest
            ? new RunPlace(2) : latest.IsNan ? new RunPlace(1) : new RunPlace(0, latest.Value),
        { Entity: SearchEntity.Param } => RunPlace.Of(s.Scalar<string>("select value from tracking_params where run = @run and key = @key", new { run = run.Num, key = key.Name })),
        { Entity: SearchEntity.Tag } => RunPlace.Of(s.Scalar<string>("select value from tracking_tags where run = @run and key = @key", new { run = run.Num, key = key.Name })),
        { Name: "start_time" } => RunPlace.Of(run.StartTime),
        { Name: "end_time" } => RunPlace.Of(run.EndTime),
        { Name: "name" } => RunPlace.Of(run.Name),
        { Name: "status" } => RunPlace.Of(run.Status),
        { Name: "user_id" } => RunPlace.Of(run.UserId),
        { Name: "artifact_uri" } => RunPlace.Of(run.ArtifactUri),
        _ => RunPlace.Of(run.Id),
    };
}
