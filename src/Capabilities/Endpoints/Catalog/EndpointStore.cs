using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

internal sealed class EndpointStore
{
    private const string Columns = "project, name, environment, environment_role, route, model, state, release_id, fault";

    public EndpointView? Find(SqlSession s, string project, string name, string environment)
        => Whole(s, s.First<EndpointView>($"select {Columns} from endpoints where project = @project and name = @name and environment = @environment", new { project, name, environment }));

    public EndpointView? ByRoute(SqlSession s, string route) => Whole(s, s.First<EndpointView>($"select {Columns} from endpoints where route = @route", new { route }));

    /// <summary>Active ones of a project, or of all.</summary>
    public IReadOnlyList<EndpointView> Active(SqlSession s, string? project) =>
    [
        .. s.Query<EndpointView>($"select {Columns} from endpoints where state = 'active' and (@project is null or project = @project) order by route", new { project })
            .Select(e => Whole(s, e)!),
    ];

    /// <summary>An active endpoint that has a version among its variants.</summary>
    public EndpointView? With(SqlSession s, string versionId) => s.First<EndpointView>($"""
        select {Columns} from endpoints e where e.state = 'active'
          and exists (select 1 from endpoint_variants v where v.project = e.project and v.endpoint = e.name and v.environment = e.environment and v.version_id = @versionId) order by e.route limit 1
        """, new { versionId });

    /// <summary>Those of all projects that serve no more, without variants.</summary>
    public IReadOnlyList<EndpointView> Retired(SqlSession s) => s.Query<EndpointView>($"select {Columns} from endpoints where state = 'retired' order by route");

    public void Declare(SqlSession s, EndpointView e, long now) => s.Execute("""
        insert into endpoints (project, name, environment, environment_role, route, model, state, declared_at)
        values (@Project, @Name, @Environment, @EnvironmentRole, @Route, @Model, 'active', @now)
        on conflict (project, name, environment) do update set environment_role = @EnvironmentRole, model = @Model, state = 'active', declared_at = @now
        """, new { e.Project, e.Name, e.Environment, e.EnvironmentRole, e.Route, e.Model, now });

    public void Retire(SqlSession s, string project, string name, string environment)
        => s.Execute("update endpoints set state = 'retired', fault = null where project = @project and name = @name and environment = @environment", new { project, name, environment });

    public void SetVariants(SqlSession s, EndpointView e, IReadOnlyList<VariantDraft> variants, string? release, long now)
    {
        s.Execute("delete from endpoint_variants where project = @Project and endpoint = @Name and environment = @Environment", e);
        foreach (VariantDraft v in variants)
        {
            long since = e.Variants.FirstOrDefault(x => x.VersionId == v.VersionId)?.Since ?? now;
            s.Execute("""
                insert into endpoint_variants (project, endpoint, environment, version_id, number, digest, weight_permille, role, since, from_point)
                values (@Project, @Name, @Environment, @VersionId, @Number, @Digest, @WeightPermille, @Role, @since, @FromPoint)
                """, new { e.Project, e.Name, e.Environment, v.VersionId, v.Number, v.Digest, v.WeightPermille, v.Role, since, v.FromPoint });
        }
        s.Execute("update endpoints set release_id = @release where project = @Project and name = @Name and environment = @Environment", new { release, e.Project, e.Name, e.Environment });
    }

    public long Epoch(SqlSession s) => s.Scalar<long>("select epoch from endpoint_epoch where id = 1");

    /// <summary>Every change of what is to be served takes a new epoch.</summary>
    public void Bump(SqlSession s, long least = 0) => s.Execute("update endpoint_epoch set epoch = case when epoch < @least then @least else epoch + 1 end where id = 1", new { least });

    public string? GoodRoute(SqlSession s, EndpointView e)
        => s.Scalar<string>("select good_route from endpoints where project = @Project and name = @Name and environment = @Environment", e);

    public void Served(SqlSession s, EndpointView e, string? fault, string? goodRoute) => s.Execute("""
        update endpoints set fault = @fault, good_route = coalesce(@goodRoute, good_route) where project = @Project and name = @Name and environment = @Environment
        """, new { fault, goodRoute, e.Project, e.Name, e.Environment });

    private static EndpointView? Whole(SqlSession s, EndpointView? e) => e is null ? null : e with
    {
        Variants = s.Query<VariantView>("""
            select version_id, number, digest, weight_permille, role, since, from_point from endpoint_variants
            where project = @Project and endpoint = @Name and environment = @Environment order by role desc, version_id
            """, e),
    };
}
