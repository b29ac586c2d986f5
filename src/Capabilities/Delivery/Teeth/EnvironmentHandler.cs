using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;
using Cairn.Endpoints;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Delivery;

/// <summary>
/// Compares each environment with its declaration: what its endpoints shall serve with what the data plane really serves, and where it is
/// trained, whether the targets it names take a step and bring its output back.
/// </summary>
internal sealed class EnvironmentHandler(IProjects projects, IEndpoints endpoints, IServingReadings readings, TrainingGround ground, ProbeParts parts) : IJobHandler
{
    public const string JobKind = "environment-probe";

    public string Kind => JobKind;

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        await endpoints.PublishedAsync(cancellation);
        IReadOnlyList<EndpointView> all = await endpoints.ListAsync(job.Project!, cancellation);
        foreach (IGrouping<string, EndpointView> environment in all.Where(e => e.Variants.Count > 0).GroupBy(e => e.Environment, StringComparer.Ordinal))
        {
            string[] differs = [.. environment.Where(e => !Serves(e, readings.Read(e.Route))).Select(e => e.Route)];
            string? fault = differs.Length == 0 ? null : $"serves something else: {string.Join(", ", differs)}";
            await parts.Database.WriteAsync(s => Record(s, job, environment.Key, fault), cancellation: cancellation);
        }
        if (await projects.FindAsync(job.Project!, cancellation) is not { Active: true } project || project.File.Steps.Count == 0) return;
        foreach (DeploymentEnvironment environment in project.File.Environments.Values.Where(e => e.Role == EnvironmentRole.Train))
        {
            string? fault = await ground.FaultAsync(project, environment, cancellation);
            await parts.Database.WriteAsync(s => Record(s, job, environment.Name, fault), cancellation: cancellation);
        }
    }

    private static bool Serves(EndpointView wanted, EndpointLive? live)
    {
        if (live is null || wanted.Fault is not null) return false;
        Dictionary<string, int> real = live.Variants.Where(v => v.Role != "retired").ToDictionary(v => v.VersionId, v => v.WeightPermille, StringComparer.Ordinal);
        return real.Count == wanted.Variants.Count && wanted.Variants.All(v => real.TryGetValue(v.VersionId, out int weight) && weight == v.WeightPermille);
    }

    private void Record(SqlSession s, JobContext job, string environment, string? fault)
    {
        string id = $"probe-{job.Id}-{environment}";
        if (!parts.Store.Take(s, id)) return;
        parts.Ledger.Append(s, new EventDraft("probe.finished", id, job.Project, ReleaseMove.Machine)
        {
            Grade = 3,
            Data = new JsonObject
            {
                ["of"] = "environment",
                ["given"] = "real",
                ["env"] = environment,
                ["ok"] = fault is null,
                ["detail"] = fault,
            },
        });
    }
}
