using Cairn.Platform.Sql;

namespace Cairn.Code;

internal sealed class CheckStore
{
    public void Insert(SqlSession s, CheckRow row) => s.Execute("""
        insert into code_checks (run_id, project, commit_id, number, kind, name, area, command, path, status)
        values (@RunId, @Project, @CommitId, @Number, @Kind, @Name, @Area, @Command, @Path, @Status)
        """, row);

    public CheckRow? Find(SqlSession s, string runId) => s.First<CheckRow>("select * from code_checks where run_id = @runId", new { runId });

    public IReadOnlyList<CheckRow> Of(SqlSession s, string project, string commit)
        => s.Query<CheckRow>("select * from code_checks where project = @project and commit_id = @commit order by kind, name", new { project, commit });

    public bool Known(SqlSession s, string project, string kind, string name)
        => s.Scalar<long>("select count(*) from code_checks where project = @project and kind = @kind and name = @name", new { project, kind, name }) > 0;

    public void Start(SqlSession s, string runId, string startedEvent, string logPath) => s.Execute(
        "update code_checks set status = 'running', started_event = @startedEvent, log_path = @logPath where run_id = @runId", new { runId, startedEvent, logPath });

    /// <summary>False when it has ended before: an end is written once.</summary>
    public bool End(SqlSession s, CheckRow row) => s.Execute("""
        update code_checks set status = @Status, tests = @Tests, failed = @Failed, skipped = @Skipped, failures = @Failures, digest = @Digest, size = @Size,
          duration = @Duration, reason = @Reason, log_path = @LogPath, finished_at = @FinishedAt
        where run_id = @RunId and status in ('queued', 'running')
        """, row) == 1;

    /// <summary>Of each name the newest run up to a change that satisfies: of tests any that ended, of builds one that succeeded.</summary>
    public IReadOnlyList<CheckRow> Newest(SqlSession s, string project, string kind, string? name, long number) => s.Query<CheckRow>("""
        select c.* from code_checks c where c.project = @project and c.kind = @kind and (@name is null or c.name = @name) and c.number = (
          select max(n.number) from code_checks n where n.project = c.project and n.kind = c.kind and n.name = c.name and n.number <= @number
            and (n.status = 'succeeded' or (n.status = 'failed' and n.kind = 'test')))
        order by c.name
        """, new { project, kind, name, number });

    /// <summary>Newest first, before a run.</summary>
    public IReadOnlyList<CheckRow> List(SqlSession s, string project, string kind, string? before, int limit) => s.Query<CheckRow>("""
        select * from code_checks where project = @project and kind = @kind and (@before is null or run_id < @before) order by run_id desc limit @limit
        """, new { project, kind, before, limit });
}
