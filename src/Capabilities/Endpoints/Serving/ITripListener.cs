using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>Hears, in the transaction that keeps it, when a copy of the data plane says that it dropped a canary. It may say so again and again.</summary>
public interface ITripListener
{
    /// <param name="route">The endpoint as the data plane knows it.</param>
    void Tripped(SqlSession s, string route, string version, string release);
}
