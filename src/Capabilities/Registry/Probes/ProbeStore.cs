using Cairn.Platform.Sql;

namespace Cairn.Registry.Probes;

/// <summary>Which probes are done.</summary>
internal sealed class ProbeStore
{
    /// <summary>False when this one was done before.</summary>
    public bool Claim(SqlSession s, string key) => s.Execute("insert into registry_probes (key) values (@key) on conflict (key) do nothing", new { key }) == 1;
}
