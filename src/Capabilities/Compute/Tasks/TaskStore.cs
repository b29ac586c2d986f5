using System.Text.Json;
using Cairn.Compute.Targets;
using Cairn.Platform;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Compute.Tasks;

/// <summary>The journal of tasks. A task is on record before it is started; a finished row never changes.</summary>
internal sealed class TaskStore(PlatformOptions options, RealTime real)
{
    // Servers that share a database must not reap each other's tasks.
    private readonly string _host = $"{Environment.MachineName}:{Path.GetFullPath(options.DataDirectory)}";

    /// <summary>False when the key was used before.</summary>
    public bool Insert(SqlSession s, ComputeTask task, string place) => s.Execute("""
        insert into compute_tasks (key, project, target, host, command, state, secret, created_at, place)
        values (@Key, @Project, @Target, @host, @command, 'queued', @secret, @now, @place) on conflict (key) do nothing
        """, new { task.Key, task.Project, task.Target, host = _host, command = JsonSerializer.Serialize(task.Command), secret = task.Secrets.Count > 0, now = Now, place }) == 1;

    public void Started(SqlSession s, string key, string handle)
        => s.Execute("update compute_tasks set state = 'running', handle = @handle, started_at = @now where key = @key and finished_at is null", new { key, handle, now = Now });

    public void Finished(SqlSession s, string key, TaskEnd end, double? cost) => s.Execute("""
        update compute_tasks set state = @state, finished_at = @now, started_at = coalesce(started_at, @started), exit_code = @ExitCode, cpu_seconds = @CpuSeconds, peak_memory = @PeakMemory, reason = @Reason, cost = @cost
        where key = @key and finished_at is null
        """, new { key, state = Word(end.Outcome), end.ExitCode, end.CpuSeconds, end.PeakMemory, end.Reason, cost, now = Now, started = end.Duration > TimeSpan.Zero ? Now - (long)end.Duration.TotalMilliseconds : (long?)null });

    /// <summary>A task of this server that is on record as open is so no more; nothing changes for one that has ended.</summary>
    public void Lost(SqlSession s, string key) => s.Execute("update compute_tasks set state = @state, finished_at = @now, reason = @reason where key = @key and host = @host and finished_at is null",
        new { key, host = _host, state = Word(ComputeOutcome.Lost), now = Now, reason = "Its end was not put on record." });

    /// <summary>Tasks that this server's predecessor did not finish.</summary>
    public IReadOnlyList<TaskRow> Left(SqlSession s) => s.Query<TaskRow>("select * from compute_tasks where host = @host and finished_at is null", new { host = _host });

    /// <summary>Where the scratch of a task of this server lies; null when there is no such task.</summary>
    public string? Place(SqlSession s, string key) => s.First<TaskRow>("select * from compute_tasks where key = @key and host = @host", new { key, host = _host })?.Place;

    public TaskRow? Find(SqlSession s, string project, string key)
        => s.First<TaskRow>("select * from compute_tasks where key = @key and project = @project", new { key, project });

    /// <summary>Newest first; <paramref name="before"/> is the place of the row before.</summary>
    public IReadOnlyList<TaskRow> List(SqlSession s, string project, string? state, TaskPlace? before, int limit) => s.Query<TaskRow>("""
        select * from compute_tasks where project = @project and (@state is null or state = @state)
          and (@at is null or created_at < @at or (created_at = @at and key < @key))
        order by created_at desc, key desc limit @limit
        """, new { project, state, at = before?.At, key = before?.Key ?? "", limit });

    /// <summary>Of all projects, newest first.</summary>
    public IReadOnlyList<TaskRow> Recent(SqlSession s, int limit) => s.Query<TaskRow>("select * from compute_tasks order by created_at desc, key desc limit @limit", new { limit });

    /// <summary>What projects spent at a target since, the dearest first.</summary>
    public IReadOnlyList<TargetSpending> Spent(SqlSession s, string target, long since) => s.Query<TargetSpending>("""
        select project, sum(cpu_seconds) / 3600 cpu_hours, sum(cost) cost from compute_tasks where target = @target and cost is not null and finished_at >= @since group by project order by 3 desc, 1
        """, new { target, since });

    public static string Word(ComputeOutcome outcome) => JsonNamingPolicy.KebabCaseLower.ConvertName(outcome.ToString());

    private long Now => real.Now.ToUnixTimeMilliseconds();
}
