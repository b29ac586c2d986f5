using Cairn.Platform.Sql;

namespace Cairn.Delivery;

internal sealed class GateStore
{
    public GateDecision? Find(SqlSession s, string project, string gate, string endpoint, string run)
        => s.First<GateDecision>("select * from gate_decisions where project = @project and gate = @gate and endpoint = @endpoint and run_id = @run", new { project, gate, endpoint, run });

    public void Insert(SqlSession s, GateDecision d) => s.Execute("""
        insert into gate_decisions (id, project, gate, endpoint, version_id, champion_id, run_id, eval_digest, train_digest, decision, reason, checks, event_id, decided_at)
        values (@Id, @Project, @Gate, @Endpoint, @VersionId, @ChampionId, @RunId, @EvalDigest, @TrainDigest, @Decision, @Reason, @Checks, @EventId, @DecidedAt)
        """, d);

    public IReadOnlyList<GateDecision> OfVersion(SqlSession s, string version) => s.Query<GateDecision>("select * from gate_decisions where version_id = @version order by id desc", new { version });

    /// <summary>The newest decision of a gate that let a version pass.</summary>
    public GateDecision? LastPromoted(SqlSession s, string project, string gate)
        => s.First<GateDecision>("select * from gate_decisions where project = @project and gate = @gate and decision = 'promote' order by id desc limit 1", new { project, gate });

    /// <summary>The newest decision by which a gate let this version pass for an endpoint.</summary>
    public GateDecision? PromotedOf(SqlSession s, string project, string gate, string endpoint, string version) => s.First<GateDecision>("""
        select * from gate_decisions where project = @project and gate = @gate and endpoint = @endpoint and version_id = @version and decision = 'promote' order by id desc limit 1
        """, new { project, gate, endpoint, version });

    public GateDecision? Find(SqlSession s, string id) => s.First<GateDecision>("select * from gate_decisions where id = @id", new { id });

    public IReadOnlyList<GateDecision> List(SqlSession s, string project, string? version, string? before, int limit) => s.Query<GateDecision>("""
        select * from gate_decisions where project = @project and (@version is null or version_id = @version) and (@before is null or id < @before) order by id desc limit @limit
        """, new { project, version, before, limit });
}
