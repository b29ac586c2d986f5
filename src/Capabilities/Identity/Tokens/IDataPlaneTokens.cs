using Cairn.Platform.Sql;

namespace Cairn.Identity;

/// <summary>The tokens that a data plane without a database must know, without their secrets.</summary>
public interface IDataPlaneTokens
{
    /// <summary>Good ones, by id.</summary>
    IReadOnlyList<DataPlaneToken> List(SqlSession session);
}

/// <param name="Actor">Whose it is.</param>
/// <param name="Digest">SHA-256 of the secret, in small hex digits.</param>
/// <param name="Endpoints">Routes it opens; null for all.</param>
/// <param name="Audience">The server it is for.</param>
/// <param name="Probes">It marks its predictions as those of a prober.</param>
public sealed record DataPlaneToken(string Id, string Actor, string Digest, IReadOnlyList<string>? Endpoints, string Audience, DateTimeOffset ExpiresAt, bool Probes);
