using System.Text.Json;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>Tells the registry's pages what gates decided about a version.</summary>
internal sealed class GateStory(GateStore store) : IVersionStory
{
    public IReadOnlyList<VersionGate> GatesOf(SqlSession session, string versionId) => [.. store.OfVersion(session, versionId).Select(d => new VersionGate(
        d.Gate, d.Endpoint, d.Decision, d.Reason, DateTimeOffset.FromUnixTimeMilliseconds(d.DecidedAt),
        [.. JsonSerializer.Deserialize<List<CheckResult>>(d.Checks, ApiJson.Options)!.Select(c => new VersionCheck(c.Name, c.Verdict.ToString().ToLowerInvariant(), c.Value, c.Against, c.Reason))]))];
}
