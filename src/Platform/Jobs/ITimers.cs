using Cairn.Platform.Sql;

namespace Cairn.Platform.Jobs;

/// <summary>Due times on domain time. When one is due its job is made in the transaction that moves or removes it, so none is lost or doubled.</summary>
public interface ITimers
{
    /// <summary>Sets or moves a one-time timer. Its job's key is <c>key@due</c>.</summary>
    void SetOnce(SqlSession transaction, JobDraft job, DateTimeOffset due);

    /// <summary>Sets or changes a recurring timer by a five-field cron line in a time zone; unchanged lines keep their next due time.</summary>
    void SetRecurring(SqlSession transaction, JobDraft job, string cron, string zone = "UTC");

    void Remove(SqlSession transaction, string key);

    /// <summary>When it is next due; null when there is no such timer.</summary>
    DateTimeOffset? Due(SqlSession session, string key);
}
