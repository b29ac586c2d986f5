using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>When each application was first and last answered by each version behind a route. The first time only ever moves back, the last one forward.</summary>
internal sealed class PickupStore : IPickups
{
    public void Keep(SqlSession s, string route, PickupLive pickup) => s.Execute("""
        insert into endpoint_pickups (route, application, version_id, first_at, last_at) values (@route, @Application, @VersionId, @first, @last)
        on conflict (route, application, version_id) do update set
          first_at = case when @first < endpoint_pickups.first_at then @first else endpoint_pickups.first_at end,
          last_at = case when @last > endpoint_pickups.last_at then @last else endpoint_pickups.last_at end
        """, new { route, pickup.Application, pickup.VersionId, first = pickup.First.ToUnixTimeMilliseconds(), last = pickup.Last.ToUnixTimeMilliseconds() });

    /// <summary>The newest first.</summary>
    public IReadOnlyList<PickupLive> Of(SqlSession s, string route, int most)
        => [.. s.Query<Row>("select * from endpoint_pickups where route = @route order by first_at desc, application, version_id limit @most", new { route, most }).Select(r => r.Live())];

    public IReadOnlyList<string> Applications(SqlSession s, string route, DateTimeOffset since)
        => s.Query<string>("select distinct application from endpoint_pickups where route = @route and last_at >= @since order by application", new { route, since = since.ToUnixTimeMilliseconds() });

    private sealed record Row
    {
        public string Application { get; init; } = "";
        public string VersionId { get; init; } = "";
        public long FirstAt { get; init; }
        public long LastAt { get; init; }

        public PickupLive Live() => new(Application, VersionId, DateTimeOffset.FromUnixTimeMilliseconds(FirstAt), DateTimeOffset.FromUnixTimeMilliseconds(LastAt));
    }
}
