using Cairn.Platform.Sql;

namespace Cairn.Monitoring;

/// <summary>Reads everything that is known of an endpoint's availability.</summary>
internal sealed class AvailabilityAccount(AvailabilityStore questions, ProbeResultStore results, DowntimeStore downtime)
{
    public AvailabilityRecord Read(SqlSession s, Watched of, DateTimeOffset from, DateTimeOffset to)
    {
        (string name, long begin, long end) = (of.Endpoint.Name, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        return new AvailabilityRecord(
            questions.Between(s, of.Project, name, of.Environment, begin, end),
            results.Between(s, of.Project, name, of.Environment, begin, end),
            [.. downtime.Within(s, of.Project, begin, end).Where(d => d.IsOf(name, of.Environment))]);
    }
}
