using Cairn.Platform.Sql;

namespace Cairn.Registry;

/// <summary>What rooms to the right know of a version; each tells its part for the version's page.</summary>
public interface IVersionStory
{
    /// <summary>Decisions of gates about it, newest first.</summary>
    IReadOnlyList<VersionGate> GatesOf(SqlSession session, string versionId) => [];

    /// <summary>Where it answers now.</summary>
    IReadOnlyList<VersionPlace> PlacesOf(SqlSession session, string project, string versionId) => [];
}

/// <summary>One decision of a gate.</summary>
/// <param name="Decision"><c>promote</c>, <c>reject</c> or <c>hold</c>.</param>
public sealed record VersionGate(string Gate, string Endpoint, string Decision, string Reason, DateTimeOffset At, IReadOnlyList<VersionCheck> Checks);

/// <param name="Verdict"><c>pass</c>, <c>fail</c> or <c>hold</c>.</param>
/// <param name="Against">Of the champion, or the limit.</param>
public sealed record VersionCheck(string Name, string Verdict, string? Value, string? Against, string? Reason);

/// <param name="Weight">Share of the traffic, 0 to 1.</param>
public sealed record VersionPlace(string Endpoint, string Environment, string Role, double Weight, DateTimeOffset Since);
