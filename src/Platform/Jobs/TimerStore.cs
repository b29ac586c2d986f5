using System.Text.Json;
using Cairn.Platform.Sql;

namespace Cairn.Platform.Jobs;

/// <inheritdoc cref="ITimers"/>
internal sealed class TimerStore(DomainClock clock, TimerSignal signal) : ITimers
{
    public void SetOnce(SqlSession transaction, JobDraft job, DateTimeOffset due) => Upsert(transaction, job, due, null, null);

    public void SetRecurring(SqlSession transaction, JobDraft job, string cron, string zone)
    {
        TimerRow? present = transaction.First<TimerRow>("select * from timers where key = @Key", new { job.Key });
        bool same = present is not null && present.Cron == cron && present.Zone == zone;
        DateTimeOffset? due = same ? DateTimeOffset.FromUnixTimeMilliseconds(present!.Due) : Cron.Next(cron, zone, clock.GetUtcNow());
        if (due is null) throw new FormatException($"'{cron}' never comes due.");
        Upsert(transaction, job, due.Value, cron, zone);
    }

    public void Remove(SqlSession transaction, string key) => transaction.Execute("delete from timers where key = @key", new { key });

    public DateTimeOffset? Due(SqlSession session, string key)
        => session.Scalar<long?>("select due from timers where key = @key", new { key }) is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    internal long? NextDue(SqlSession s) => s.Scalar<long?>("select min(due) from timers");

    /// <summary>Makes the jobs of all timers due at <paramref name="now"/> and moves or removes them. A recurring one that missed several turns fires once.</summary>
    internal int Fire(SqlSession s, DateTimeOffset now, IJobs jobs)
    {
        IReadOnlyList<TimerRow> due = s.Query<TimerRow>(
            $"select * from timers where due <= @now order by due, key {(s.Engine == SqlEngine.Postgres ? "for update skip locked" : "")}", new { now = now.ToUnixTimeMilliseconds() });
        foreach (TimerRow timer in due)
        {
            string at = DateTimeOffset.FromUnixTimeMilliseconds(timer.Due).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
            jobs.Enqueue(s, new JobDraft(timer.Kind, $"{timer.Key}@{at}", timer.Project, JsonDocument.Parse(timer.Payload).RootElement) { Lane = timer.Lane });
            if (timer.Cron is not null && Cron.Next(timer.Cron, timer.Zone!, now) is { } next)
                s.Execute("update timers set due = @due where key = @Key", new { due = next.ToUnixTimeMilliseconds(), timer.Key });
            else Remove(s, timer.Key);
        }
        return due.Count;
    }

    private void Upsert(SqlSession s, JobDraft job, DateTimeOffset due, string? cron, string? zone)
    {
        s.Execute("""
            insert into timers (key, kind, project, lane, payload, due, cron, zone) values (@Key, @Kind, @Project, @Lane, @payload, @due, @cron, @zone)
            on conflict (key) do update set kind = @Kind, project = @Project, lane = @Lane, payload = @payload, due = @due, cron = @cron, zone = @zone
            """, new { job.Key, job.Kind, job.Project, job.Lane, payload = JsonSerializer.Serialize(job.Payload, JobStore.Json), due = due.ToUnixTimeMilliseconds(), cron, zone });
        s.AfterCommit(signal.Raise);
    }

    private sealed record TimerRow
    {
        public string Key { get; init; } = "";
        public string Kind { get; init; } = "";
        public string? Project { get; init; }
        public string? Lane { get; init; }
        public string Payload { get; init; } = "";
        public long Due { get; init; }
        public string? Cron { get; init; }
        public string? Zone { get; init; }
    }
}
