using Cairn.Platform.Sql;

namespace Cairn.Delivery;

/// <summary>Probes that were recorded, so that a job which is run again records nothing twice.</summary>
internal sealed class ProbeStore
{
    /// <summary>False when it was recorded before.</summary>
    public bool Take(SqlSession s, string id) => s.Execute("insert into probes_done (id) values (@id) on conflict (id) do nothing", new { id }) == 1;
}
