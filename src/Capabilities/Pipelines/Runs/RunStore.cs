using Cairn.Pipelines.Reproductions;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;

namespace Cairn.Pipelines.Runs;

/// <summary>
/// Runs and steps move by compare-and-set; each move writes its journal line in the same transaction. The outputs of a step are published
/// by the move to <c>succeeded</c> and by nothing else, so they are published once.
/// </summary>
internal sealed class RunStore(TimeProvider clock, LiveHub? live = null, IStepListener? listener = null)
{
    private const int MostLines = 1000;

    public void Insert(SqlSession s, PipelineRun run) => s.Execute("""
        insert into pipeline_runs (id, project, number, commit_id, target, purpose, environment, sample, trigger_kind, trigger_name, firing, cause, actor, params, no_cache, state, inputs, models, repeats, shuffled, dirty, allow_drift, priority, created_at)
        values (@Id, @Project, @Number, @CommitId, @Target, @Purpose, @Environment, @Sample, @TriggerKind, @TriggerName, @Firing, @Cause, @Actor, @Params, @NoCache, @State, @Inputs, @Models, @Repeats, @Shuffled, @Dirty, @AllowDrift, @Priority, @CreatedAt)
        """, run);

    public long NextNumber(SqlSession s, string project) => 1 + (s.Scalar<long?>("select max(number) from pipeline_runs where project = @project", new { project }) ?? 0);

    public PipelineRun? Find(SqlSession s, string id) => s.First<PipelineRun>("select * from pipeline_runs where id = @id", new { id });

    public long? NumberOf(SqlSession s, string id) => s.Scalar<long?>("select number from pipeline_runs where id = @id", new { id });

    public PipelineRun? Find(SqlSession s, string project, long number)
        => s.First<PipelineRun>("select * from pipeline_runs where project = @project and number = @number", new { project, number });

    public IReadOnlyList<PipelineRun> List(SqlSession s, string project, long before, int limit) => s.Query<PipelineRun>(
        "select * from pipeline_runs where project = @project and number < @before order by number desc limit @limit", new { project, before, limit });

    /// <summary>Newest first; null for any state or target.</summary>
    public IReadOnlyList<PipelineRun> List(SqlSession s, string project, string? state, string? target, long before, int limit) => s.Query<PipelineRun>("""
        select * from pipeline_runs where project = @project and number < @before and (@state is null or state = @state) and (@target is null or target = @target)
        order by number desc limit @limit
        """, new { project, state, target, before, limit });

    /// <summary>Runs that are not over. Within a transaction none of them ends before it does, so that whoever is held back by one is there when it ends.</summary>
    public int Active(SqlSession s, string project, string target) => s.Query<string>($"""
        select id from pipeline_runs where project = @project and target = @target and state in ('queued', 'running') {(s.Engine == SqlEngine.Postgres ? "for share" : "")}
        """, new { project, target }).Count;

    /// <summary>Runs that read the dataset version and are not over or made a version, newest first.</summary>
    public IReadOnlyList<PipelineRun> Readers(SqlSession s, string project, string dataset) => s.Query<PipelineRun>(
        "select * from pipeline_runs where project = @project and (finished_at is null or version is not null) and inputs like @held order by number desc", new { project, held = $"%\"{dataset}\"%" });

    /// <summary>When a trigger last started a run to this step, whichever trigger it was.</summary>
    public long? LastFired(SqlSession s, string project, string target) => s.Scalar<long?>(
        "select max(created_at) from pipeline_runs where project = @project and target = @target and firing is not null", new { project, target });

    /// <summary>CPU seconds of all runs that a trigger started since, null for any; what is done by parts counts by them.</summary>
    public double CpuSpent(SqlSession s, string project, string? trigger, long since) => s.Scalar<double?>("""
        select sum(s.cpu_s) from pipeline_runs r join pipeline_steps s on s.run_id = r.id
        where r.project = @project and (@trigger is null or r.trigger_name = @trigger) and r.firing is not null and r.created_at >= @since
          and (s.parent is not null or not exists (select 1 from pipeline_steps p where p.run_id = s.run_id and p.parent = s.step))
        """, new { project, trigger, since }) ?? 0;

    /// <summary>Reproductions made since, first halves of sampled ones among them; <see cref="PipelineRun.TriggerName"/> is the version each was of.</summary>
    public IReadOnlyList<PipelineRun> Reproductions(SqlSession s, string project, long since) => s.Query<PipelineRun>("""
        select * from pipeline_runs where project = @project and (purpose = @purpose or (purpose = @probe and shuffled is null)) and created_at >= @since
        """, new { project, purpose = Reproduction.Purpose, probe = Reproduction.Probe, since });

    /// <summary>The newest run that makes this one again.</summary>
    public PipelineRun? Repeat(SqlSession s, string run) => s.First<PipelineRun>("select * from pipeline_runs where repeats = @run order by number desc limit 1", new { run });

    /// <summary>What came of making a version again, last time.</summary>
    public ReproductionRow? MadeAgain(SqlSession s, string version) => s.First<ReproductionRow>("select * from reproductions where version = @version order by at desc limit 1", new { version });

    /// <summary>CPU seconds of all that a run came to, what it took from the cache counted as when it was made.</summary>
    public double CpuOf(SqlSession s, string runId) => s.Scalar<double?>("""
        select sum(case when s.state = 'cached' then coalesce(c.cpu_s, 0) else s.cpu_s end) from pipeline_steps s left join step_cache c on c.identity = s.identity
        where s.run_id = @runId and (s.parent is not null or not exists (select 1 from pipeline_steps p where p.run_id = s.run_id and p.parent = s.step))
        """, new { runId }) ?? 0;

    public IReadOnlyList<PipelineStep> Steps(SqlSession s, string runId) => s.Query<PipelineStep>("select * from pipeline_steps where run_id = @runId and parent is null order by place", new { runId });

    /// <summary>Steps and parts that are on record as running.</summary>
    public IReadOnlyList<PipelineStep> Running(SqlSession s, string runId) => s.Query<PipelineStep>("select * from pipeline_steps where run_id = @runId and state = 'running' order by place", new { runId });

    /// <summary>Items of a mapped step or trials of a sweep, in order.</summary>
    public IReadOnlyList<PipelineStep> Parts(SqlSession s, string runId, string parent)
        => s.Query<PipelineStep>("select * from pipeline_steps where run_id = @runId and parent = @parent order by place", new { runId, parent });

    /// <summary>Those after a place.</summary>
    public IReadOnlyList<PipelineStep> Parts(SqlSession s, string runId, string parent, int after, int limit)
        => s.Query<PipelineStep>("select * from pipeline_steps where run_id = @runId and parent = @parent and place > @after order by place limit @limit", new { runId, parent, after, limit });

    /// <summary>What a step depended on, or the newest of those by which it was done.</summary>
    public IReadOnlyList<string> PartsSeen(SqlSession s, string runId, string step) => s.Query<string>("""
        select parts from pipeline_steps where run_id = @runId and (step = @step or parent = @step) and parts is not null and state in ('succeeded', 'cached') order by place desc limit 100
        """, new { runId, step });

    /// <summary>Makes the parts that are not there yet.</summary>
    public void InsertParts(SqlSession s, string runId, string parent, IReadOnlyList<PartDraft> parts)
    {
        foreach (PartDraft part in parts)
        {
            s.Execute("""
                insert into pipeline_steps (run_id, step, parent, place, state, changes, rung) values (@runId, @step, @parent, @Place, 'waiting', @Changes, @Rung) on conflict (run_id, step) do nothing
                """, new { runId, step = $"{parent}:{part.Name}", parent, part.Place, part.Changes, part.Rung });
            if (part.Promotes is { } below) s.Execute("update pipeline_steps set verdict = @verdict where run_id = @runId and step = @step", new { runId, step = $"{parent}:{below}", verdict = PipelineStep.Promoted });
        }
    }

    /// <summary>The sweep is over: trials that were measured and are neither promoted nor at the top were stopped.</summary>
    public void StopRest(SqlSession s, string runId, string parent, int top) => s.Execute("""
        update pipeline_steps set verdict = @verdict where run_id = @runId and parent = @parent and verdict is null and score is not null and rung < @top
        """, new { runId, parent, top, verdict = PipelineStep.Stopped });

    public void Score(SqlSession s, PipelineStep part, double? score, string? failure)
        => s.Execute("update pipeline_steps set score = @score, failure = @failure where run_id = @RunId and step = @Step", new { part.RunId, part.Step, score, failure });

    public PipelineStep? Step(SqlSession s, string runId, string step) => s.First<PipelineStep>("select * from pipeline_steps where run_id = @runId and step = @step", new { runId, step });

    /// <summary>Digest of what a step of a run was executed in, be it in that run or in the one whose result it took from the cache, as its journal says.</summary>
    public string? EnvironmentOf(SqlSession s, string runId, string step) => s.Scalar<string>("""
        select coalesce(own.environment, (select made.environment from pipeline_journal line join pipeline_steps made on made.run_id = line.cause and made.identity = own.identity
          where line.run_id = own.run_id and line.step = own.step and line.to_state = 'cached' and made.environment is not null limit 1))
        from pipeline_steps own where own.run_id = @runId and own.step = @step
        """, new { runId, step });

    /// <summary>The newest thousand lines.</summary>
    public IReadOnlyList<JournalLine> Journal(SqlSession s, string runId) => s.Query<JournalLine>("select * from (select * from pipeline_journal where run_id = @runId order by seq desc limit @MostLines) newest order by seq", new { runId, MostLines });

    /// <summary>Queued to running, with the inputs that hold for the whole run; false when it is not queued any more.</summary>
    public bool Start(SqlSession s, PipelineRun run, IReadOnlyList<string> steps)
    {
        if (s.Execute("""
            update pipeline_runs set state = 'running', inputs = @Inputs, models = @Models, pipeline = @Pipeline, env = @Env, started_event = @StartedEvent where id = @Id and state = 'queued'
            """, run) == 0) return false;
        for (int place = 0; place < steps.Count; place++)
            s.Execute("insert into pipeline_steps (run_id, step, place, state) values (@Id, @step, @place, 'waiting')", new { run.Id, step = steps[place], place });
        Note(s, run.Id, null, RunState.Queued, RunState.Running, run.TriggerKind);
        return true;
    }

    /// <summary>Asks a run to end; false when it has ended.</summary>
    public bool AskToCancel(SqlSession s, string id) => s.Execute("update pipeline_runs set cancel_asked = true where id = @id and finished_at is null", new { id }) == 1;

    public bool Finish(SqlSession s, string id, string state, string? version, string? failure)
    {
        string? from = s.Scalar<string>("select state from pipeline_runs where id = @id", new { id });
        if (from is null || RunState.IsDone(from)) return false;
        s.Execute("update pipeline_runs set state = @state, version = @version, failure = @failure, finished_at = @now where id = @id", new { id, state, version, failure, now = Now });
        Note(s, id, null, from, state, failure);
        return true;
    }

    /// <summary>Moves a step from a state it must be in; false when it is not.</summary>
    public bool MoveStep(SqlSession s, string from, PipelineStep to, string? cause)
    {
        if (s.Execute("""
            update pipeline_steps set state = @State, attempt = @Attempt, failures = @Failures, changes = @Changes, score = @Score, task = @Task, identity = @Identity, parts = @Parts, why = @Why, outputs = @Outputs,
              cpu_s = @CpuS, cost = @Cost, peak_memory = @PeakMemory, duration_ms = @DurationMs, failure = @Failure, started_at = @StartedAt, finished_at = @FinishedAt, environment = @Environment, image = @Image, drift = @Drift
            where run_id = @RunId and step = @Step and state = @from and attempt <= @Attempt
            """, new { to.RunId, to.Step, to.State, to.Attempt, to.Failures, to.Changes, to.Score, to.Task, to.Identity, to.Parts, to.Why, to.Outputs, to.CpuS, to.Cost, to.PeakMemory, to.DurationMs, to.Failure, to.StartedAt, to.FinishedAt, to.Environment, to.Image, to.Drift, from }) == 0)
            return false;
        Note(s, to.RunId, to.Step, from, to.State, cause);
        listener?.Moved(s, to, clock.GetUtcNow());
        return true;
    }

    public CachedResult? Cached(SqlSession s, string identity) => s.First<CachedResult>("select * from step_cache where identity = @identity", new { identity });

    /// <summary>The result that the same step had last, to say what has changed since. Uses are counted, for clocks stand still or are set back.</summary>
    public CachedResult? Newest(SqlSession s, string project, string step)
        => s.First<CachedResult>("select * from step_cache where project = @project and step = @step order by used desc, run_id desc limit 1", new { project, step });

    public void Remember(SqlSession s, string project, PipelineStep done) => s.Execute("""
        insert into step_cache (identity, project, step, run_id, parts, outputs, cpu_s, duration_ms, created_at, used)
        values (@Identity, @project, @Step, @RunId, @Parts, @Outputs, @CpuS, @DurationMs, @now, @used)
        on conflict (identity) do update set outputs = @Outputs, run_id = @RunId, created_at = @now, used = @used
        """, new { done.Identity, project, done.Step, done.RunId, done.Parts, done.Outputs, done.CpuS, done.DurationMs, now = Now, used = NextUse(s, project, done.Step) });

    /// <summary>A result that was taken again is the newest one.</summary>
    public void Touch(SqlSession s, string identity) => s.Execute("""
        update step_cache set used = (select max(c.used) + 1 from step_cache c where c.project = step_cache.project and c.step = step_cache.step) where identity = @identity
        """, new { identity });

    public void Forget(SqlSession s, string identity) => s.Execute("delete from step_cache where identity = @identity", new { identity });

    public string? VersionEvent(SqlSession s, string project, string noun, string digest)
        => s.Scalar<string>("select event from pipeline_versions where project = @project and noun = @noun and digest = @digest", new { project, noun, digest });

    public void InsertVersion(SqlSession s, string project, string noun, string digest, string id)
        => s.Execute("insert into pipeline_versions (project, noun, digest, event) values (@project, @noun, @digest, @id)", new { project, noun, digest, id });

    private static long NextUse(SqlSession s, string project, string step)
        => (s.Scalar<long?>("select max(used) from step_cache where project = @project and step = @step", new { project, step }) ?? 0) + 1;

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private void Note(SqlSession s, string runId, string? step, string from, string to, string? cause)
    {
        if (live is not null) s.AfterCommit(() => live.Publish("run:" + runId));
        // Steps that move side by side must not take the same number.
        if (s.Engine == SqlEngine.Postgres) s.Execute("select 1 from pipeline_runs where id = @runId for update", new { runId });
        s.Execute("""
            insert into pipeline_journal (run_id, seq, step, from_state, to_state, cause, at)
            values (@runId, (select coalesce(max(seq), 0) + 1 from pipeline_journal where run_id = @runId), @step, @from, @to, @cause, @now)
            """, new { runId, step, from, to, cause, now = Now });
    }
}
