using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Data.Ingest;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Data.Arrivals;

/// <summary>A data engineer takes it upon himself to use data that broke the contract; the version says so.</summary>
internal sealed class QuarantineRelease(IDatabase database, IProjects projects, ArrivalStore arrivals, IngestRecords records)
{
    private const int LongestReason = 500;

    /// <exception cref="ApiException">400: no reason. 403: not a data engineer. 404: no such arrival. 409: not in quarantine, or there is no table.</exception>
    public async Task<Arrival> AcceptAsync(string project, string source, string partition, string? reason, Actor actor, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason) throw ApiException.Invalid("reason", $"'reason' is a text of 1 to {LongestReason} characters.", "Say why this data may be used.");
        if (!MayRelease(actor)) throw ApiException.Forbidden("Only a data engineer of the project releases data from quarantine.");
        return await database.WriteAsync(s => Accept(s, project, source, partition, reason, actor), cancellation: cancellation);
    }

    public static bool MayRelease(Actor actor) => actor.Id == "local" || actor.Roles.Contains(Roles.DataEngineer) || actor.Roles.Contains("owner");

    private Arrival Accept(SqlSession s, string project, string source, string partition, string reason, Actor actor)
    {
        ArrivalRow row = arrivals.NewestFound(s, project, source, partition) ?? throw ApiException.NotFound("arrival", partition);
        if (row.StateValue != ArrivalState.Quarantined) throw ApiException.Conflict($"The newest arrival of this partition is {row.State}, not in quarantine.");
        if (row.TableDigest is null) throw ApiException.Conflict("It could not be read, so there is nothing to release.", "Deliver it again and gather it.");
        string version = records.Register(s, row, actor, row.FinishedEvent!, $"released from quarantine: {reason}");
        if (!arrivals.Release(s, row.RunId, actor.Id, version)) throw ApiException.Conflict("It was released just now.");
        return arrivals.Find(s, row.RunId)!.View();
    }
}
