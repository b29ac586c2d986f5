using Cairn.Platform.Sql;

namespace Cairn.Code;

internal sealed class ChangeStore
{
    public ChangeRow? Find(SqlSession s, string project, string commit)
        => s.First<ChangeRow>("select * from changes where project = @project and commit_id = @commit", new { project, commit });

    public ChangeRow? Latest(SqlSession s, string project)
        => s.First<ChangeRow>("select * from changes where project = @project order by number desc limit 1", new { project });

    /// <summary>False when the commit is known.</summary>
    public bool Insert(SqlSession s, ChangeRow row) => s.Execute("""
        insert into changes (project, commit_id, number, ref, title, areas, authors, reviewers, apps, from_run, cause, forced, lines, checks, at, seen_at)
        values (@Project, @CommitId, @Number, @Ref, @Title, @Areas, @Authors, @Reviewers, @Apps, @FromRun, @Cause, @Forced, @Lines, @Checks, @At, @SeenAt)
        on conflict (project, commit_id) do nothing
        """, row) == 1;

    /// <summary>Takes the row for this transaction, so that of two checks that end at once the second sees the first.</summary>
    public void Lock(SqlSession s, string project, string commit)
        => s.Execute("update changes set checks = checks where project = @project and commit_id = @commit", new { project, commit });

    /// <summary>False when it was closed before.</summary>
    public bool Close(SqlSession s, string project, string commit, string checks, string eventId) => s.Execute(
        "update changes set checks = @checks, event_id = @eventId where project = @project and commit_id = @commit and event_id is null", new { project, commit, checks, eventId }) == 1;

    /// <summary>Newest first, before a number.</summary>
    public IReadOnlyList<ChangeRow> List(SqlSession s, string project, long? before, int limit)
        => s.Query<ChangeRow>("select * from changes where project = @project and (@before is null or number < @before) order by number desc limit @limit", new { project, before, limit });
}
